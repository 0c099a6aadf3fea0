import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(15))) struct DevTests {
    @Test func `up, healthy, down, five times in a row, and nothing is left`() async throws {
        let checkout = Checkout("five")
        let (before, logsBefore) = (try socketsOfStores(), try logsOfStores())
        var stores: [Int32] = []
        for _ in 1...5 {
            try require(await checkout("dev", "up"))
            let status = try await checkout("dev", "status", "--format", "json")
            #expect(status.status == 0, "\(status.output)\(status.errors)")
            #expect(status.output.count(of: "\"health\": \"healthy\"") == 5)
            #expect(!checkout.stackProcesses.isEmpty)
            stores.append(try await checkout.pid(of: "storage"))
            try require(await checkout("dev", "down"))
            #expect(checkout.stackProcesses.isEmpty)
        }
        #expect(try await checkout("dev", "status").status == 1)
        // Nor does anything lie about outside of the checkout.
        let ports = try checkout.scratch.read(".ihctl/dev/stack.json").split { !$0.isNumber }.compactMap { Int($0) }
        let sockets = try socketsOfStores().subtracting(before)
        for port in ports where port > 15_000 && port < 22_768 {
            #expect(!sockets.contains { $0.hasSuffix("-\(port).sock") || $0.hasSuffix("-\(port + 10_000).sock") })
        }
        let logs = try logsOfStores().subtracting(logsBefore)
        for store in stores { #expect(!logs.contains { $0.hasSuffix(".\(store)") }) }
    }

    /// Their names end with the pid of whoever writes them; other stores may come and go meanwhile.
    private func logsOfStores() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: "/tmp").filter { $0.hasPrefix("weed.") })
    }

    private func socketsOfStores() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: "/tmp").filter { $0.hasPrefix("seaweedfs-") })
    }

    @Test func `killed in the middle of up, down finds everything and up works again`() async throws {
        let checkout = Checkout("killed")
        for delay in [30, 150, 400, 700, 1_100, 1_600] {
            let up = try checkout.start("dev", "up", log: "up-\(delay)")
            try await Task.sleep(for: .milliseconds(delay))
            up.send(SIGKILL)
            up.stop()
            try require(await checkout("dev", "down"))
            #expect(checkout.stackProcesses.isEmpty, "after \(delay) ms")
            let folder = checkout.scratch.file(".ihctl/dev")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            #expect(!names.contains { $0.hasSuffix(".new") }, "after \(delay) ms: \(names)")
        }
        // Killed once more, and this time up itself has to clear the way.
        let up = try checkout.start("dev", "up", log: "up-last")
        try await Task.sleep(for: .milliseconds(500))
        up.send(SIGKILL)
        up.stop()
        try require(await checkout("dev", "up"))
        #expect(try await checkout("dev", "status").status == 0)
    }

    @Test func `Ctrl-C in the middle of up stops what was begun`() async throws {
        let checkout = Checkout("interrupted")
        let up = try checkout.start("dev", "up")
        try waitUntil("something was started") { !checkout.stackProcesses.isEmpty }
        up.send(SIGINT)
        try waitUntil("nothing runs") { checkout.stackProcesses.isEmpty && kill(up.pid, 0) != 0 }
        #expect(try await checkout("dev", "status").status == 1)
    }

    @Test func `two checkouts live side by side, and two ups of one are one`() async throws {
        let (one, other) = (Checkout("one"), Checkout("other"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for checkout in [one, other, one] { group.addTask { try require(await checkout("dev", "up")) } }
            try await group.waitForAll()
        }
        for checkout in [one, other] { #expect(try await checkout("dev", "status").status == 0) }
        let addresses = [try await one("dev", "env").output, try await other("dev", "env").output]
        #expect(addresses[0] != addresses[1])
        try require(await one("dev", "down"))
        #expect(try await other("dev", "status").status == 0)
        try require(await other("dev", "down"))
        #expect(one.stackProcesses.isEmpty && other.stackProcesses.isEmpty)
    }

    @Test func `a frozen service is unhealthy, a dead one died, and up brings it back`() async throws {
        let checkout = Checkout("frozen")
        try require(await checkout("dev", "up"))
        let cache = try await checkout.pid(of: "cache")
        try await freeze(cache)
        let frozen = try await checkout("dev", "status", "--timeout", "300ms", "--format", "json")
        #expect(frozen.status == 1)
        #expect(frozen.output.contains("\"health\": \"unhealthy\""))
        kill(cache, SIGKILL)
        try waitUntil("it has gone") { kill(cache, 0) != 0 }
        let dead = try await checkout("dev", "status")
        #expect(dead.status == 1)
        #expect(dead.output.contains("died"))
        try require(await checkout("dev", "up"))
        #expect(try await checkout("dev", "status").status == 0)
        #expect(try await checkout.pid(of: "cache") != cache)
        // A frozen server does not keep down from ending it.
        try await freeze(try await checkout.pid(of: "messaging"))
        try require(await checkout("dev", "down"))
        #expect(checkout.stackProcesses.isEmpty)
    }

}

@Suite(.live, .timeLimit(.minutes(15))) struct DevUseTests {
    @Test func `the two database roles may what they should and no more, and the cache's URL is one for its own tools`()
        async throws
    {
        let checkout = try await Checkout.initialised("roles")
        try require(await checkout("dev", "up"))
        let script = """
            eval "$("\(Checkout.program)" dev env)"
            psql -X -q -t -A -d "$DATABASE_ADMIN_URL" -c 'create table t (n int)' -c 'select current_user' || exit 1
            psql -X -q -t -A -d "$DATABASE_URL" -c 'select current_user' || exit 2
            psql -X -q -t -A -d "$DATABASE_URL" -c "select pg_has_role('my_platform_agent', 'usage')" || exit 6
            psql -X -q -d "$DATABASE_URL" -c 'create table u (n int)' 2>/dev/null && exit 3
            psql -X -q -d "$DATABASE_URL" -c 'create database d' 2>/dev/null && exit 4
            psql -X -q -d "$DATABASE_URL" -c 'create role r' 2>/dev/null && exit 5
            psql -X -q -d "${DATABASE_URL%/*}/postgres" -c 'select 1' 2>/dev/null && exit 7
            psql -X -q -d "${DATABASE_URL%/*}/template1" -c 'select 1' 2>/dev/null && exit 8
            psql -X -q -d "${DATABASE_ADMIN_URL%/*}/postgres" -c 'create database e' || exit 9
            redis-cli -u "$REDIS_URL" --no-auth-warning ping || exit 10
            test "$ENVIRONMENT" = development
            """
        let outcome = try await checkout.line(["bash", "-c", script])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == "provisioner\ndeveloper\nt\nPONG\n")
    }

    @Test func `providers are played, each reached by the addresses and keys of the stack`() async throws {
        let checkout = try await Checkout.initialised("played")
        try require(await checkout("dev", "up"))
        let script = """
            eval "$("\(Checkout.program)" dev env)"
            python3 - <<'END'
            import os, urllib.error, urllib.request
            def ask(endpoint, path, **headers):
                fields = {name.replace("_", "-"): value for name, value in headers.items()}
                try:
                    with urllib.request.urlopen(urllib.request.Request(os.environ[endpoint] + path, headers=fields)) as answer:
                        print(answer.status, end=" ")
                except urllib.error.HTTPError as error:
                    print(error.code, end=" ")
            key = os.environ
            ask("OPENROUTER_ENDPOINT", "/key", Authorization="Bearer " + key["OPENROUTER_API_KEY"])
            ask("ANTHROPIC_ENDPOINT", "/v1/models", x_api_key=key["ANTHROPIC_API_KEY"], anthropic_version="2023-06-01")
            ask("OPENAI_ENDPOINT", "/models", Authorization="Bearer " + key["SIMULATOR_OPENAI_KEY"])
            ask("CUSTOM1_ENDPOINT", "/models", Authorization="Bearer " + key["CUSTOM1_API_KEY"])
            ask("OPENAI_ENDPOINT", "/models", Authorization="Bearer wrong")
            END
            """
        let outcome = try await checkout.line(["bash", "-c", script])
        #expect(outcome.output == "200 200 200 200 401 ", "\(outcome.errors)")
        // A real key in the shell is not what development sends to the simulator.
        let shown = try await checkout(
            "config",
            "show",
            "providers.anthropic",
            "--origin",
            environment: ["ANTHROPIC_API_KEY": "sk-ant-api03-somebodys-own"]
        )
        #expect(shown.output.contains("SIMULATOR_ANTHROPIC_KEY"), "\(shown.output)\(shown.errors)")
        let logs = try await checkout("dev", "logs", "providers")
        #expect(logs.output.contains("provider simulator on http://127.0.0.1:"))
    }

    @Test func `development finds the stack by itself, and variables given override it`() async throws {
        let checkout = try await Checkout.initialised("found")
        let before = try await checkout("config", "show", "messaging.url", "--origin")
        #expect(before.output.contains("not set"))
        try require(await checkout("dev", "up"))
        let found = try await checkout("config", "show", "messaging.url", "--origin")
        #expect(found.output.contains("from local stack"), "\(found.output)\(found.errors)")
        let given = try await checkout(
            "config",
            "show",
            "messaging.url",
            "--origin",
            environment: ["NATS_URL": "nats://elsewhere:4222"]
        )
        #expect(given.output.contains("nats://elsewhere:4222"))
        let staging = try await checkout("config", "show", "messaging.url", "--origin", "--env", "staging")
        #expect(!staging.output.contains("local stack"))
        // Nor does it hide what another environment lacks when all are checked at once.
        let all = try await checkout("config", "validate", "--all")
        #expect(all.output.contains("no variable DATABASE_URL is set"))
        #expect(all.output.contains("  in     production, staging\n"), "\(all.output)")
    }

    @Test func `reset asks, and then empties`() async throws {
        let checkout = Checkout("reset")
        try require(await checkout("dev", "up"))
        let before = try await checkout("dev", "env").output
        let add =
            "eval \"$(\"\(Checkout.program)\" dev env)\"; psql -X -q -d \"$DATABASE_ADMIN_URL\" -c 'create table kept (n int)'"
        try require(await checkout.line(["bash", "-c", add]))
        let refused = try await checkout("dev", "reset")
        #expect(refused.status == 2, "\(refused.errors)")
        #expect(refused.errors.contains("--yes"))
        try require(await checkout("dev", "reset", "--yes"))
        #expect(try await checkout("dev", "env").output == before)
        let look =
            "eval \"$(\"\(Checkout.program)\" dev env)\"; psql -X -q -t -A -d \"$DATABASE_ADMIN_URL\" -c \"select to_regclass('kept')\""
        #expect(try await checkout.line(["bash", "-c", look]).output == "\n")
        #expect(try checkout.scratch.read(".ihctl/audit.jsonl").contains("\"verb\":\"dev reset\""))
    }

    @Test func `a port that was taken meanwhile is told and replaced`() async throws {
        let checkout = Checkout("ports")
        try require(await checkout("dev", "up"))
        let port = try await checkout.port(of: "cache")
        try require(await checkout("dev", "down"))
        let squatter = try LinkedChild(
            ["redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", ""],
            scratch: checkout.scratch,
            log: "squatter"
        )
        defer { squatter.stop() }
        try waitUntil("the port is taken") { exchange("PING\r\n", port: port) != nil }
        let up = try await checkout("dev", "up")
        #expect(up.status == 0)
        #expect(up.errors.contains("port \(port) of cache is taken"))
        #expect(try await checkout.port(of: "cache") != port)
    }

    @Test func `a missing server program is named, and nothing is left running`() async throws {
        let checkout = Checkout("missing")
        let folder = checkout.scratch.file("bin")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for program in ["setpriv", "env"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/\(program)",
                withDestinationPath: "/usr/bin/\(program)"
            )
        }
        let up = try await checkout.line(["/usr/bin/env", "PATH=\(folder)", Checkout.program, "dev", "up"])
        #expect(up.status == 3)
        #expect(up.errors.contains("cache: redis-server is not installed"), "\(up.errors)")
        #expect(up.errors.contains("hint: "))
        #expect(checkout.stackProcesses.isEmpty)
    }

    @Test func `a spoilt state file is told, and down ends the servers all the same`() async throws {
        let checkout = Checkout("spoilt")
        try require(await checkout("dev", "up"))
        try checkout.scratch.write("{\"version\": 1, ", to: ".ihctl/dev/stack.json")
        let status = try await checkout("dev", "status")
        #expect(status.status == 3)
        #expect(status.errors.contains("stack.json"))
        #expect(status.errors.contains("hint: ihctl dev reset --yes"))
        try require(await checkout("dev", "down"))
        #expect(checkout.stackProcesses.isEmpty)
        try require(await checkout("dev", "reset", "--yes"))
        try require(await checkout("dev", "up"))
    }

    @Test func `a service that ends at once is told with its last words`() async throws {
        let checkout = Checkout("words")
        // A folder where nats-server expects a file of its own.
        let folder = checkout.scratch.file(".ihctl/dev/data/messaging/jetstream")
        try FileManager.default.createDirectory(
            atPath: checkout.scratch.file(".ihctl/dev/data/messaging"),
            withIntermediateDirectories: true
        )
        try checkout.scratch.write("in the way", to: ".ihctl/dev/data/messaging/jetstream")
        let up = try await checkout("dev", "up")
        #expect(up.status == 3)
        #expect(up.errors.contains("messaging: ended by itself"), "\(up.errors)")
        #expect(up.errors.contains("hint: ihctl dev logs messaging"))
        #expect(checkout.stackProcesses.isEmpty)
        try FileManager.default.removeItem(atPath: folder)
        try require(await checkout("dev", "up"))
    }

    @Test func `logs are printed, and no password is in them or in any file but those for owners`() async throws {
        let checkout = Checkout("logs")
        try require(await checkout("dev", "up"))
        let logs = try await checkout("dev", "logs", "messaging")
        #expect(logs.output.contains("Server is ready"))
        let passwords = try await checkout("dev", "env").output.split(separator: "'").map(String.init).filter {
            $0.count == 32 && $0.allSatisfy(\.isHexDigit)
        }
        #expect(passwords.count >= 2)
        for file in try FileManager.default.subpathsOfDirectory(atPath: checkout.scratch.file(".ihctl/dev")) {
            let path = checkout.scratch.file(".ihctl/dev/\(file)")
            guard !file.hasPrefix("data/"), let data = FileManager.default.contents(atPath: path) else { continue }
            let text = String(decoding: data, as: UTF8.self)
            guard passwords.contains(where: text.contains) else { continue }
            var facts = stat()
            #expect(stat(path, &facts) == 0 && facts.st_mode & 0o077 == 0, "\(file) can be read by others")
        }
    }
}

/// What `dev status` says of one service.
private struct Service: Decodable {
    var name: String
    var pid: Int32?
    var endpoint: String

    struct Status: Decodable {
        var services: [Service]
    }
}

extension Checkout {
    fileprivate func pid(of service: String) async throws -> Int32 {
        try #require(try await status(of: service).pid)
    }

    fileprivate func port(of service: String) async throws -> Int {
        let digits = try await status(of: service).endpoint.split(separator: ":").last?.prefix(while: \.isNumber)
        return try #require(digits.flatMap { Int($0) })
    }

    private func status(of name: String) async throws -> Service {
        let output = try await self("dev", "status", "--format", "json").output
        let status = try JSONDecoder().decode(Service.Status.self, from: Data(output.utf8))
        return try #require(status.services.first { $0.name == name })
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func count(of part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: part) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
