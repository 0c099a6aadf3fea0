import Deadlines
import FoundationEssentials
import Glibc
import HTTP
import HTTPServer
import Network
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct IhAgentTests {
    private static let program: String = {
        // Where the whole project is built it has its product's name, else its module's.
        let folder = "\(projectRoot)/.build/debug"
        let own = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let places = ["\(folder)/ih-agent", "\(own)/ih-agent", "\(own)/ih_agent"]
        return places.first { access($0, X_OK) == 0 } ?? "ih-agent"
    }()

    private let scratch = Scratch("agent")
    private let client = HTTPClient()

    private func line(_ arguments: String...) async throws -> Outcome {
        try await aside { try run([IhAgentTests.program] + arguments) }
    }

    @Test func `a scenario that does not exist is a usage error and names the nearest`() async throws {
        let outcome = try await line("provider-simulator", "--scenario", "openai=rate_limitd")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("did you mean rate_limited?"), "\(outcome.errors)")
        #expect(try await line("provider-simulator", "--listen", "nowhere").status == 2)
        #expect(try await line("provider-simulator", "--listen", "example.test:80").status == 2)
    }

    @Test func `a port that is taken is a usage error`() async throws {
        let other = try HTTPServer(listening: Endpoint(host: "127.0.0.1", port: 0)) { _ in .text("") }
        let outcome = try await line("provider-simulator", "--listen", "127.0.0.1:\(other.port)")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("127.0.0.1:\(other.port) is taken"), "\(outcome.errors)")
        #expect(outcome.errors.contains("hint: "))
    }

    @Test func `a ready file that cannot be written is told`() async throws {
        let outcome = try await line("provider-simulator", "--ready-file", "/nowhere/at/all")
        #expect(outcome.status == 2 && outcome.errors.contains("/nowhere/at/all"))
    }

    @Test(arguments: [(SIGTERM, "TERM"), (SIGINT, "INT")])
    func `it tells where it listens, plays what it was told, and ends in good order`(signal: Int32, name: String)
        async throws
    {
        let key = "marked-4711-secret"
        let child = try LinkedChild(
            [
                IhAgentTests.program, "provider-simulator", "--ready-file", scratch.file("ready"), "--scenario",
                "custom=hang@chat",
            ],
            stopSignal: name,
            scratch: scratch,
            environment: ["SIMULATOR_CUSTOM_KEY": key]
        )
        try await aside { [scratch] in try child.waitUntilReady { (try? scratch.read("ready")) != nil } }
        let address = try scratch.read("ready").trimming()
        var request = HTTPRequest("GET", "\(address)/custom/models", headers: ["Authorization": "Bearer \(key)"])
        #expect(try await client.send(request, by: .after(.seconds(20))).status == 200)
        // One that hangs does not hold up the end.
        request = HTTPRequest("POST", "\(address)/custom/generate", headers: ["Authorization": "Bearer \(key)"])
        let hung = request
        async let answer = try? client.send(hung, by: .after(.seconds(60)))
        let counts = HTTPRequest("GET", "\(address)/_simulator/requests")
        while try await !client.send(counts, by: .after(.seconds(20))).text.contains("\"chat\":1") {
            try await Task.sleep(for: .milliseconds(5))
        }
        child.send(signal)
        try await aside { try waitUntil("it has ended") { kill(child.pid, 0) != 0 } }
        _ = await answer
        #expect(access(scratch.file("ready"), F_OK) != 0)
        #expect(!(try scratch.read("log").contains(key)))
    }

    @Test func `help names every scenario's provider and no key`() async throws {
        let help = try await line("provider-simulator", "--help")
        #expect(help.status == 0 && help.output.contains("--scenario") && !help.output.contains("simulated000"))
        #expect(try await line("--version").output.hasPrefix("ih-agent "))
    }
}

extension String {
    fileprivate func trimming() -> String { String(self.prefix { !$0.isWhitespace }) }
}
