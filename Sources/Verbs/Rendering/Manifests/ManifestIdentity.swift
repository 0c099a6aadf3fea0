internal import Words
internal import YAML

/// What makes a manifest itself, in a tree where namespaces come later.
package struct ManifestIdentity: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var apiVersion: String
    package var kind: String
    package var name: String

    package init(apiVersion: String, kind: String, name: String) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.name = name
    }

    init(of node: YAML.Node, at place: Place) throws(ManifestFailure) {
        guard let apiVersion = node["apiVersion"]?.string else { throw .notAnObject(place, missing: "apiVersion") }
        guard let kind = node["kind"]?.string else { throw .notAnObject(place, missing: "kind") }
        guard let name = node["metadata"]?["name"]?.string, !name.isEmpty else {
            throw .notAnObject(place, missing: "metadata.name")
        }
        self.init(apiVersion: apiVersion, kind: kind, name: name)
    }

    package var description: String { "\(kind)/\(name)" }

    package static func < (one: Self, other: Self) -> Bool {
        (one.kind, one.name, one.apiVersion) < (other.kind, other.name, other.apiVersion)
    }

    /// `apps/v1` is group and version, `v1` a version of the core.
    var groupAndVersion: (group: String?, version: String) {
        guard let slash = apiVersion.firstIndex(of: "/") else { return (nil, apiVersion) }
        return (String(apiVersion[..<slash]), String(apiVersion[apiVersion.index(after: slash)...]))
    }
}
