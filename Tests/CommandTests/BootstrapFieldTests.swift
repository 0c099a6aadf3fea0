import Deadlines
import FoundationEssentials
import HTTP
import S3
import TestSupport
import Testing

/// What the platform file says of single fields, and of regions, as the program does it.
@Suite(.live, .timeLimit(.minutes(15))) struct BootstrapFieldTests {
    private static let environmentFile = "manifests/environments/development.yaml"
    private static let bucket = "local/storage/bucket/my-platform-data"
    private static let stream = "messaging/stream/agent_messages"

    /// On a stack of its own, with this at the end of the development file.
    private func made(_ more: String = "") async throws -> Checkout {
        let checkout = try await Checkout.initialised("fields")
        try declare(more, checkout)
        try require(await checkout("dev", "up"))
        return checkout
    }

    private func declare(_ more: String, _ checkout: Checkout) throws {
        if !checkout.scratch.exists("starter.yaml") {
            try checkout.scratch.write(try checkout.scratch.read(Self.environmentFile), to: "starter.yaml")
        }
        let starter = try checkout.scratch.read("starter.yaml")
        try checkout.scratch.write("\(starter)\n\(more)\n", to: Self.environmentFile)
    }

    private func variables(_ checkout: Checkout) async throws -> [String: String] {
        let lines = try await checkout("dev", "env").output.split(separator: "\n")
        let pairs = lines.compactMap { line -> (String, String)? in
            let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), parts[1].filter { $0 != "'" }) : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private func store(_ variables: [String: String]) throws -> S3Client {
        try S3Client(
            endpoint: try #require(variables["STORAGE_ENDPOINT"]),
            region: "fr-par",
            credentials: S3Credentials(
                accessKeyID: try #require(variables["STORAGE_ACCESS_KEY"]),
                secretAccessKey: try #require(variables["STORAGE_SECRET_KEY"])
            ),
            client: HTTPClient()
        )
    }

    @Test func `a bucket that holds data is replaced only with a word for it`() async throws {
        let checkout = try await made()
        try require(await checkout("bootstrap", "--yes"))
        let store = try store(try await variables(checkout))
        let soon = Deadline.after(.seconds(120))
        for key in ["a", "b"] { try await store.putObject([1, 2, 3, 4], to: key, in: "my-platform-data", by: soon) }
        try declare("storage:\n  buckets:\n    my-platform-data:\n      location: fr-par", checkout)
        // SeaweedFS has no locations, so another store's answer is put before it.
        let endpoint = try #require(try await variables(checkout)["STORAGE_ENDPOINT"])
        let port = try #require(endpoint.split(separator: ":").last.flatMap { Int($0.prefix { $0 != "/" }) })
        let standIn = try HTTPStandIn(before: port)
        defer { standIn.stop() }
        func located(_ place: String, times: Int = .max) {
            let document = "<LocationConstraint>\(place)</LocationConstraint>"
            standIn.misbehave(.answering(200, document), times: times) { $0.target.hasSuffix("?location=") }
        }
        let there = ["STORAGE_ENDPOINT": standIn.endpoint]
        located("nl-ams")
        let plan = try await checkout("bootstrap", "--plan", environment: there)
        #expect(plan.status == 1)
        #expect(plan.output.contains("± \(Self.bucket)"), "\(plan.output)")
        // Wrapped to the width of a terminal.
        let words = plan.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("2 objects, 8 bytes would go; allowed by --allow-destroy \(Self.bucket)"))
        for word in [[], ["--allow-destroy", "local/storage"], ["--allow-destroy", "local/\(Self.stream)"]] {
            let refused = try await checkout.line([Checkout.program, "bootstrap", "--yes"] + word, environment: there)
            #expect(refused.status == 1, "\(refused.output)\(refused.errors)")
            #expect(refused.errors.contains("not allowed: --allow-destroy \(Self.bucket)"), "\(refused.errors)")
        }
        #expect(try await store.getObject("a", in: "my-platform-data", by: soon).bytes == [1, 2, 3, 4])
        // It stands elsewhere for the plan and for the look before acting.
        located("fr-par")
        located("nl-ams", times: 2)
        let allowed = try await checkout("bootstrap", "--yes", "--allow-destroy", Self.bucket, environment: there)
        #expect(allowed.status == 0, "\(allowed.output)\(allowed.errors)")
        #expect(try await store.listObjects(in: "my-platform-data", by: soon).objects.isEmpty)
        #expect(try await checkout("bootstrap", "--plan", environment: there).status == 0)
    }

    @Test func `what is required and not had is an answer, what is ignored is left alone`() async throws {
        let checkout = try await made()
        try require(await checkout("bootstrap", "--yes"))
        func bucket(_ more: String) -> String {
            "storage:\n  buckets:\n    my-platform-data:\n      replication: {role: r, rules: [{id: x, to: other}]}\n      \(more)"
        }
        try declare(bucket("tags: {}"), checkout)
        let noted = try await checkout("bootstrap", "--plan")
        #expect(noted.status == 0, "\(noted.output)")
        #expect(noted.output.contains("the store does not have replication"))
        try declare(bucket("required: [replication]"), checkout)
        for arguments in [["--plan"], ["--yes"]] {
            let told = try await checkout.line([Checkout.program, "bootstrap"] + arguments)
            #expect(told.status == 1, "\(told.output)")
            #expect(told.output.contains("the store does not have replication, and the platform requires it"))
        }
        let differing = """
            storage:
              buckets:
                my-platform-data:
                  versioning: false
                  #ignore: [versioning]
            messaging:
              streams:
                agent_messages:
                  max_messages: 777
                  #ignore: [max_messages]
            """
        try declare(differing, checkout)
        let drift = try await checkout("bootstrap", "--plan")
        #expect(drift.status == 1)
        #expect(drift.output.contains("~ \(Self.bucket)") && drift.output.contains("~ local/\(Self.stream)"))
        try declare(differing.replacing("#ignore", with: "ignore"), checkout)
        let ignored = try await checkout("bootstrap", "--yes")
        #expect(ignored.status == 0, "\(ignored.output)\(ignored.errors)")
        #expect(ignored.output.contains("left alone"), "\(ignored.output)")
        #expect(!ignored.errors.contains("✓"))
    }

    @Test(.enabled(if: oldNATS != nil, "no nats-server 2.9 is there: scripts/setup"))
    func `two regions are made in one run, each as far as its server goes`() async throws {
        let old = try NATSServer(executable: oldNATS)
        let regions = """
            database: null
            storage: null
            messaging:
              streams:
                agent_messages:
                  compression: s2
            regions:
              fr-par:
                role: primary
                priority: 1
              nl-ams:
                role: replica
                priority: 2
                messaging:
                  url: \(old.url)
            """
        let checkout = try await made(regions)
        let plan = try await checkout("bootstrap", "--plan")
        #expect(plan.status == 1)
        for region in ["fr-par", "nl-ams"] {
            #expect(plan.output.contains("+ \(region)/\(Self.stream)"), "\(plan.output)")
        }
        #expect(plan.output.contains("compression is not known to nats-server 2.9"))
        let done = try await checkout("bootstrap", "--yes")
        #expect(done.status == 0, "\(done.output)\(done.errors)")
        for region in ["fr-par", "nl-ams"] {
            #expect(done.errors.contains("✓ \(region)/\(Self.stream)/consumer/agent-coordinator"), "\(done.errors)")
        }
        let again = try await checkout("bootstrap", "--yes")
        #expect(again.status == 0 && !again.errors.contains("✓"), "\(again.output)\(again.errors)")
        // One region alone, and its server gone: the other is none of its business.
        old.child.stop()
        #expect(try await checkout("bootstrap", "--plan", "--region", "fr-par").status == 0)
        let gone = try await checkout("bootstrap", "--plan", "--timeout", "3s")
        #expect(gone.status == 3, "\(gone.output)")
        #expect(gone.output.contains("nl-ams/messaging"))
    }

    @Test(.enabled(if: oldNATS != nil, "no nats-server 2.9 is there: scripts/setup"))
    func `what an older server lacks and the platform requires is an answer`() async throws {
        let old = try NATSServer(executable: oldNATS)
        let checkout = try await Checkout.initialised("required")
        let more = """
            database: null
            storage: null
            messaging:
              url: \(old.url)
              token: null
              streams:
                agent_messages:
                  compression: s2
                  required: [compression]
            """
        try declare(more, checkout)
        let told = try await checkout("bootstrap", "--plan")
        #expect(told.status == 1, "\(told.output)\(told.errors)")
        #expect(told.output.contains("compression is not known to nats-server 2.9"))
    }
}

/// Debian's, as `scripts/setup` unpacks it.
private let oldNATS: String? = {
    let path = "\(projectRoot)/.ihctl/debian/usr/sbin/nats-server"
    return (try? run([path, "--version"]).output.contains("v2.9.")) == true ? path : nil
}()
