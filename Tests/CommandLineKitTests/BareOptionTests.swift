import CommandLineKit
import Terminal
import Testing
import Words

/// An option whose value may be left out: `--diff`, `--diff main`, `--diff=main`.
@Suite struct BareOptionTests {
    private static let diff = Option("diff", optionally: .text.called("REV"), bare: "@files", "what changes")
    private static let quiet = Option(flag: "calm", "say less")
    private static let path = Argument(optional: "PATH", ValueKind<String>.text, "where")

    private static let root = CommandOutline(
        of: Command<Int>("tool", summary: "s", arguments: [path], options: [diff, quiet]) { _, _ in .success }
    )

    private func read(_ words: String...) throws -> (diff: String?, path: String?) {
        guard case .run(let arguments) = try Parser(Self.root).parse(words) else { throw CancellationError() }
        return (arguments[Self.diff], arguments[Self.path])
    }

    @Test func `without a value it stands for what it is declared to`() throws {
        #expect(try read("--diff").diff == "@files")
        #expect(try read("--diff", "--calm").diff == "@files")
        #expect(try read("there", "--diff") == ("@files", "there"))
        #expect(try read().diff == nil)
    }

    @Test func `a word behind it is its value`() throws {
        #expect(try read("--diff", "main") == ("main", nil))
        #expect(try read("--diff=main", "there") == ("main", "there"))
        #expect(try read("--diff", "--", "there") == ("@files", "there"))
    }

    @Test func `it is still given once`() {
        #expect(throws: UsageError.self) { try read("--diff", "--diff=main") }
    }
}
