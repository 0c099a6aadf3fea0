internal import LocalStack
internal import Words

/// The local stack as a bundle tells it: how each service is, and what it wrote last.
struct BundleStack {
    private let stack: LocalStack

    init(_ context: Context) {
        stack = context.stack
    }

    private static let lines = 200
    /// A line that is longer is a dump of something.
    private static let longest = 4_000

    func add(to files: inout BundleFiles, redactor: Redactor, limit: Duration) async {
        guard let services = try? await stack.status(limit: limit) else { return }
        let status: JSONValue = ["services": .array(services.map(\.json))]
        files.add("stack/status.json", "the local stack's services", masked: redactor.redact(status).pretty + "\n")
        for service in ServiceName.allCases {
            let lines = LogTail.last(BundleStack.lines, of: stack.folder.log(of: service))
            guard !lines.isEmpty else { continue }
            let text = redactor.redact(lines.map(BundleStack.withoutPasswords).joined(separator: "\n"))
            let short = text.split(separator: "\n", omittingEmptySubsequences: false).map(BundleStack.cut)
            files.add(
                "stack/\(service.rawValue).log",
                "the last \(counted(lines.count, "line")) of its log",
                masked: short.joined(separator: "\n") + "\n"
            )
        }
    }

    /// Masked first and cut then: half of a secret nobody would know.
    private static func cut(_ line: Substring) -> Substring {
        line.utf8.count > longest ? line.prefix(longest) + " …" : line
    }

    /// `… PASSWORD 'x' …`: a statement's own way to tell one, which has no sign between name and value.
    static func withoutPasswords(_ line: String) -> String {
        var bytes = Array(line.utf8)
        let word = Array("password".utf8)
        let quote = UInt8(ascii: "'")
        var index = 0
        while index + word.count < bytes.count {
            guard zip(bytes[index...], word).allSatisfy({ $0 | 0x20 == $1 }) else {
                index += 1
                continue
            }
            index += word.count
            var start = index
            while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
            if start < bytes.count, bytes[start] | 0x20 == UInt8(ascii: "e") { start += 1 }
            guard start > index, start < bytes.count, bytes[start] == quote else { continue }
            var end = start + 1
            // A quote within is written twice, or behind a backslash.
            while end < bytes.count {
                if bytes[end] == UInt8(ascii: "\\") {
                    end += 2
                } else if bytes[end] == quote {
                    guard end + 1 < bytes.count, bytes[end + 1] == quote else { break }
                    end += 2
                } else {
                    end += 1
                }
            }
            bytes.replaceSubrange((start + 1)..<min(end, bytes.count), with: Secret.mask.utf8)
            index = start + 1 + Secret.mask.utf8.count
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
