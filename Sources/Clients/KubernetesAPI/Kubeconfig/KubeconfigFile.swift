internal import Glibc
internal import YAML

/// One file, before it is laid over others.
struct KubeconfigFile {
    var currentContext: String?
    var contexts: [String: Entry] = [:]
    var clusters: [String: Entry] = [:]
    var users: [String: Entry] = [:]

    init(_ bytes: [UInt8], path: String) throws(KubeconfigError) {
        let document: YAML.Document
        do throws(YAMLError) {
            document = try YAML.parse(bytes, file: path, limits: YAML.Limits(bytes: largestFile))
        } catch {
            throw KubeconfigError(
                .notYAML(reason: error.tellable),
                file: path,
                line: error.place.line,
                column: error.place.column
            )
        }
        // An empty file is an empty configuration, as kubectl has it.
        if document.isEmpty || document.root.isNull { return }
        let root = Entry(document.root, file: path, path: "")
        guard root.node.mapping != nil else { throw root.mismatch("", "a map", document.root) }
        currentContext = try root.text("current-context")
        contexts = try root.named("contexts", inner: "context")
        clusters = try root.named("clusters", inner: "cluster")
        users = try root.named("users", inner: "user")
    }
}

/// One map of a kubeconfig, which knows where it stands.
struct Entry: Sendable {
    let node: YAML.Node
    let file: String
    /// The way to it: `clusters[0].cluster`.
    let path: String

    init(_ node: YAML.Node, file: String, path: String) {
        self.node = node
        self.file = file
        self.path = path
    }

    var folder: String { KubernetesAPI.folder(of: file) }

    /// A text, whatever it would mean in YAML: a token may be all digits.
    ///
    /// Nothing where it is absent, null or empty.
    func text(_ field: String) throws(KubeconfigError) -> String? {
        guard let value = node[field], !value.isNull else { return nil }
        guard let scalar = value.scalar else { throw mismatch(field, "a text", value) }
        return scalar.text.isEmpty ? nil : scalar.text
    }

    func truth(_ field: String) throws(KubeconfigError) -> Bool {
        guard let value = node[field], !value.isNull else { return false }
        guard let truth = value.bool else { throw mismatch(field, "true or false", value) }
        return truth
    }

    func map(_ field: String) throws(KubeconfigError) -> Entry? {
        guard let value = node[field], !value.isNull else { return nil }
        guard value.mapping != nil else { throw mismatch(field, "a map", value) }
        return Entry(value, file: file, path: way(to: field))
    }

    func list(_ field: String) throws(KubeconfigError) -> [Entry] {
        guard let value = node[field], !value.isNull else { return [] }
        guard let items = value.sequence else { throw mismatch(field, "a list", value) }
        return items.enumerated().map { Entry($0.element, file: file, path: "\(way(to: field))[\($0.offset)]") }
    }

    func texts(_ field: String) throws(KubeconfigError) -> [String] {
        var texts: [String] = []
        for item in try list(field) {
            guard let scalar = item.node.scalar else {
                throw item.error(.mismatch(field: item.path, expected: "a text"))
            }
            texts.append(scalar.text)
        }
        return texts
    }

    /// The items of a list by their names; the first of a name counts.
    func named(_ field: String, inner: String) throws(KubeconfigError) -> [String: Entry] {
        var entries: [String: Entry] = [:]
        for item in try list(field) {
            guard item.node.mapping != nil else { throw item.error(.mismatch(field: item.path, expected: "a map")) }
            guard let name = try item.text("name"), entries[name] == nil else { continue }
            let empty = Entry(YAML.Node(YAML.Mapping()), file: file, path: item.way(to: inner))
            entries[name] = try item.map(inner) ?? empty
        }
        return entries
    }

    func way(to field: String) -> String { path.isEmpty ? field : field.isEmpty ? path : "\(path).\(field)" }

    /// Never with what stands there: it may be the secret.
    func mismatch(_ field: String, _ expected: String, _ value: YAML.Node) -> KubeconfigError {
        let way = way(to: field)
        let kind = KubeconfigError.Kind.mismatch(field: way.isEmpty ? "the file" : way, expected: expected)
        return KubeconfigError(kind, file: file, line: value.place.line, column: value.place.column)
    }

    /// An error at the place of a field, of the whole entry where the field is absent.
    func error(_ kind: KubeconfigError.Kind, at field: String? = nil) -> KubeconfigError {
        let place = (field.flatMap { node[$0] } ?? node).place
        return KubeconfigError(kind, file: file, line: place.line, column: place.column)
    }
}

extension YAMLError {
    /// The reason, where it cannot hold a piece of a value.
    fileprivate var tellable: String {
        switch kind {
        case .unknownAlias, .aliasInsideItself: "an alias stands here without its anchor; put the value in quotes"
        case .wrongTag, .unknownTag, .cannotMerge, .mismatch, .invalid: "this value cannot stand here"
        default: problem
        }
    }
}

extension FileFailure {
    var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
    var isTooLarge: Bool { code == EFBIG }
}
