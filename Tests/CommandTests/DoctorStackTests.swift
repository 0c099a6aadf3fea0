import Deadlines
import FoundationEssentials
import Glibc
import HTTP
import NATS
import S3
import TestSupport
import Testing

/// `ihctl doctor` on a local stack of its own: green when all is well, and each fault told where it is.
@Suite(.live, .timeLimit(.minutes(15))) struct DoctorStackTests {
    private struct Report: Decodable {
        struct Check: Decodable {
            struct Blocker: Decodable { let id: String }
            let id, target, status, summary: String
            let failure_class: String?
            let blocked_by: Blocker?
        }
        let exit_code: Int
        let checks: [Check]
        let statuses: [String: Int]

        /// What a busy machine makes slow is told as such, and is no fault of the stack.
        func all(_ status: String) -> [String] {
            checks.filter { $0.status == status && $0.failure_class != "latency" }.map { "\($0.id) \($0.target)" }
        }
        func check(_ id: String) -> Check? { checks.first { $0.id == id } }
    }

    private struct Status: Decodable {
        struct Service: Decodable {
            let name: String
            let pid: Int32?
        }
        let services: [Service]
    }

    private func made() async throws -> Checkout {
        let checkout = Checkout("doctor-stack")
        _ = try await checkout.line(["cp", "-r", "\(projectRoot)/manifests", "."])
        try require(await checkout("dev", "up"))
        try require(await checkout("migrate", "up"))
        try require(await checkout("bootstrap", "--yes"))
        return checkout
    }

    private func doctor(
        _ checkout: Checkout,
        _ arguments: String...,
        timeout: String = "20s",
        environment: [String: String] = [:],
    ) async throws -> Report {
        let line = [Checkout.program, "doctor", "--format", "json", "--timeout", timeout] + arguments
        let told = try await checkout.line(line, environment: environment)
        return try JSONDecoder().decode(Report.self, from: Data(told.output.utf8))
    }

    private func pid(of service: String, _ checkout: Checkout) async throws -> Int32 {
        let told = try await checkout("dev", "status", "--format", "json")
        let status = try JSONDecoder().decode(Status.self, from: Data(told.output.utf8))
        return try #require(status.services.first { $0.name == service }?.pid)
    }

    private func variables(_ checkout: Checkout) async throws -> [String: String] {
        let lines = try await checkout("dev", "env").output.split(separator: "\n")
        let pairs = lines.compactMap { line -> (String, String)? in
            let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), parts[1].filter { $0 != "'" }) : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }

    @Test func `a healthy stack is green, and what is taken away is told, made again and green again`() async throws {
        let checkout = try await made()
        let healthy = try await doctor(checkout)
        #expect(healthy.exit_code == 0)
        #expect(healthy.all("fail") + healthy.all("warn") + healthy.all("unknown") + healthy.all("blocked") == [])
        #expect(healthy.checks.count > 100)
        #expect(healthy.check("platform.roundtrip")?.status == "pass")

        let variables = try await variables(checkout)
        let soon = Deadline.after(.seconds(60))
        let store = try S3Client(
            endpoint: try #require(variables["STORAGE_ENDPOINT"]),
            region: "fr-par",
            credentials: S3Credentials(
                accessKeyID: try #require(variables["STORAGE_ACCESS_KEY"]),
                secretAccessKey: try #require(variables["STORAGE_SECRET_KEY"])
            ),
            client: HTTPClient()
        )
        try await store.deleteBucket("agent-data", by: soon)
        let connection = try await NATSConnection.open(
            try NATSOptions(
                url: try #require(variables["NATS_URL"]),
                credentials: .token(try #require(variables["NATS_AUTH_TOKEN"]))
            ),
            by: soon
        )
        _ = try await connection.request("$JS.API.STREAM.DELETE.agent_broadcasts", by: soon)
        connection.close()

        let broken = try await doctor(checkout)
        #expect(broken.exit_code == 1)
        #expect(
            broken.all("fail") == [
                "messaging.stream local/messaging/stream/agent_broadcasts",
                "storage.bucket local/storage/bucket/agent-data",
            ]
        )
        #expect(broken.checks.filter { $0.status == "fail" }.allSatisfy { $0.failure_class == "missing" })
        let blocked = broken.checks.filter { $0.status == "blocked" }
        #expect(
            !blocked.isEmpty
                && blocked.allSatisfy { ["messaging.stream", "storage.bucket"].contains($0.blocked_by?.id) }
        )

        // Nobody to ask, and nothing is done unasked.
        let unasked = try await checkout("doctor", "--fix")
        #expect(unasked.status == 2)
        #expect(try await doctor(checkout).exit_code == 1)
        let fixed = try await checkout("doctor", "--fix", "--yes")
        #expect(fixed.status == 0, "\(fixed.output)\(fixed.errors)")
        #expect(fixed.errors.contains("local/storage/bucket/agent-data"))
        let audit = try checkout.scratch.read(".ihctl/audit.jsonl")
        #expect(audit.contains("\"verb\":\"doctor\""))
        #expect(try await doctor(checkout).exit_code == 0)
        // Whatever was probed, nothing of it stays.
        for bucket in ["agent-data", "island-hopper-dev", "logs", "reports"] {
            #expect(try await store.listAllVersions(in: bucket, prefix: "ihctl-doctor", by: soon).isEmpty)
        }
    }

    @Test func `a service that hangs and one that is gone are told apart, and the rest is looked at`() async throws {
        let checkout = try await made()
        let cache = try await pid(of: "cache", checkout)
        try await freeze(cache)
        defer { thaw(cache) }
        kill(try await pid(of: "messaging", checkout), SIGKILL)
        let report = try await doctor(checkout, timeout: "5s")
        #expect(report.exit_code == 1)
        #expect(report.check("cache.connect")?.failure_class == "no_reply")
        #expect(report.check("messaging.connect")?.failure_class == "refused")
        #expect(report.check("platform.roundtrip")?.status == "blocked")
        for id in ["database.connect", "storage.connect", "storage.bucket.roundtrip", "database.schema"] {
            #expect(report.check(id)?.status == "pass", "\(id)")
        }
        #expect(
            report.checks.filter { $0.status == "blocked" }.allSatisfy {
                $0.blocked_by?.id.hasSuffix(".connect") == true
            }
        )
        // The remedy it names, run.
        thaw(cache)
        try require(await checkout("dev", "up"))
        #expect(try await doctor(checkout, "messaging", "cache").exit_code == 0)
    }

    @Test func `a wrong clock of this machine is told once, by those who agree against it`() async throws {
        let checkout = try await made()
        let shifted = ["faketime", "-f", "+20m", "env", "DONT_FAKE_MONOTONIC=1", Checkout.program, "doctor"]
        let told = try await checkout.line(shifted + ["--format", "json", "--timeout", "20s"])
        #expect(told.status == 1, "\(told.errors)")
        let report = try JSONDecoder().decode(Report.self, from: Data(told.output.utf8))
        let failed = report.checks.filter { $0.status == "fail" }
        // The database's own clock, and the store, by what it refuses and by its Date.
        for id in ["machine.clock", "database.clock", "storage.connect"] {
            #expect(failed.first { $0.id == id }?.failure_class == "clock", "\(id)")
        }
        // What the answers took is not counted to the second.
        let summary = report.check("machine.clock")?.summary ?? ""
        #expect(["20 m", "19 m"].contains { summary.hasPrefix("This machine's clock is \($0)") }, "\(summary)")
        #expect(summary.contains(" fast"), "\(summary)")
        #expect(report.check("storage.bucket")?.blocked_by?.id == "storage.connect")
        #expect(report.check("database.roundtrip")?.status == "pass")
        let text = try await checkout.line(shifted + ["--timeout", "20s"])
        #expect(text.output.contains("✗ doctor.cause"))
        // A second later than the servers is nobody's fault.
        let near = [
            "faketime", "-f", "+1s", "env", "DONT_FAKE_MONOTONIC=1", Checkout.program, "doctor", "machine.clock",
        ]
        #expect(try await checkout.line(near).status == 0)
    }

    @Test func `--watch outlives what it watches`() async throws {
        let checkout = try await made()
        let watch = try checkout.start("doctor", "--watch", "--every", "200ms", "--timeout", "5s", log: "watch")
        func told(_ words: String) async throws {
            try await aside {
                try waitUntil(words) {
                    try checkout.scratch.exists("watch") && checkout.scratch.read("watch").contains(words)
                }
            }
        }
        try await told("exit 0")
        kill(try await pid(of: "cache", checkout), SIGKILL)
        try await told("✗ cache.connect local/cache")
        try require(await checkout("dev", "up"))
        try await told("✓ cache.connect local/cache")
        watch.stop()
    }

    @Test func `wrong credentials are told as what they are, and never repeated`() async throws {
        let checkout = try await made()
        let variables = try await variables(checkout)
        let marker = "mArKeD-s3cr3t"
        let database = try #require(variables["DATABASE_URL"])
        let at = try #require(database.lastIndex(of: "@"))
        let wrong = [
            "DATABASE_URL": "postgresql://developer:\(marker)\(database[at...])", "STORAGE_SECRET_KEY": marker,
            "NATS_AUTH_TOKEN": marker, "SIMULATOR_ANTHROPIC_KEY": "sk-ant-api03-\(marker)",
        ]
        let report = try await doctor(checkout, environment: wrong)
        for id in ["database.connect", "storage.connect", "messaging.connect"] {
            #expect(report.check(id)?.failure_class == "auth", "\(id)")
        }
        #expect(
            report.checks.first { $0.id == "providers.key" && $0.target == "providers/anthropic" }?.failure_class
                == "auth"
        )
        for format in ["text", "json", "sarif", "github", "junit", "nagios", "prometheus", "markdown"] {
            let told = try await checkout.line(
                [Checkout.program, "doctor", "-v", "--format", format],
                environment: wrong
            )
            #expect(!(told.output + told.errors).contains(marker), "\(format)")
        }
    }
}
