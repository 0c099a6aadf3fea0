internal import Cryptography
package import JSON

/// A secret without what is secret of it: the names of its keys, and which of them hold nothing.
package struct SecretObject: Sendable, Hashable {
    package var metadata: ObjectMetadata
    /// As `Opaque` or `kubernetes.io/dockerconfigjson`.
    package var type: String
    package var keys: [String]
    /// Nothing, or white space alone.
    package var emptyKeys: [String]
    /// The hosts that a registry secret has a login for; nil where it is none, or cannot be read as one.
    package var registries: [String]?

    package static let registryType = "kubernetes.io/dockerconfigjson"

    package init(_ json: JSON) {
        metadata = ObjectMetadata(json)
        // An annotation may hold the whole secret as it was last applied.
        metadata.annotations = [:]
        type = json["type"].string ?? "Opaque"
        let data = json["data"].object ?? [:]
        keys = data.keys.sorted()
        emptyKeys = keys.filter { key in
            guard let bytes = data[key]?.string.flatMap({ [UInt8](base64: $0) }) else { return true }
            return bytes.allSatisfy { $0 <= 0x20 }
        }
        guard type == SecretObject.registryType else { return }
        let config = data[".dockerconfigjson"]?.string.flatMap { [UInt8](base64: $0) }
        let logins = config.flatMap { try? JSON(parsing: $0) }?["auths"].object
        registries = logins?.keys.map(hostOfRegistry).sorted()
    }
}

/// `https://rg.fr-par.scw.cloud/v1/` and `rg.fr-par.scw.cloud` are one host.
private func hostOfRegistry(_ key: String) -> String {
    var rest = key[...]
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
    return String(rest.prefix { $0 != "/" })
}

/// A configuration without its values, which may be secret where somebody misplaced them.
package struct ConfigMapObject: Sendable, Hashable {
    package var metadata: ObjectMetadata
    package var keys: [String]

    package init(_ json: JSON) {
        metadata = ObjectMetadata(json)
        metadata.annotations = [:]
        let values = [json["data"], json["binaryData"]]
        keys = values.flatMap { ($0.object ?? [:]).keys.map(\.self) }.sorted()
    }
}

package struct ServiceAccountObject: Sendable, Hashable {
    package var metadata: ObjectMetadata
    /// What pods of this account pull images with.
    package var pullSecrets: [String]

    package init(_ json: JSON) {
        metadata = ObjectMetadata(json)
        pullSecrets = (json["imagePullSecrets"].array ?? []).compactMap { $0["name"].string }
    }
}
