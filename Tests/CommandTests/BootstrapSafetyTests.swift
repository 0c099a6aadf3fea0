import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// `ihctl bootstrap` where somebody means harm, or pulls the plug.
@Suite(.live, .timeLimit(.minutes(15))) struct BootstrapSafetyTests {
    private static let stream = "local/messaging/stream/agent_messages"
    private static let bucket = "local/storage/bucket/my-platform-data"
    private static let environmentFile = "manifests/environments/development.yaml"
    private static let inMemory = "messaging:\n  streams:\n    agent_messages:\n      storage: memory\n"

    private struct Plan: Decodable {
        struct Change: Decodable {
            let address, kind: String
            let loss: String?
        }
        let changes: [Change]
        let unknown: [String]
    }

    private func made() async throws -> Checkout {
        let checkout = try await Checkout.initialised("bootstrapsafety")
        try require(await checkout("dev", "up"))
        try require(await checkout("bootstrap", "--yes"))
        return checkout
    }

    private func plan(_ checkout: Checkout) async throws -> Plan {
        let told = try await checkout("bootstrap", "--plan", "--format", "json")
        return try JSONDecoder().decode(Plan.self, from: Data(told.output.utf8))
    }

    /// A project with a plan in a file that replaces a stream with three messages in it.
    private func planned() async throws -> Checkout {
        let checkout = try await made()
        try await publish(3, checkout)
        let starter = try checkout.scratch.read(Self.environmentFile)
        _ = try checkout.scratch.write("\(starter)\n\(Self.inMemory)", to: Self.environmentFile)
        var seen = ""
        for _ in 0..<100 where !seen.contains("3 messages") { seen = try await checkout("bootstrap", "--plan").output }
        try #require(seen.contains("3 messages"), "the stream has no messages: \(seen)")
        #expect(try await checkout("bootstrap", "--out", "plan.json").status == 1)
        return checkout
    }

    private func publish(_ count: Int, _ checkout: Checkout) async throws {
        let lines = try await checkout("dev", "env").output.split(separator: "\n")
        func value(_ name: String) throws -> String {
            let line = try #require(lines.first { $0.hasPrefix("export \(name)=") })
            return line.dropFirst("export \(name)=".count).filter { $0 != "'" }
        }
        let place = try value("NATS_URL")
        let port = try #require(place.split(separator: ":").last.flatMap { Int($0) })
        let options = "{\"verbose\":false,\"auth_token\":\"\(try value("NATS_AUTH_TOKEN"))\"}"
        let message = "PUB agents.coordinator.inbox 5\r\nhello\r\n"
        let text = "CONNECT \(options)\r\n" + String(repeating: message, count: count) + "PING\r\n"
        _ = try await aside { exchange(text, port: port) }
    }

    @Test func `what holds data goes only with a word for that very thing`() async throws {
        let checkout = try await planned()
        let found = try await plan(checkout)
        let change = try #require(found.changes.first { $0.address == Self.stream })
        #expect(change.kind == "replace")
        #expect(change.loss?.hasPrefix("3 messages") == true, "\(change.loss ?? "nothing")")
        for word in [[], ["--allow-destroy", "local"], ["--allow-destroy", Self.bucket]] {
            let refused = try await checkout.line([Checkout.program, "bootstrap", "--yes"] + word)
            #expect(refused.status == 1)
            #expect(refused.output.contains("3 messages"))
            #expect(refused.errors.contains("not allowed: --allow-destroy \(Self.stream)"), "\(refused.errors)")
        }
        #expect(try await checkout("bootstrap", "--yes", "--allow-destroy", "**").status == 2)
        #expect(try await plan(checkout).changes.first { $0.address == Self.stream }?.loss == change.loss)
        let allowed = try await checkout("bootstrap", "--yes", "--allow-destroy", Self.stream)
        #expect(allowed.status == 0, "\(allowed.output)\(allowed.errors)")
        #expect(try await plan(checkout).changes.isEmpty)
    }

    @Test func `a plan that was changed by hand brings nothing in`() async throws {
        let checkout = try await planned()
        let text = try checkout.scratch.read("plan.json")
        let bucket =
            "{\"address\":\"%\",\"kind\":\"destroy\",\"precondition\":\"p\",\"after\":[],\"fields\":[],\"reason\":null,\"loss\":null},"
        func forged(_ text: String, _ words: String...) async throws -> Outcome {
            _ = try checkout.scratch.write(text, to: "forged.json")
            return try await checkout.line(
                [Checkout.program, "bootstrap", "--apply", "forged.json", "--yes", "--allow-destroy", Self.bucket]
                    + words
            )
        }
        func bringing(_ address: String) -> String {
            text.replacing("\"changes\": [", with: "\"changes\": [" + bucket.replacing("%", with: address))
        }
        // Without the word for the stream, and as if it were no replacement.
        #expect(try await forged(text.replacing("\"replace\"", with: "\"update\"")).status == 1)
        #expect(try await forged(text.replacing("\"loss\": \"3 messages", with: "\"lass\": \"3 messages")).status == 1)
        // Something that nobody declared, and something outside of everything.
        for address in ["local/storage/bucket/victim", "elsewhere/x", "local", "local/storage/bucket/\\u001b[31m"] {
            let told = try await forged(bringing(address))
            #expect(told.status == 1, "\(address): \(told.output)\(told.errors)")
            #expect(told.errors.contains("does not hold any more"))
            #expect(!told.errors.contains("\u{1b}[31m"))
        }
        // Something that is as declared stays, though the word for it was given.
        let kept = try await forged(bringing(Self.bucket), "--allow-destroy", Self.stream)
        #expect(kept.status == 0, "\(kept.output)\(kept.errors)")
        #expect(!kept.errors.contains(Self.bucket))
        #expect(try await plan(checkout).changes.isEmpty)
        let other = try await forged(text.replacing("\"development\"", with: "\"production\""))
        #expect(other.status == 2)
        #expect(other.errors.contains("is a plan for production"))
        for text in ["", "null", "[]", "{\"schema\":\"ihctl.bootstrap.plan/1\"}"] {
            #expect(try await forged(text).status == 2)
        }
    }

    @Test func `a word that means nothing here is no clean bill`() async throws {
        let checkout = try await made()
        for word in ["nowhere", "local/storage/bucket/misspelt", "**/stream/nothing"] {
            let told = try await checkout("bootstrap", "--plan", "--only", word)
            #expect(told.status == 2, "\(told.output)")
            #expect(told.errors.contains(word))
        }
        // What was not asked for is not asked.
        let alone = try await checkout(
            "bootstrap",
            "--plan",
            "--only",
            "local/storage",
            environment: ["NATS_URL": "nats://127.0.0.1:1"]
        )
        #expect(alone.status == 0, "\(alone.output)\(alone.errors)")
    }

    @Test func `two at once and those killed at random moments come to the same end`() async throws {
        let checkout = try await made()
        let starter = try checkout.scratch.read(Self.environmentFile)
        let rounds = Rounds.number("IHCTL_KILL_ROUNDS") ?? 4
        let first = Rounds.number("IHCTL_KILL_SEED") ?? 1
        for seed in first..<(first + rounds) {
            var random = SeededRandom(seed: UInt64(seed))
            _ = try checkout.scratch.write("\(starter)\n\(Rounds.declared(seed))", to: Self.environmentFile)
            _ = try checkout.scratch.write(
                "-- ihctl:up\ncreate table round_\(seed) (id bigint primary key);\n-- ihctl:down\ndrop table round_\(seed);\n",
                to: "manifests/migrations/\(20_260_101_000_000 + seed)_round.sql"
            )
            for cut in 0..<Int.random(in: 1...3, using: &random) {
                let child = try checkout.start("bootstrap", "--yes", log: "cut\(cut)")
                try await Task.sleep(for: .milliseconds(Int.random(in: 5...250, using: &random)))
                child.send(Bool.random(using: &random) ? SIGKILL : SIGINT)
                try await aside { child.stop() }
            }
            async let one = checkout("bootstrap", "--yes")
            async let other = checkout("bootstrap", "--yes")
            for told in try await [one, other] {
                #expect(told.status == 0 || told.status == 1, "seed \(seed): \(told.output)\(told.errors)")
            }
            let last = try await checkout("bootstrap", "--yes")
            #expect(last.status == 0, "seed \(seed): \(last.output)\(last.errors)")
            let end = try await plan(checkout)
            #expect(end.changes.isEmpty && end.unknown.isEmpty, "seed \(seed)")
        }
    }
}

/// What the rounds of a run with kills declare.
private enum Rounds {
    static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    static func declared(_ seed: Int) -> String {
        let buckets = (0..<3).map {
            "    round-\(seed)-\($0):\n      versioning: true\n      tags: {round: \"\(seed)\"}\n"
        }
        let streams = (0..<20).map {
            "    R\(seed)_\($0): {subjects: [\"r.\(seed).\($0).>\"], max_age: 1h, max_messages: \(seed)}\n"
        }
        return "storage:\n  buckets:\n\(buckets.joined())messaging:\n  streams:\n\(streams.joined())"
    }
}
