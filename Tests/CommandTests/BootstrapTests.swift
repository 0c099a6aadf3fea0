import FoundationEssentials
import TestSupport
import Testing

/// `ihctl bootstrap` through the program, on a local stack of its own.
@Suite(.live, .timeLimit(.minutes(15))) struct BootstrapTests {
    private struct Plan: Decodable {
        struct Change: Decodable {
            let address, kind: String
        }
        let schema, outcome: String
        let exit_code: Int
        let changes: [Change]
        let sound, unknown: [String]
    }

    private func stack() async throws -> Checkout {
        let checkout = try await Checkout.initialised("bootstrap")
        try require(await checkout("dev", "up"))
        return checkout
    }

    private func plan(_ checkout: Checkout, _ arguments: String...) async throws -> Plan {
        let told = try await checkout.line([Checkout.program, "bootstrap", "--plan", "--format", "json"] + arguments)
        return try JSONDecoder().decode(Plan.self, from: Data(told.output.utf8))
    }

    @Test func `an empty stack becomes what the platform file says, and drift is seen and mended`() async throws {
        let checkout = try await stack()
        let first = try await plan(checkout)
        #expect(first.exit_code == 1)
        #expect(first.unknown.isEmpty)
        #expect(first.changes.contains { $0.kind == "create" && $0.address.contains("/storage/bucket/") })
        #expect(first.changes.contains { $0.kind == "create" && $0.address.contains("/messaging/stream/") })
        // Nobody to ask, and nothing is done unasked.
        let unasked = try await checkout("bootstrap")
        #expect(unasked.status == 2)
        #expect(unasked.errors.contains("--yes"))
        #expect(try await plan(checkout).changes.count == first.changes.count)
        let made = try await checkout("bootstrap", "--yes")
        #expect(made.status == 0, "\(made.output)\(made.errors)")
        let second = try await plan(checkout)
        #expect(second.exit_code == 0)
        #expect(second.changes.isEmpty)
        #expect(second.sound.count >= first.changes.count)
        #expect(try await checkout("bootstrap", "--yes").status == 0)
        // A stream is changed behind its back: by another platform file.
        let file = try checkout.scratch.read("manifests/platform.yaml")
        let stream = try #require(
            second.sound.first { $0.contains("/messaging/stream/") && !$0.contains("/consumer/") }
        )
        let name = try #require(stream.split(separator: "/").last)
        try require(await checkout("migrate", "new", "nothing"))
        let environment = try checkout.scratch.read("manifests/environments/development.yaml")
        let stack = "\nmessaging:\n  streams:\n    \(name):\n      max_messages: 777\n"
        #expect(!environment.contains("\nmessaging:"), "the starter's development file has its own messaging now")
        _ = try checkout.scratch.write(environment + stack, to: "manifests/environments/development.yaml")
        let drift = try await plan(checkout, "--only", "**/stream/\(name)")
        #expect(drift.changes.map(\.kind) == ["update"])
        #expect(drift.changes.map(\.address) == [stream])
        // A plan in a file holds while nothing moves, and is refused afterwards.
        let written = try await checkout("bootstrap", "--out", "plan.json", "--only", stream)
        #expect(written.status == 1)
        let applied = try await checkout("bootstrap", "--apply", "plan.json", "--yes")
        #expect(applied.status == 0 || applied.output.contains("migrations"), "\(applied.output)\(applied.errors)")
        #expect(try await plan(checkout, "--only", stream).changes.isEmpty)
        _ = try checkout.scratch.write(environment, to: "manifests/environments/development.yaml")
        #expect(try checkout.scratch.read("manifests/platform.yaml") == file)
        let audit = try checkout.scratch.read(".ihctl/audit.jsonl")
        #expect(audit.contains("\"verb\":\"bootstrap\"") && audit.contains(stream))
    }

    @Test func `what is down is told beside what can be told`() async throws {
        let checkout = try await stack()
        try require(await checkout("bootstrap", "--yes"))
        try require(await checkout("dev", "down"))
        let told = try await checkout(
            "bootstrap",
            "--plan",
            environment: [
                "DATABASE_URL": "postgresql://a:geheim@127.0.0.1:1/x",
                "DATABASE_ADMIN_URL": "postgresql://a:geheim@127.0.0.1:1/x",
                "NATS_URL": "nats://127.0.0.1:1", "NATS_AUTH_TOKEN": "geheimtoken",
                "STORAGE_ENDPOINT": "http://127.0.0.1:1",
                "STORAGE_ACCESS_KEY": "AK", "STORAGE_SECRET_KEY": "geheimnis",
            ]
        )
        #expect(told.status == 3, "\(told.output)\(told.errors)")
        #expect(told.output.contains("could not be looked at"))
        #expect(!(told.output + told.errors).contains("geheim"))
        let nothing = try await checkout("bootstrap", "--apply", "nowhere.json", "--yes")
        #expect(nothing.status == 2)
    }
}
