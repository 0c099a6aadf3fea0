/// Group, version and kind of an object.
struct ObjectType: Hashable {
    var group: String
    var version: String
    var kind: String

    init(group: String = "", version: String = "", kind: String) {
        self.group = group
        self.version = version
        self.kind = kind
    }

    init(apiVersion: String, kind: String) {
        if let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")) {
            group = String(apiVersion[..<slash])
            version = String(apiVersion[apiVersion.utf8.index(after: slash)...])
        } else {
            group = ""
            version = apiVersion
        }
        self.kind = kind
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
