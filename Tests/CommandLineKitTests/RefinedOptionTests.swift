import CommandLineKit
import Terminal
import Testing
import Words

/// An option that a command declares anew, in place of the shared one of the same name.
@Suite struct RefinedOptionTests {
    private enum Form: String, CaseIterable, Sendable { case text, json, sarif }

    private static let shared = Option(
        "format",
        .choice(of: [Form.text, .json], placeholder: "FORMAT"),
        default: .text,
        environment: ["FORMAT"],
        "how"
    )
    private static let wider = Option(
        "format",
        .choice(of: [Form.json, .sarif], placeholder: "FORMAT", about: { "as \($0.rawValue)" }),
        default: .sarif,
        "how"
    )

    private static let root = CommandOutline(
        of: Command<Int>(
            "tool",
            summary: "s",
            sharedOptions: [shared],
            subcommands: [
                Command("status", summary: "s") { _, _ in .success },
                Command("lint", summary: "s", options: [wider]) { _, _ in .success },
                Command(
                    "group",
                    summary: "s",
                    sharedOptions: [wider],
                    subcommands: [Command("below", summary: "s") { _, _ in .success }]
                ),
            ]
        )
    )

    private func form(_ words: String..., environment: [String: String] = [:]) throws -> Form {
        guard case .run(let arguments) = try Parser(Self.root, environment: environment).parse(words) else {
            throw CancellationError()
        }
        return arguments[Self.shared]
    }

    private func refusal(_ words: String...) -> UsageError? {
        do throws(UsageError) {
            _ = try Parser(Self.root).parse(words)
            return nil
        } catch {
            return error
        }
    }

    @Test func `each command takes the values it has, wherever the option stands`() throws {
        #expect(try form("status", "--format", "json") == .json)
        #expect(try form("lint", "--format", "sarif") == .sarif)
        #expect(try form("--format", "sarif", "lint") == .sarif)
        #expect(try form("--format=sarif", "group", "below") == .sarif)
    }

    @Test func `a value of another command is refused, and the message names those of this one`() {
        #expect(
            refusal("status", "--format", "sarif")?.text == "tool status: --format: \"sarif\" is none of text, json"
        )
        #expect(refusal("--format", "sarif", "status")?.path == ["tool", "status"])
        #expect(refusal("lint", "--format", "text")?.message == "--format: \"text\" is none of json, sarif")
        #expect(refusal("group", "below", "--format", "text")?.message == "--format: \"text\" is none of json, sarif")
        #expect(refusal("lint", "--format", "json", "--format", "sarif")?.kind == .repeatedOption("--format"))
    }

    @Test func `defaults and variables are those of the declaration that stands`() throws {
        #expect(try form("status") == .text)
        #expect(try form("lint") == .sarif)
        #expect(try form("group", "below") == .sarif)
        #expect(try form("status", environment: ["FORMAT": "json"]) == .json)
        #expect(try form("lint", environment: ["FORMAT": "json"]) == .sarif)
    }

    @Test func `help and completion show one option of the name, with the choices that hold`() throws {
        let lint = try #require(Self.root.subcommand(called: "lint"))
        #expect(lint.allOptions.count { $0.spec.name == "format" } == 1)
        let help = HelpText(lint, look: Look()).text
        #expect(help.contains("(json, sarif; default sarif)"))
        #expect(!help.contains("text, json"))
        let below = try #require(Self.root.subcommand(called: "group")?.subcommand(called: "below"))
        #expect(below.allOptions.count { $0.spec.name == "format" } == 1)
        let offered = CompletionRequest(["tool", "lint", "--format", ""], of: Self.root).answer
        #expect(offered.choices == [.init("json", "as json"), .init("sarif", "as sarif")])
        #expect(CompletionRequest(["tool", "status", "--format", "s"], of: Self.root).answer.choices.isEmpty)
    }
}
