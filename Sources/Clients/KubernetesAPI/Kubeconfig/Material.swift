internal import Cryptography
internal import JSON
internal import YAML

/// A certificate or key that a field holds itself, in base64, or names the file of.
struct Material {
    let field: String
    let entry: Entry
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text, where every certificate in it can be read.
    func certificates() throws(KubeconfigError) -> String {
        let chain: [Certificate]
        do throws(CryptographyError) {
            chain = try Certificate.chain(pem: text)
        } catch {
            throw notPEM("no certificate can be read from it: \(error)")
        }
        guard !chain.isEmpty else { throw notPEM("it holds no certificate") }
        return text
    }

    func notPEM(_ reason: String) -> KubeconfigError {
        entry.error(.badPEM(field: entry.way(to: field), reason: reason), at: field)
    }
}

extension Entry {
    /// What `NAME-data` holds, else the file that `NAME` names, relative to the kubeconfig's folder.
    func material(_ name: String) throws(KubeconfigError) -> Material? {
        if let data = try text("\(name)-data") {
            let letters = data.filter { !$0.isWhitespace }
            guard let bytes = [UInt8](base64: letters) else {
                throw error(.badBase64(field: way(to: "\(name)-data")), at: "\(name)-data")
            }
            return Material(field: "\(name)-data", entry: self, bytes: bytes)
        }
        guard let named = try text(name) else { return nil }
        let path = resolved(named, in: folder)
        do throws(FileFailure) {
            return Material(field: name, entry: self, bytes: try wholeFile(path))
        } catch {
            throw self.error(.fileUnreadable(field: way(to: name), path: path, errno: error.code), at: name)
        }
    }
}

extension YAML.Node {
    /// The same as JSON, for whoever is handed a piece of the file.
    var json: JSON {
        switch content {
        case .sequence(let items): .array(items.map(\.json))
        case .mapping(let map): .object(Dictionary(map.map { ($0.name, $0.value.json) }) { first, _ in first })
        case .scalar(let scalar):
            switch value {
            case .null: .null
            case .boolean(let truth): .boolean(truth)
            case .integer(let number): .integer(Int64(number))
            case .float(let number): .number(number)
            default: .string(scalar.text)
            }
        }
    }
}
