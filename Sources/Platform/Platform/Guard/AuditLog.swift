package import FoundationEssentials
internal import Glibc
package import Words

/// One write, as it is remembered.
package struct AuditEntry: Sendable {
    package var verb: String
    package var environment: String
    package var address: String
    package var action: String
    package var from: JSONValue
    package var to: JSONValue

    package init(
        verb: String,
        environment: String,
        address: String,
        action: String,
        from: JSONValue = .null,
        to: JSONValue = .null,
    ) {
        self.verb = verb
        self.environment = environment
        self.address = address
        self.action = action
        self.from = from
        self.to = to
    }
}

/// `.ihctl/audit.jsonl`: one line for every write of any verb, never a secret.
///
/// A line is appended by one `write(2)` under a lock on the file, so that two commands at once cannot mix theirs, and the half line of one that
/// was killed is ended before the next begins.
package struct AuditLog: Sendable {
    package let path: String
    private let folder: String
    private let redactor: Redactor

    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// `folder` is the project's `.ihctl`; it is made if it is not there.
    package init(folder: String, redactor: Redactor) {
        self.folder = folder
        path = "\(folder)/audit.jsonl"
        self.redactor = redactor
    }

    package func record(_ entry: AuditEntry, at time: Date = Date()) throws(Failure) {
        let line: JSONValue = [
            "time": .string(time.ISO8601Format(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            "who": .string(AuditLog.who), "verb": .string(entry.verb), "environment": .string(entry.environment),
            "address": .string(entry.address), "action": .string(entry.action), "from": entry.from, "to": entry.to,
        ]
        try append(Array(redactor.redact(line).compact.utf8) + [AuditLog.lineEnd])
    }

    private func append(_ line: [UInt8]) throws(Failure) {
        mkdir(folder, 0o755)
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw failure(errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw failure("it is no regular file") }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure(errno) }
        }
        let text = AuditLog.endsInLine(descriptor) ? line : [AuditLog.lineEnd] + line
        let written = write(descriptor, text, text.count)
        guard written >= 0 else { throw failure(errno) }
        guard written == text.count else { throw failure("the disk is full") }
    }

    private static let lineEnd = UInt8(ascii: "\n")

    /// Whether the file ends as it should; one that was cut off while it was written does not.
    private static func endsInLine(_ descriptor: Int32) -> Bool {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end > 0 else { return true }
        var last: UInt8 = 0
        return pread(descriptor, &last, 1, end - 1) == 1 && last == lineEnd
    }

    private func failure(_ code: Int32) -> Failure {
        failure(code == ELOOP ? "it is a link" : String(cString: strerror(code)).lowercased())
    }

    private func failure(_ reason: String) -> Failure {
        Failure(description: "\(path) cannot be written: \(reason)")
    }

    /// The person and the machine; `sudo` tells who is behind root.
    package static let who: String = {
        let environment = ProcessInfo.processInfo.environment
        let user = environment["SUDO_USER"] ?? ProcessInfo.processInfo.userName
        return "\(user)@\(ProcessInfo.processInfo.hostName)"
    }()
}
