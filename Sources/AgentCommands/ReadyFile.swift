internal import CommandLineKit
internal import FoundationEssentials
internal import Glibc
internal import Words

/// A file that stands while a server answers, and tells where.
struct ReadyFile: Sendable {
    let path: String

    /// Written whole or not at all: whoever waits for it never reads half an address.
    init(_ path: String, holding text: String) throws(CommandFailure) {
        self.path = path
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure("--ready-file: \(path) cannot be written", status: .usage)
        }
    }

    func remove() {
        unlink(path)
    }
}
