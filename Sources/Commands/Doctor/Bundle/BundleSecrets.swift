internal import FoundationEssentials
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
            if TellingName.tells(name) || text.utf8.count >= Context.unmistakable { redactor.learn(Secret(text)) }
            if name.hasSuffix("_FILE"), let inside = contents(text) { redactor.learn(Secret(inside)) }
        }
        for secret in LocalStack.secrets(ofStackIn: project.root) { redactor.learn(secret) }
        guard let resolver = try? resolver(for: loaded) else { return }
        // Following a reference makes it known; what it leads to is not wanted here.
        _ = loaded.references(by: resolver)
        if let file = resolver.secretsFile, let text = contents(file),
            let all = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        {
            for value in all.values { redactor.learn(Secret(value)) }
        }
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
        guard let data = try? Data(contentsOf: URL(filePath: project.path(path))), data.count < 1 << 20 else {
            return nil
        }
        return String(data: data, encoding: .utf8)
    }
}
