internal import Platform

/// An image as pods name it: `registry/repository:tag@digest`.
struct ImageName: Sendable, Hashable {
    let text: String
    /// Registry and path, without tag and digest.
    let repository: String
    let tag: String?
    let digest: String?

    init(_ text: String) {
        self.text = text
        var name = text[...]
        var digest: String?
        if let at = name.firstIndex(of: "@") {
            digest = String(name[name.index(after: at)...])
            name = name[..<at]
        }
        var tag: String?
        // A colon before the last slash is a registry's port.
        let last = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        if let colon = name[last...].lastIndex(of: ":") {
            tag = String(name[name.index(after: colon)...])
            name = name[..<colon]
        }
        self.digest = digest
        self.tag = tag
        repository = String(name)
    }

    /// Whether a registry could have it, its digest aside; a colon without a tag is as good as none.
    var isWellFormed: Bool {
        ImageGrammar.isRepository(repository) && (tag.map { $0.isEmpty || ImageGrammar.isTag($0) } ?? true)
    }

    /// With the registry and the folder that go without saying: `nginx` is `docker.io/library/nginx`.
    var fullRepository: String {
        let first = repository.prefix { $0 != "/" }
        let namesRegistry = first.count < repository.count && (first.contains(".") || first.contains(":"))
        if namesRegistry || first == "localhost" { return repository }
        return repository.contains("/") ? "docker.io/\(repository)" : "docker.io/library/\(repository)"
    }

    /// What the image shares with its neighbours: `rg.fr-par.scw.cloud/island-hopper`.
    var folder: String {
        let name = fullRepository
        return name.lastIndex(of: "/").map { String(name[..<$0]) } ?? name
    }

    /// By content, in a form that registries know.
    var hasDigest: Bool {
        guard let digest else { return false }
        let parts = digest.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0] == "sha256" && parts[1].utf8.count == 64
            && parts[1].allSatisfy(\.isHexDigit)
    }
}
