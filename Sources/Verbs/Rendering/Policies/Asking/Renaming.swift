/// A name of the examples, and what it is in the platform that is judged: nobody wants another's names in what they are told to write.
package struct Renaming: Sendable, Hashable {
    package var from: String
    package var to: String

    package init(_ from: String, _ to: String) {
        self.from = from
        self.to = to
    }

    /// Where nothing is known of the platform.
    package static let neutral = [
        Renaming("rg.fr-par.scw.cloud/island-hopper", "registry.example.com/my-platform"),
        Renaming("api.island-hopper.com", "api.example.com"), Renaming("island-hopper.com", "example.com"),
        Renaming("island-hopper", "my-platform"), Renaming("island_hopper", "my_platform"),
    ]
}

extension [Renaming] {
    /// The text with every name as it is here; what has been put in is not looked at again.
    func applied(to text: String) -> String {
        guard contains(where: { text.contains($0.from) }) else { return text }
        var result = ""
        var rest = text[...]
        while !rest.isEmpty {
            if let found = first(where: { rest.hasPrefix($0.from) }) {
                result += found.to
                rest = rest.dropFirst(found.from.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
