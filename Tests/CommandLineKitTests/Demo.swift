import CommandLineKit
import Deadlines
import Synchronization
import Terminal
import Words

/// A small program with one of everything.
enum Demo {
    enum Format: String, CaseIterable, Sendable { case text, json }

    static let directory = Option("C", .directory, "work in this directory")
    static let environment = Option(
        "env",
        short: "e",
        .text.called("NAME").completed(by: .dynamic { _ in [.init("development"), .init("staging", "rehearsal")] }),
        environment: ["IHCTL_ENV", "ENVIRONMENT"],
        otherwise: "development",
        "which environment of the platform file"
    )
    static let format = Option(
        "format",
        .choice(placeholder: "FORMAT"),
        default: Format.text,
        "how the report is written"
    )
    static let timeout = Option("timeout", .duration, default: .seconds(10), "limit of one external call or check")

    static let regions = Option("regions", short: "r", .integer(in: 1...3), default: 1, "how many regions to start")
    static let pool = Option("pool", .integer, "connections to keep open")
    static let wait = Option(negatable: "wait", default: true, "wait until every service answers")
    static let only = Option(repeated: "only", .address, category: "Selection", "take only this check or address")
    static let skip = Option(repeated: "skip", .address, category: "Selection", "leave this check or address out")
    static let plan = Option("plan-file", .file, "where the plan is kept")
    static let force = Option(flag: "force", short: "f", "do it even where that seems unwise")
    static let offset = Option("offset", .number(in: -90...90), default: 0, "degrees")
    static let secretOption = Option(flag: "internal-trace", isHidden: true, "for ourselves")

    static let services = Argument(
        rest: "SERVICE",
        .choice([.init("postgresql", "the database"), .init("nats", "messages"), .init("redis")]),
        "which services; all when none is named"
    )
    static let addresses = Argument(rest: "ADDRESS", .address, "what to check; everything when none is named")
    static let migration = Argument("NAME", .text, "what the migration does, in a few words")
    static let target = Argument(optional: "DIR", .directory, "where to write; here when not named")
    static let count = Argument("COUNT", .integer, "a whole number")

    static let root = Command<Log>(
        "ihctl",
        summary: "diagnose, provision, render and profile what an agent platform depends on",
        sharedOptions: [directory, environment, format, timeout],
        subcommands: [
            Command(
                "init",
                summary: "write a starter platform file",
                arguments: [target],
                run: { arguments, log in log.note("init", arguments[target] ?? "here") }
            ),
            Command(
                "dev",
                summary: "run the local stack on loopback",
                subcommands: [
                    Command(
                        "up",
                        aliases: ["start"],
                        summary: "start the local stack and wait until it answers",
                        discussion: """
                            Starts PostgreSQL, NATS with JetStream, an object store and Redis as children in their own process groups,
                            with their data under .ihctl/ and on free ports that are remembered.

                            Running it again starts what is missing and leaves the rest alone.
                            """,
                        examples: [
                            Example("ihctl dev up", "everything, one region"),
                            Example(
                                "ihctl dev up --regions 2 postgresql nats",
                                "two services, a primary and a replica"
                            ),
                        ],
                        arguments: [services],
                        options: [regions, pool, wait, plan, force, offset, only, skip, secretOption],
                        run: { arguments, log in
                            log.note(
                                "dev up",
                                "\(arguments[regions])",
                                "\(arguments[wait])",
                                "\(arguments[force])",
                                arguments[services].joined(separator: "+")
                            )
                        }
                    ),
                    Command("down", summary: "stop it", run: { _, log in log.note("dev down") }),
                    Command(
                        "logs",
                        summary: "show what the services say",
                        isHidden: true,
                        run: { _, log in log.note("logs") }
                    ),
                ]
            ),
            Command(
                "doctor",
                aliases: ["check"],
                summary: "check every dependency at once and name the first broken rung of each",
                arguments: [addresses],
                options: [only, skip],
                subcommands: [Command("list", summary: "list the checks", run: { _, log in log.note("doctor list") })],
                run: { arguments, log in log.note("doctor", arguments[addresses].joined(separator: "+")) }
            ),
            Command(
                "migrate",
                summary: "change the database's schema",
                subcommands: [
                    Command(
                        "new",
                        summary: "write an empty migration",
                        arguments: [migration],
                        run: { arguments, log in log.note("new", arguments[migration]) }
                    ),
                    Command(
                        "skip",
                        summary: "skip so many",
                        arguments: [count],
                        run: { arguments, log in log.note("skip", "\(arguments[count])") }
                    ),
                ]
            ),
            .completion(of: "ihctl", links: ["doctor", "migrate"]) { text, log in log.note("completion", text) },
        ]
    )

    static let outline = CommandOutline(of: Program(root, version: "1.2.3").root)

    static func parse(_ line: String..., environment: [String: String] = [:]) throws -> ParsedLine {
        try Parser(outline, environment: environment).parse(line)
    }

    static func arguments(_ line: String..., environment: [String: String] = [:]) throws -> Arguments {
        guard case .run(let arguments) = try Parser(outline, environment: environment).parse(line) else {
            throw UsageError("the line runs nothing")
        }
        return arguments
    }

    static func failure(_ line: String..., environment: [String: String] = [:]) -> UsageError? {
        do {
            _ = try Parser(outline, environment: environment).parse(line)
            return nil
        } catch {
            return error
        }
    }
}

/// What ran.
final class Log: Sendable {
    private let lines = Locked<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    @discardableResult func note(_ words: String...) -> ExitStatus {
        lines.withLock { $0.append(words.joined(separator: " ")) }
        return .success
    }
}
