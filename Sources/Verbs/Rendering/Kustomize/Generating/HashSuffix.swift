internal import Cryptography
internal import YAML

/// The suffix that makes the name of a generated map tell its content, so that a change rolls its users out.
enum HashSuffix {
    static func append(to set: inout ResourceSet) throws(KustomizeError) {
        try set.changeAll(renames: true) { resource throws(KustomizeError) in
            guard resource.needsHash else { return }
            resource.remember()
            resource.rename("\(resource.identity.name)-\(of(resource.node))")
        }
    }

    /// Ten letters of the digest of what counts: the data and the kind, not the name, labels or annotations.
    static func of(_ node: YAML.Node) -> String {
        var fields: [(String, YAML.Node)] = []
        func add(_ name: String, always: Bool) {
            let value = node[name]
            if value?.mapping != nil {
                fields.append((name, value ?? ""))
            } else if always {
                fields.append((name, value?.isNull == false ? value ?? "" : ""))
            }
        }
        switch node["kind"]?.plainText {
        case "ConfigMap":
            add("binaryData", always: false)
            add("data", always: true)
            fields += [("kind", "ConfigMap"), ("name", "")]
        case "Secret":
            add("data", always: true)
            fields += [("kind", "Secret"), ("name", "")]
            add("stringData", always: false)
            add("type", always: true)
        default:
            // Only maps are generated; another kind is what a patch made of one.
            fields = (node.mapping ?? YAML.Mapping()).map { ($0.name, $0.value) }
        }
        var object = YAML.Mapping()
        for (name, value) in fields { object[name] = value }
        let digest = DigestAlgorithm.sha256.digest(of: GoJSON.text(of: YAML.Node(object))).hexadecimal
        let letters = digest.utf8.prefix(10).map { byte in
            switch byte {
            case UInt8(ascii: "0"): UInt8(ascii: "g")
            case UInt8(ascii: "1"): UInt8(ascii: "h")
            case UInt8(ascii: "3"): UInt8(ascii: "k")
            case UInt8(ascii: "a"): UInt8(ascii: "m")
            case UInt8(ascii: "e"): UInt8(ascii: "t")
            default: byte
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }
}
