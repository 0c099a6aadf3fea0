internal import YAML

/// The ConfigMaps and Secrets that the objects of a set are or bring about.
struct Products: Sendable {
    enum Keys: Sendable {
        case known(Set<String>)
        /// Made by somebody who does not say what will be in it.
        case open
    }

    private var keys: [ObjectIdentity: Keys] = [:]

    init(of objects: [PolicyObject]) {
        for object in objects {
            switch object.type {
            case "ConfigMap": add("ConfigMap", object.name, object, Self.names(in: object, "data", "binaryData"))
            case "Secret": add("Secret", object.name, object, Self.names(in: object, "data", "stringData"))
            case "SealedSecret":
                let template = object.node["spec", "template", "metadata", "name"].plain
                let entries = object.node["spec", "encryptedData"].entries
                let names = Set(entries.map(\.name))
                add("Secret", template.isEmpty ? object.name : template, object, .known(names))
            case "ExternalSecret":
                add("Secret", ExternalSecretView(object).target, object, ExternalSecretView(object).keys)
            case "Certificate":
                let name = object.node["spec", "secretName"].plain
                add("Secret", name, object, .known(["tls.crt", "tls.key", "ca.crt"]))
            case "Ingress":
                // cert-manager makes the secrets of ingresses that ask for an issuer.
                let issues = ["cert-manager.io/cluster-issuer", "cert-manager.io/issuer"]
                guard let annotations = object.annotations, issues.contains(where: { annotations[$0] != nil }) else {
                    continue
                }
                for entry in object.node["spec", "tls"].items {
                    add("Secret", entry["secretName"].plain, object, .known(["tls.crt", "tls.key", "ca.crt"]))
                }
            default: continue
            }
        }
    }

    func keys(of kind: String, _ namespace: String, _ name: String) -> Keys? {
        keys[ObjectIdentity(kind, namespace, name)]
    }

    private mutating func add(_ kind: String, _ name: String, _ object: PolicyObject, _ keys: Keys) {
        self.keys[ObjectIdentity(kind, object.namespace, name)] = keys
    }

    private static func names(in object: PolicyObject, _ fields: String...) -> Keys {
        .known(Set(fields.flatMap { object.node[$0].entries.map(\.name) }))
    }
}

/// An ExternalSecret: the Secret it makes and where it takes it from.
struct ExternalSecretView {
    let target: String
    let keys: Products.Keys
    let store: (kind: String, name: String)
    let interval: String

    init(_ object: PolicyObject) {
        let spec = object.node["spec"]
        let named = (spec?["target"]?["name"]).plain
        target = named.isEmpty ? object.name : named
        let reference = spec?["secretStoreRef"]
        let kind = (reference?["kind"]).plain
        store = (kind.isEmpty ? "SecretStore" : kind, (reference?["name"]).plain)
        interval = (spec?["refreshInterval"]).plain
        let written = (spec?["data"]).items.map { $0["secretKey"].plain }
        let templated = (spec?["target"]?["template"]?["data"]).entries.map(\.name)
        let isOpen = (spec?["dataFrom"]).isFilled || (spec?["target"]?["template"]?["templateFrom"]).isFilled
        keys = isOpen ? .open : .known(Set(templated.isEmpty ? written : templated))
    }
}
