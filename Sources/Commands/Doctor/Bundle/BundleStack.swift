internal import LocalStack
internal import Terminal
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
            let text = LogTail.last(.max, of: stack.folder.log(of: service)).joined(separator: "\n")
            guard !text.isEmpty else { continue }
            // A terminal obeys what a log may hold.
            let lines = redactor.redactLog(text).visibleLines.suffix(BundleStack.lines)
            files.add(
                "stack/\(service.rawValue).log",
                "the last \(counted(lines.count, "line")) of its log",
                masked: lines.map(BundleStack.cut).joined(separator: "\n") + "\n"
            )
        }
    }

    /// Masked first and cut then: half of a secret nobody would know.
    static func cut(_ line: String) -> String {
        let bytes = Array(line.utf8)
        guard bytes.count > longest else { return line }
        var end = longest
        // Not within a character.
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self) + " …"
    }
}
