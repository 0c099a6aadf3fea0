internal import FoundationEssentials
internal import Words

/// The secrets file's text: one JSON object of names and texts.
///
/// A name is added by writing it in front of the closing brace: whatever else stands there stays as it is, letter by letter.
struct SecretsText: Sendable {
    enum Fault: Error, Sendable, Hashable {
        case notText
        /// Not one object, or with values that are no texts.
        case notNamesAndTexts
    }

    private(set) var bytes: [UInt8]
    private(set) var names: Set<String>

    init(_ bytes: [UInt8]) throws(Fault) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notText }
        // An empty file is what `touch` leaves.
        let text = bytes.allSatisfy(\.isBlank) ? Array("{}\n".utf8) : bytes
        names = Set(try SecretsText.read(text).keys)
        self.bytes = text
    }

    /// The name is not there.
    mutating func add(_ name: String, _ secret: Secret) throws(Fault) {
        guard let brace = bytes.lastIndex(of: UInt8(ascii: "}")) else { throw .notNamesAndTexts }
        var end = brace
        while end > 0, bytes[end - 1].isBlank { end -= 1 }
        let isEmpty = end > 0 && bytes[end - 1] == UInt8(ascii: "{")
        let line = "\(isEmpty ? "" : ",")\n  \(JSONValue.quoted(name)): \(JSONValue.quoted(secret.reveal()))"
        // What stood before the brace stays there: usually a line end.
        let rest = isEmpty ? Array("\n}".utf8) + bytes[(brace + 1)...] : Array(bytes[end...])
        let text = Array(bytes[..<end]) + line.utf8 + rest
        let before = try SecretsText.read(bytes)
        let after = try SecretsText.read(text)
        guard after == before.merging([name: secret.reveal()], uniquingKeysWith: { $1 }) else {
            throw .notNamesAndTexts
        }
        bytes = text
        names.insert(name)
    }

    func holds(_ name: String, _ secret: Secret) -> Bool {
        (try? SecretsText.read(bytes))?[name] == secret.reveal()
    }

    private static func read(_ bytes: [UInt8]) throws(Fault) -> [String: String] {
        guard let names = try? JSONDecoder().decode([String: String].self, from: Data(bytes)) else {
            throw .notNamesAndTexts
        }
        return names
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
