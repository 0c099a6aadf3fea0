internal import Deadlines
internal import Glibc
internal import Platform
internal import Words

/// The secrets file: read, and given a new entry so that nothing that stands in it can be lost.
struct SecretsStore: Sendable {
    /// Absolute; and as it is told to people.
    let path: String
    let shown: String
    /// Within it, what is made hides itself from git.
    let root: String

    private static let largest = 1 << 20

    func read() throws -> SecretsText? {
        switch SmallFile.read(path, atMost: SecretsStore.largest) {
        case .success(let bytes): return try SecretsText(bytes)
        case .failure(.missing):
            var facts = stat()
            // A link that leads nowhere is there, and is not ours to replace.
            guard lstat(path, &facts) != 0 else { throw FileFault(.link, path, "it is a link that leads nowhere") }
            return nil
        case .failure(.tooLarge): throw FileFault(.read, path, "it is larger than 1 MiB")
        case .failure(.other(let reason)): throw FileFault(.read, path, reason)
        }
    }

    /// Puts a secret under a name where there is none; gives it back where it was this call that did.
    func add(_ name: String, by deadline: Deadline, making make: () throws -> Secret) async throws -> Secret? {
        let file = try OwnFile(path)
        try file.makeFolder(in: root)
        return try await file.locked(by: deadline) {
            var text = try read() ?? SecretsText([])
            guard !text.names.contains(name) else { return nil }
            let secret = try make()
            try text.add(name, secret)
            try file.replace(with: text.bytes)
            guard let written = try read(), written.holds(name, secret) else {
                throw FileFault(.write, path, "what was written is not there")
            }
            return secret
        }
    }

    /// The bits beyond the owner's own; nil where there is no file.
    var openBits: UInt32? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return facts.st_mode & 0o077
    }
}
