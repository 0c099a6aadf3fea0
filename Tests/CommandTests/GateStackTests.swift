import Deadlines
import FoundationEssentials
import Glibc
import NATS
import TestSupport
import Testing

/// `ihctl gate` on a local stack of its own: open when all is well, and closed by each part for its own fault.
@Suite(.live, .timeLimit(.minutes(15))) struct GateStackTests {
    private func made() async throws -> Checkout {
        let checkout = try await Checkout.ofThisProject("gate-stack")
        try require(await checkout("dev", "up"))
        try require(await checkout("migrate", "up"))
        try require(await checkout("bootstrap", "--yes"))
        return checkout
    }

    private func variables(_ checkout: Checkout) async throws -> [String: String] {
        let lines = try await checkout("dev", "env").output.split(separator: "\n")
        let pairs = lines.compactMap { line -> (String, String)? in
            let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), parts[1].filter { $0 != "'" }) : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private struct Status: Decodable {
        struct Service: Decodable {
            let name: String
            let pid: Int32?
        }
        let services: [Service]
    }

    private func pid(of service: String, _ checkout: Checkout) async throws -> Int32 {
        let told = try await checkout("dev", "status", "--format", "json")
        let status = try JSONDecoder().decode(Status.self, from: Data(told.output.utf8))
        return try #require(status.services.first { $0.name == service }?.pid)
    }

    @Test func `a stack that is well opens it, and each fault closes it by its own part`() async throws {
        let checkout = try await made()
        let well = try await checkout.gate("--timeout", "20s")
        #expect(well.verdict == "open", "\(well.told)")
        #expect(
            well.names("passed") == [
                "configuration", "doctor", "migrations.lint", "migrations.verify", "bootstrap", "render.check",
            ]
        )
        #expect(well.parts.first { $0.name == "render.lint" }?.reason?.contains("no cluster") == true)

        // Migrations that wait for the deployment are no reason.
        let added = "manifests/migrations/20990101000000_note.sql"
        _ = try checkout.scratch.write(
            "-- ihctl:up\ncreate table notes (id bigint primary key);\n-- ihctl:down\ndrop table notes;\n",
            to: added
        )
        try require(await checkout("render", "all"))
        let waiting = try await checkout.gate("--timeout", "20s")
        #expect(waiting.verdict == "open", "\(waiting.told)")

        // An applied migration that somebody edits is one.
        let file = "manifests/migrations/20260101120100_create_session_analytics.sql"
        let text = try checkout.scratch.read(file)
        _ = try checkout.scratch.write(text + "\ncreate table surprise (id bigint primary key);\n", to: file)
        let edited = try await checkout.gate("--only", "migrations.verify", "--timeout", "20s")
        #expect(edited.exit_code == 1)
        #expect(edited.reason("migrate.edited")?.place?.file == file, "\(edited.told)")
        _ = try checkout.scratch.write(text, to: file)

        // Drift.
        let variables = try await variables(checkout)
        let soon = Deadline.after(.seconds(60))
        let connection = try await NATSConnection.open(
            try NATSOptions(
                url: try #require(variables["NATS_URL"]),
                credentials: .token(try #require(variables["NATS_AUTH_TOKEN"]))
            ),
            by: soon
        )
        _ = try await connection.request("$JS.API.STREAM.DELETE.agent_broadcasts", by: soon)
        connection.close()
        let drifted = try await checkout.gate("--timeout", "20s")
        #expect(drifted.exit_code == 1)
        #expect(drifted.names("failed") == ["doctor", "bootstrap"], "\(drifted.told)")
        let reason = try #require(drifted.reason("bootstrap.pending"))
        #expect(reason.subject == "local/messaging/stream/agent_broadcasts")
        #expect(reason.place?.file == "manifests/platform.yaml")
        #expect(reason.remedies.first?["fix"]?.contains("ihctl bootstrap") == true)
        try require(await checkout("bootstrap", "--yes"))

        // A service that is gone.
        kill(try await pid(of: "messaging", checkout), SIGKILL)
        let gone = try await checkout.gate("--timeout", "20s")
        #expect(gone.exit_code == 1)
        #expect(gone.names("failed") == ["doctor"], "\(gone.told)")
        #expect(gone.names("could_not_tell") == ["bootstrap"])
        #expect(gone.reasons.first?.parts.contains("doctor") == true)
        let alone = try await checkout.gate("--only", "bootstrap", "--timeout", "20s")
        #expect(alone.exit_code == 3)
        #expect(alone.verdict == "could_not_tell")
    }

    @Test func `a service that hangs ends with the deadline, and is never green`() async throws {
        let checkout = try await made()
        let database = try await pid(of: "database", checkout)
        try await freeze(database)
        defer { thaw(database) }
        let began = ContinuousClock.now
        let report = try await checkout.gate(
            "--only",
            "migrations.verify",
            "--only",
            "bootstrap",
            "--timeout",
            "60s",
            "--deadline",
            "2s"
        )
        #expect(report.exit_code == 3, "\(report.told)")
        #expect(report.names("could_not_tell").contains("migrations.verify"))
        #expect(ContinuousClock.now - began < .seconds(50))
    }
}
