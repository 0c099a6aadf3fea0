import CommandLineKit
import Glibc
import Terminal
import TestSupport
import Testing
import Words

@Suite struct ProgramTests {
    struct Told: Sendable {
        var status: Words.ExitStatus
        var output: String
        var errors: String
        var ran: [String]
    }

    func tell(
        _ arguments: String...,
        root: Command<Log> = Demo.root,
        environment: [String: String] = [:],
        explain: @escaping @Sendable (any Error) -> CommandFailure = { CommandFailure(String(describing: $0)) },
    ) async -> Told {
        let (output, errors, log) = (Log(), Log(), Log())
        let program = Program(root, version: "1.2.3", explain: explain)
        let status = await program.run(
            arguments,
            environment: environment,
            console: { colour, verbosity in
                Console(
                    output: OutputStream { output.note($0) },
                    errors: OutputStream { errors.note($0) },
                    colour: colour,
                    verbosity: verbosity,
                    environment: environment
                )
            },
            context: { _, _ in log }
        )
        return Told(status: status, output: output.all.joined(), errors: errors.all.joined(), ran: log.all)
    }

    @Test func `a line runs its command`() async {
        let told = await tell("ihctl", "dev", "up", "-r2", "nats")
        #expect(told.status == .success)
        #expect(told.ran == ["dev up 2 true false nats"])
        #expect(told.output.isEmpty)
        #expect(told.errors.isEmpty)
    }

    @Test func `help asked for is data, help unasked is a message and wrong usage`() async {
        let asked = await tell("ihctl", "dev", "--help")
        #expect(asked.status == .success)
        #expect(asked.output.contains("Usage: ihctl dev COMMAND"))
        #expect(asked.errors.isEmpty)
        let unasked = await tell("ihctl", "dev")
        #expect(unasked.status == .usage)
        #expect(unasked.output.isEmpty)
        #expect(unasked.errors == asked.output)
        let machine = await tell("ihctl", "dev", "--help", "--format", "json")
        #expect(machine.output.contains("\"schema\": \"ihctl.help/1\""))
    }

    @Test func `wrong usage is a message, a hint and status 2`() async {
        let told = await tell("ihctl", "dev", "upp")
        #expect(told.status == .usage)
        #expect(told.errors == "ihctl dev: unknown command \"upp\"\n\nhint: did you mean ihctl dev up?\n")
        let both = await tell("ihctl", "dev", "down", "-qv")
        #expect(both.errors == "ihctl dev down: --quiet and --verbose exclude each other\n\nhint: give one of them\n")
    }

    @Test func `called through a link it is the command of that name`() async {
        #expect(await tell("/usr/local/bin/ihctl-doctor", "--only", "a", "b").ran == ["doctor b"])
        #expect(await tell("ihctl-check").ran == ["doctor "])
        #expect(await tell("ihctl-1.2.3-linux", "doctor").ran == ["doctor "])
        let told = await tell("ihctl-doctor", "--bogus")
        #expect(told.errors.hasPrefix("ihctl doctor: unknown option --bogus"))
    }

    @Test func `the version is quick or thorough`() async {
        #expect(await tell("ihctl", "--version").output == "ihctl 1.2.3\n")
        let log = Log()
        let status = quickVersion(
            ["ihctl", "--version"],
            program: "ihctl",
            version: "9",
            output: OutputStream { log.note($0) }
        )
        #expect(status == .success)
        #expect(log.all == ["ihctl 9\n"])
        #expect(quickVersion(["ihctl", "--version", "-q"], program: "ihctl", version: "9") == nil)
        #expect(quickVersion(["ihctl"], program: "ihctl", version: "9") == nil)
    }

    @Test func `errors of a command are told with its path`() async {
        struct Broken: Error {}
        func root(_ error: any Error & Sendable) -> Command<Log> {
            Command("ihctl", summary: "", subcommands: [Command("go", summary: "", run: { _, _ in throw error })])
        }
        let usage = await tell("ihctl", "go", root: root(UsageError("--a and --b exclude each other")))
        #expect(usage.status == .usage)
        #expect(usage.errors == "ihctl go: --a and --b exclude each other\n\nhint: ihctl go --help\n")
        let failure = await tell(
            "ihctl",
            "go",
            root: root(CommandFailure("no lock", hint: "wait", status: .incomplete))
        )
        #expect(failure.status == .incomplete)
        #expect(failure.errors == "ihctl go: no lock\n\nhint: wait\n")
        let other = await tell("ihctl", "go", root: root(Broken())) { _ in CommandFailure("broken", status: .negative) }
        #expect(other.status == .negative)
        #expect(other.errors == "ihctl go: broken\n")
    }

    @Test func `completion speaks the scripts' protocol`() async {
        let told = await tell("ihctl-doctor", "__complete", "ihctl-doctor", "--on")
        #expect(told.output == "values\n--only\ttake only this check or address\n")
        let script = await tell("ihctl", "completion", "zsh")
        #expect(script.ran.joined().contains("#compdef ihctl ihctl-doctor ihctl-migrate"))
    }
}

@Suite struct PluginsTests {
    let scratch = Scratch("plugins")

    func install(_ name: String, _ script: String = "#!/bin/sh\n", in folder: String = "bin", mode: String = "755")
        throws
    {
        try scratch.writeProgram(script, to: "\(folder)/\(name)", mode: mode)
    }

    var plugins: Plugins {
        Plugins(of: "ihctl", environment: ["PATH": "\(scratch.file("bin")):\(scratch.file("more")):relative::"])
    }

    @Test func `a program of the right name on the path is a plugin`() throws {
        try install("ihctl-foo")
        try install("ihctl-foo", in: "more")
        try install("ihctl-bar", in: "more")
        try install("ihctl-plain", mode: "644")
        try run(["mkdir", scratch.file("bin/ihctl-folder")])
        #expect(plugins.find("foo")?.path == scratch.file("bin/ihctl-foo"))
        #expect(plugins.find("bar")?.path == scratch.file("more/ihctl-bar"))
        for name in ["plain", "folder", "none", "../bin/ihctl-foo", "", "-x"] { #expect(plugins.find(name) == nil) }
        #expect(plugins.all(except: ["bar"]).map(\.name) == ["foo"])
        #expect(plugins.all(except: []).map(\.name) == ["bar", "foo"])
    }

    @Test func `this very program under another name is no plugin`() throws {
        try install("ihctl-real")
        let own = try #require(realpath("/proc/self/exe", nil).map { String(cString: $0) })
        try run(["ln", "-s", own, scratch.file("bin/ihctl-self")])
        try run(["ln", "-s", scratch.file("bin/ihctl-self"), scratch.file("bin/ihctl-twice")])
        #expect(plugins.find("self") == nil)
        #expect(plugins.find("twice") == nil)
        #expect(plugins.all(except: []).map(\.name) == ["real"])
    }

    @Test func `a plugin that calls the program by its own name is not started again`() throws {
        try install("ihctl-foo")
        let environment = ["PATH": scratch.file("bin"), "IHCTL_PLUGINS": "bar,foo"]
        #expect(Plugins(of: "ihctl", environment: environment).find("foo") == nil)
    }

    @Test func `a plugin gets the words, the way back, and its status is the program's`() async throws {
        try install(
            "ihctl-foo",
            """
            #!/bin/sh
            echo "[$0] [$*] [$IHCTL_EXECUTABLE] [$IHCTL_PLUGINS] [$KEPT]"
            kill -s PIPE $$
            exit 7
            """
        )
        // Not exit 7: the signal that this program ignores is the plugin's own again and ends it.
        let bin = scratch.file("bin")
        setenv("FACES_TEST_BIN", bin, 1)
        let result = try await #require(processExitsWith: .signal(SIGPIPE), observing: [\.standardOutputContent]) {
            let environment = ["PATH": String(cString: getenv("FACES_TEST_BIN")), "KEPT": "kept"]
            let program = Program(Demo.root, version: "1")
            _ = await program.run(
                ["ihctl", "foo", "--bar", "a b", "--help"],
                environment: environment,
                console: { Console(colour: $0, verbosity: $1, environment: environment) },
                context: { _, _ in Log() }
            )
        }
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        #expect(output.contains("[--bar a b --help] [/"))
        #expect(output.contains("[foo] [kept]"))
    }

    @Test func `options before a plugin are refused and one that cannot run is told`() async throws {
        try install("ihctl-foo", "\u{0}\u{1}no program")
        let (errors, environment) = (Log(), ["PATH": scratch.file("bin")])
        let program = Program(Demo.root, version: "1")
        for (line, status) in [(["ihctl", "-q", "foo"], Words.ExitStatus.usage), (["ihctl", "foo"], .incomplete)] {
            let told = await program.run(
                line,
                environment: environment,
                console: {
                    Console(
                        output: OutputStream { _ in },
                        errors: OutputStream { errors.note($0) },
                        colour: $0,
                        verbosity: $1,
                        environment: [:]
                    )
                },
                context: { _, _ in Log() }
            )
            #expect(told == status)
        }
        #expect(errors.all.joined().contains("foo is a plugin and reads its own options"))
        #expect(errors.all.joined().contains("cannot be run: Exec format error"))
    }

    @Test func `a slip in a plugin's name is answered with that name`() async throws {
        try install("ihctl-frobnicate")
        for (word, hint) in [
            ("frobnicat", "did you mean ihctl frobnicate?"), ("docter", "did you mean ihctl doctor?"),
            ("quite-else", "ihctl --help"),
        ] {
            let told = await ProgramTests().tell("ihctl", word, environment: ["PATH": scratch.file("bin")])
            #expect(told.status == .usage)
            #expect(told.errors == "ihctl: unknown command \"\(word)\"\n\nhint: \(hint)\n")
        }
        // Below a command there are none.
        let below = await ProgramTests().tell("ihctl", "dev", "frobnicat", environment: ["PATH": scratch.file("bin")])
        #expect(!below.errors.contains("frobnicate?"))
    }

    @Test func `help lists them`() async throws {
        try install("ihctl-foo")
        let text = HelpText(Demo.outline, plugins: plugins.all(except: []), look: Look()).text
        #expect(text.contains("Plugins\n  foo "))
    }
}

@Suite(.timeLimit(.minutes(5))) struct InterruptedProgramTests {
    @Test func `Ctrl-C stops a command, says so once, and what fails because of it is no news`() async throws {
        let result = try await #require(processExitsWith: .exitCode(130), observing: [\.standardErrorContent]) {
            struct Broken: Error {}
            let root = Command<Log>(
                "ihctl",
                summary: "",
                run: { _, _ in
                    kill(getpid(), SIGINT)
                    try? await Task.sleep(for: .seconds(600))
                    throw Broken()
                }
            )
            let status = await Program(root, version: "1").run(
                ["ihctl"],
                environment: [:],
                console: { Console(colour: $0, verbosity: $1, environment: [:]) },
                context: { _, _ in Log() }
            )
            exit(status.rawValue)
        }
        let errors = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(errors.contains("stopping; once more ends at once\n"))
        #expect(!errors.contains("Broken"))
    }

    @Test func `where nobody can be asked it is wrong usage`() async {
        let errors = Log()
        let console = Console(output: OutputStream { _ in }, errors: OutputStream { errors.note($0) }, environment: [:])
        let root = Command<Log>(
            "ihctl",
            summary: "",
            run: { _, _ in try await console.confirm("Really?") ? .success : .negative }
        )
        let status = await Program(root, version: "1").run(
            ["ihctl"],
            environment: [:],
            console: { _, _ in console },
            context: { _, _ in Log() }
        )
        #expect(status == .usage)
        #expect(errors.all.joined() == "ihctl: there is no terminal to ask on: Really?\n")
    }
}
