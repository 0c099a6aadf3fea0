internal import Words
internal import YAML

/// Reads the fields of one map, strictly: of a wrong type or an unknown name none passes, and every error has its place.
///
/// Names are taken in either case, as kustomize takes them.
struct FieldReader {
    let place: YAML.Place
    private let path: String
    private var fields: [String: YAML.Mapping.Entry] = [:]

    /// - Parameter path: what the map is, for messages; empty for the whole kustomization.
    init(_ node: YAML.Node, _ path: String, known: [String]) throws(KustomizeError) {
        place = node.place
        self.path = path
        guard let mapping = node.mapping else {
            if node.isNull { return }
            throw KustomizeError(.mismatch(path, expected: "a map", found: node.inWords), at: node.place)
        }
        let spelt = Dictionary(known.map { ($0.lowercased(), $0) }) { first, _ in first }
        for entry in mapping {
            guard let name = spelt[entry.name.lowercased()] else {
                let nearest = NearestName.to(entry.name, among: known)
                throw KustomizeError(.unknownField(entry.name, nearest: nearest), at: entry.key.place)
            }
            if let first = fields[name] {
                throw KustomizeError(.repeated(name, first: first.key.place), at: entry.key.place)
            }
            fields[name] = entry
        }
    }

    /// A field that says something.
    func node(_ name: String) -> YAML.Node? {
        fields[name]?.value.unlessNull
    }

    /// Where the name of a field stands.
    func keyPlace(_ name: String) -> YAML.Place { fields[name]?.key.place ?? place }

    /// Whether a field is written at all, null or not.
    func has(_ name: String) -> Bool { fields[name] != nil }

    func string(_ name: String) throws(KustomizeError) -> String? {
        guard let node = node(name) else { return nil }
        return try text(node, name)
    }

    func strings(_ name: String) throws(KustomizeError) -> [Placed<String>] {
        var strings: [Placed<String>] = []
        for item in try items(name) { strings.append(Placed(value: try text(item, name), place: item.place)) }
        return strings
    }

    func bool(_ name: String) throws(KustomizeError) -> Bool {
        guard let node = node(name) else { return false }
        guard let truth = node.bool else { throw mismatch(node, name, "true or false") }
        return truth
    }

    func int(_ name: String) throws(KustomizeError) -> Int? {
        guard let node = node(name) else { return nil }
        guard let number = node.int else { throw mismatch(node, name, "a whole number") }
        return number
    }

    /// Texts by key, in bytewise order of the keys.
    func pairs(_ name: String) throws(KustomizeError) -> [Pair] {
        guard let node = node(name) else { return [] }
        guard let mapping = node.mapping else { throw mismatch(node, name, "a map of texts") }
        var pairs: [Pair] = []
        for entry in mapping {
            pairs.append(
                Pair(key: entry.name, value: entry.value.isNull ? "" : try text(entry.value, "\(name).\(entry.name)"))
            )
        }
        return pairs.sorted { Bytewise.precedes($0.key, $1.key) }
    }

    func items(_ name: String) throws(KustomizeError) -> [YAML.Node] {
        guard let node = node(name) else { return [] }
        guard let items = node.sequence else { throw mismatch(node, name, "a list") }
        return items
    }

    private func text(_ node: YAML.Node, _ name: String) throws(KustomizeError) -> String {
        guard let text = node.string else { throw mismatch(node, name, "a text") }
        return text
    }

    private func mismatch(_ node: YAML.Node, _ name: String, _ expected: String) -> KustomizeError {
        let field = path.isEmpty ? name : "\(path).\(name)"
        return KustomizeError(.mismatch(field, expected: expected, found: node.inWords), at: node.place)
    }
}

/// A value and where it was written.
struct Placed<Value> {
    var value: Value
    var place: YAML.Place
}

struct Pair: Hashable {
    var key: String
    var value: String
}

enum Bytewise {
    static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }
}
