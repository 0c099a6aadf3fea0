/// Group, version and kind of an object.
///
/// A large tree has few types, and every object has its own several times over: they share the words.
struct ObjectType: Hashable {
    private final class Words: Sendable {
        let group: String
        let version: String
        let kind: String

        init(group: String, version: String, kind: String) {
            self.group = group
            self.version = version
            self.kind = kind
        }
    }

    private let words: Words

    var group: String { words.group }
    var version: String { words.version }
    var kind: String { words.kind }

    init(group: String = "", version: String = "", kind: String) {
        words = Words(group: group, version: version, kind: kind)
    }

    init(apiVersion: String, kind: String) {
        if let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")) {
            let version = String(apiVersion[apiVersion.utf8.index(after: slash)...])
            self.init(group: String(apiVersion[..<slash]), version: version, kind: kind)
        } else {
            self.init(version: apiVersion, kind: kind)
        }
    }

    static func == (one: ObjectType, other: ObjectType) -> Bool {
        one.words === other.words
            || one.kind == other.kind && one.group == other.group && one.version == other.version
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(group)
        hasher.combine(version)
    }

    var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// Whether what a selector leaves empty or names is this type.
    func isSelected(by selector: ObjectType) -> Bool {
        (selector.kind.isEmpty || selector.kind == kind) && (selector.group.isEmpty || selector.group == group)
            && (selector.version.isEmpty || selector.version == version)
    }

    /// `Deployment.v1.apps`, as kustomize writes it.
    var text: String {
        "\(kind.isEmpty ? "[noKind]" : kind).\(version.isEmpty ? "[noVer]" : version).\(group.isEmpty ? "[noGrp]" : group)"
    }
}

/// What an object is, or was, called.
struct Identity: Hashable {
    var type: ObjectType
    var name: String
    /// Empty where none is written.
    var namespace: String

    /// Stands for the namespace of what has none.
    static let nowhere = "_non_namespaceable_"

    /// One word for all objects without a namespace; no namespace written and `default` are the same.
    var effectiveNamespace: String {
        if ClusterScope.contains(type) { return Self.nowhere }
        return namespace.isEmpty ? "default" : namespace
    }

    /// Equal for what kustomize takes for the same object.
    var key: Identity { Identity(type: type, name: name, namespace: effectiveNamespace) }

    /// `Deployment.v1.apps/web.[noNs]`.
    var text: String { "\(type.text)/\(name).\(namespace.isEmpty ? "[noNs]" : namespace)" }
}
