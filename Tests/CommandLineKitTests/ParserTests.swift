import CommandLineKit
import Terminal
import Testing
import Words

@Suite struct ParserTests {
    @Test func `options and arguments come back as typed values`() throws {
        let arguments = try Demo.arguments(
            "dev",
            "up",
            "--regions",
            "2",
            "--pool=5",
            "--no-wait",
            "-f",
            "--only",
            "a/b",
            "--only",
            "c",
            "nats",
            "redis"
        )
        #expect(arguments.path == ["ihctl", "dev", "up"])
        #expect(arguments[Demo.regions] == 2)
        #expect(arguments[Demo.pool] == 5)
        #expect(!arguments[Demo.wait])
        #expect(arguments[Demo.force])
        #expect(arguments[Demo.only] == ["a/b", "c"])
        #expect(arguments[Demo.services] == ["nats", "redis"])
    }

    @Test func `what is not given has its default`() throws {
        let arguments = try Demo.arguments("dev", "start")
        #expect(arguments.path == ["ihctl", "dev", "up"])
        #expect(arguments[Demo.regions] == 1)
        #expect(arguments[Demo.pool] == nil)
        #expect(arguments[Demo.wait])
        #expect(arguments[Demo.only].isEmpty)
        #expect(arguments[Demo.services].isEmpty)
        #expect(arguments[Demo.timeout] == .seconds(10))
        #expect(arguments.source(of: Demo.timeout) == .standard)
    }

    @Test func `shared options stand before and after the command, in every spelling`() throws {
        for line in [
            ["-C", "x", "dev", "down"], ["-Cx", "dev", "down"], ["dev", "-C=x", "down"], ["dev", "down", "-C", "x"],
        ] {
            guard case .run(let arguments) = try Parser(Demo.outline).parse(line) else {
                Issue.record("\(line) runs nothing")
                continue
            }
            #expect(arguments[Demo.directory] == "x")
            #expect(arguments.source(of: Demo.directory) == .line)
        }
        let bundle = try Demo.arguments("-qestaging", "dev", "up", "-fr3")
        #expect(bundle[StandardOptions.quiet])
        #expect(bundle[Demo.environment] == "staging")
        #expect(bundle[Demo.force])
        #expect(bundle[Demo.regions] == 3)
    }

    @Test func `the environment stands in for what the line leaves out, the first name first`() throws {
        let variables = ["IHCTL_ENV": "", "ENVIRONMENT": "staging"]
        #expect(try Demo.arguments("dev", "down", environment: variables)[Demo.environment] == "staging")
        let given = try Demo.arguments("dev", "down", "-e", "production", environment: variables)
        #expect(given[Demo.environment] == "production")
        #expect(
            try Demo.arguments("dev", "down", environment: variables).source(of: Demo.environment)
                == .environment("ENVIRONMENT")
        )
    }

    @Test func `two dashes end the options, and numbers may be negative`() throws {
        #expect(try Demo.arguments("doctor", "--", "--only", "list")[Demo.addresses] == ["--only", "list"])
        #expect(try Demo.arguments("migrate", "skip", "-5")[Demo.count] == -5)
        #expect(try Demo.arguments("dev", "up", "--offset", "-5.5")[Demo.offset] == -5.5)
        #expect(try Demo.arguments("init", "-")[Demo.target] == "-")
        #expect(try Demo.arguments("dev", "up", "--plan-file=--odd")[Demo.plan] == "--odd")
        #expect(try Demo.arguments("dev", "up", "--plan-file=a=b")[Demo.plan] == "a=b")
    }

    @Test func `a command with subcommands may run itself`() throws {
        #expect(try Demo.arguments("doctor").path == ["ihctl", "doctor"])
        #expect(try Demo.arguments("doctor", "fr-par/database")[Demo.addresses] == ["fr-par/database"])
        #expect(try Demo.arguments("doctor", "list").path == ["ihctl", "doctor", "list"])
        #expect(try Demo.arguments("check", "a", "list")[Demo.addresses] == ["a", "list"])
    }

    @Test(arguments: [
        (["doctr"], "ihctl: unknown command \"doctr\"", "did you mean ihctl doctor?"),
        (["up"], "ihctl: unknown command \"up\"", "did you mean ihctl dev up?"),
        (["dev", "qqq"], "ihctl dev: unknown command \"qqq\"", "ihctl dev --help"),
        (["dev", "up", "--poll", "3"], "ihctl dev up: unknown option --poll", "did you mean --pool?"),
        (["dev", "up", "--no-wat"], "ihctl dev up: unknown option --no-wat", "did you mean --no-wait?"),
        (["dev", "up", "-pool"], "ihctl dev up: unknown option -p in \"-pool\"", "did you mean --pool?"),
        (
            ["--pool", "3", "dev", "up"], "ihctl: unknown option --pool",
            "--pool is an option of ihctl dev up: write it after the command"
        ),
        (["dev", "up", "--pool"], "ihctl dev up: --pool wants a value: N", "ihctl dev up --help"),
        (
            ["dev", "up", "--plan-file", "--force"], "ihctl dev up: --plan-file wants a value: FILE",
            "a value that begins with a dash is written --plan-file=--force"
        ),
        (["dev", "up", "-f", "--force"], "ihctl dev up: --force is given twice", "give it once"),
        (["dev", "up", "--wait", "--no-wait"], "ihctl dev up: --wait is given twice", "give it once"),
        (["-Ca", "dev", "-Cb", "down"], "ihctl dev: -C is given twice", "give it once"),
        (["dev", "up", "--force=yes"], "ihctl dev up: --force takes no value", "ihctl dev up --help"),
        (
            ["dev", "up", "--regions", "9"], "ihctl dev up: --regions: 9 is out of range; 1 to 3 is wanted",
            "ihctl dev up --help"
        ),
        (["dev", "up", "-r", "two"], "ihctl dev up: --regions: \"two\" is not a whole number", "ihctl dev up --help"),
        (
            ["dev", "up", "--timeout", "5x"],
            "ihctl dev up: --timeout: \"5x\" is not a duration; write 500ms, 30s, 5m or 1h",
            "ihctl dev up --help"
        ),
        (
            ["dev", "down", "--format", "jsn"], "ihctl dev down: --format: \"jsn\" is none of text, json",
            "did you mean json?"
        ),
        (
            ["dev", "up", "postgrs"], "ihctl dev up: SERVICE: \"postgrs\" is none of postgresql, nats, redis",
            "did you mean postgresql?"
        ),
        (
            ["migrate", "new"], "ihctl migrate new: NAME is missing: what the migration does, in a few words",
            "usage: ihctl migrate new [OPTION…] NAME"
        ),
        (
            ["migrate", "new", "a", "b"], "ihctl migrate new: unexpected argument \"b\"",
            "usage: ihctl migrate new [OPTION…] NAME"
        ),
        (["dev", "down", "x"], "ihctl dev down: unexpected argument \"x\"", "it takes no arguments"),
        (["dev", "--", "up"], "ihctl dev: unknown command \"up\"", "did you mean ihctl dev up?"),
        (
            ["doctor", "a//b"],
            "ihctl doctor: ADDRESS: \"a//b\" is not an address; write it like fr-par/storage/bucket/reports",
            "ihctl doctor --help"
        ),
        (["migrate", "new", ""], "ihctl migrate new: NAME: the value is empty", "ihctl migrate new --help"),
        (["--=x"], "ihctl: unknown option --", "ihctl --help"),
        ([""], "ihctl: unknown command \"\"", "ihctl --help"),
    ])
    func `every wrong line says what is wrong, where, and what to do`(line: [String], message: String, hint: String) {
        let error = #expect(throws: UsageError.self) { try Parser(Demo.outline).parse(line) }
        #expect(error?.text == message)
        #expect(error?.hint == hint)
    }

    @Test func `a wrong variable is named and not the option`() {
        let error = Demo.failure("dev", "down", environment: ["IHCTL_ENV": "x", "FORMAT": "y"])
        #expect(error == nil)
        let table = Command<Log>(
            "t",
            summary: "",
            options: [Option("limit", .duration, environment: ["T_LIMIT"], "a limit")],
            run: { _, _ in .success }
        )
        let wrong = #expect(throws: UsageError.self) {
            try Parser(CommandOutline(of: table), environment: ["T_LIMIT": "soon"]).parse([])
        }
        #expect(wrong?.text == "t: T_LIMIT: \"soon\" is not a duration; write 500ms, 30s, 5m or 1h")
    }

    @Test(arguments: [
        ["--help"], ["-h"], ["help"], ["dev", "--help"], ["dev", "up", "-h"], ["help", "dev", "up"],
        ["--help", "dev", "up"],
        ["dev", "up", "--bogus", "--help"], ["migrate", "new", "-h"], ["migrate", "new", "--pool", "-h"], ["-qh"],
    ])
    func `whoever asks for help gets it`(line: [String]) throws {
        guard case .help(let command, let asked, _) = try Parser(Demo.outline).parse(line) else {
            Issue.record("no help for \(line)")
            return
        }
        #expect(asked)
        #expect(command.path == ["ihctl"] + line.filter { !$0.hasPrefix("-") && $0 != "help" })
    }

    @Test func `there is no help for what is not there`() {
        #expect(Demo.failure("bogus", "--help")?.kind == .unknownCommand("bogus"))
        #expect(Demo.failure("help", "dev", "bogus")?.kind == .unknownCommand("bogus"))
    }

    @Test func `help behind two dashes is a word`() {
        #expect(throws: UsageError.self) { try Demo.parse("migrate", "new", "--", "a", "--help") }
    }

    @Test func `a command that only has subcommands shows its help unasked`() throws {
        guard case .help(let command, let asked, _) = try Demo.parse("dev") else { throw UsageError("no help") }
        #expect(command.path == ["ihctl", "dev"])
        #expect(!asked)
    }

    @Test func `the version is answered beside other options`() throws {
        guard case .version = try Demo.parse("-q", "--version") else { throw UsageError("no version") }
        guard case .version = try Demo.parse("dev", "--version") else { throw UsageError("no version") }
    }

    @Test func `any words at all are read or refused, never worse`() {
        let words = [
            "", "-", "--", "---", "-=", "--=", "=", "-C", "--pool", "--pool=", "dev", "up", "-f", "-rr", "é", "\u{0}",
            "-\u{301}",
        ]
        for first in words {
            for second in words {
                for third in words { _ = try? Parser(Demo.outline).parse([first, second, third]) }
            }
        }
    }
}
