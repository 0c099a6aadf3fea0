internal import JSON
internal import LocalStack
internal import Platform
internal import Terminal
internal import Words

extension Context {
    /// Makes every secret known that lies about here, whether the platform file leads to it or not.
    ///
    /// A report tells of what the platform file names; logs tell of anything.
    func learnEverySecret(of loaded: LoadedPlatform) {
        let redactor = console.redactor
        for name in variables.names {
            guard let text = variables[name]?.text, !text.isEmpty else { continue }
            for secret in URLCredentials.secrets(in: text) { redactor.learn(secret) }
            guard Context.soundsSecret(name) else { continue }
            if TellingName.tellsInLog(name) || text.utf8.count >= Context.unmistakable { redactor.learn(Secret(text)) }
            if name.hasSuffix("_FILE"), let inside = contents(text) { redactor.learn(Secret(inside)) }
        }
        for secret in LocalStack.secrets(ofStackIn: project.root) { redactor.learn(secret) }
        guard let resolver = try? resolver(for: loaded) else { return }
        // Following a reference makes it known; what it leads to is not wanted here.
        _ = loaded.references(by: resolver)
        if let file = resolver.secretsFile, let text = contents(file) {
            redactor.learn(Context.values(in: text).map { Secret($0) })
        }
    }

    /// Every text and number of JSON, at any depth; of what is no whole JSON too, for a slip of the pen must not tell the rest.
    static func values(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        var found: [String] = []
        var index = 0
        while index < bytes.count {
            let start = index
            if bytes[index] == UInt8(ascii: "\"") {
                index += 1
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
                }
                index = min(index + 1, bytes.count)
                var next = index
                while next < bytes.count, bytes[next] <= 0x20 { next += 1 }
                // A name is no secret.
                if next < bytes.count, bytes[next] == UInt8(ascii: ":") { continue }
                if case .string(let value)? = try? JSON(parsing: Array(bytes[start..<index])) {
                    found.append(value)
                } else {
                    found.append(String(decoding: bytes[(start + 1)..<index], as: UTF8.self))
                }
            } else if isOfWord(bytes[index]) {
                while index < bytes.count, isOfWord(bytes[index]) { index += 1 }
                let word = String(decoding: bytes[start..<index], as: UTF8.self)
                if !["true", "false", "null"].contains(word) { found.append(word) }
            } else {
                index += 1
            }
        }
        return found
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        byte > 0x20 && !"\"{}[],:".utf8.contains(byte)
    }

    /// From so many bytes on a value is no word that stands everywhere.
    private static let unmistakable = 8
    private static let words = ["KEY", "SECRET", "TOKEN", "PASS", "CREDENTIAL", "WEBHOOK", "AUTH", "DSN"]

    /// More than `TellingName` takes for one: what is masked here in vain costs nobody anything.
    private static func soundsSecret(_ name: String) -> Bool {
        let name = name.uppercased()
        return words.contains { name.contains($0) }
    }

    private func contents(_ path: String) -> String? {
        guard case .success(let bytes) = SmallFile.read(project.path(path), atMost: 1 << 20) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
