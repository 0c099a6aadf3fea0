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
/// A line is appended by one `write(2)` under a lock on the file, so that two commands at once cannot mix theirs, and one killed leaves no half
/// line behind that the next would continue.
package struct AuditLog: Sendable {
    package let path: String
    private let redactor: Redactor

    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// `folder` is the project's `.ihctl`.
    package init(folder: String, redactor: Redactor) {
        path = "\(folder)/audit.jsonl"
        self.redactor = redactor
    }

    package func record(_ entry: AuditEntry, at time: Date = Date()) throws(Failure) {
        let line: JSONValue = [
            "time": .string(time.ISO8601Format(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            "who": .string(AuditLog.who), "verb": .string(entry.verb), "environment": .string(entry.environment),
            "address": .string(entry.address), "action": .string(entry.action), "from": entry.from, "to": entry.to,
        ]
        let text = redactor.redact(line.compact) + "\n"
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw AuditLog.failure(path) }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else { throw AuditLog.failure(path) }
        let bytes = Array((AuditLog.endsInLine(descriptor) ? text : "\n" + text).utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw AuditLog.failure(path) }
    }

    /// Whether the file ends as it should; one that was cut off while it was written does not.
    private static func endsInLine(_ descriptor: Int32) -> Bool {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end > 0 else { return true }
        var last: UInt8 = 0
        return pread(descriptor, &last, 1, end - 1) == 1 && last == UInt8(ascii: "\n")
    }

    private static func failure(_ path: String) -> Failure {
        let reason = String(cString: strerror(errno))
        return Failure(description: "\(path) cannot be written: \(reason)")
    }

    /// The person and the machine; `sudo` tells who is behind root.
    private static var who: String {
        let environment = ProcessInfo.processInfo.environment
        let user = environment["SUDO_USER"] ?? environment["USER"] ?? "uid \(getuid())"
        return "\(user)@\(ProcessInfo.processInfo.hostName)"
    }
}
