import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// `ihctl bootstrap` against a server that stops answering when it is about to be written to.
@Suite(.live, .timeLimit(.minutes(15))) struct BootstrapSilenceTests {
    private struct Plan: Decodable {
        struct Change: Decodable {
            let address, kind: String
        }
        let exit_code: Int
        let changes: [Change]
        let unknown: [String]
    }

    private struct Status: Decodable {
        struct Service: Decodable {
            let name: String
            let pid: Int32?
        }
        let services: [Service]
    }

    private func plan(_ checkout: Checkout) async throws -> Plan {
        let told = try await checkout("bootstrap", "--plan", "--format", "json")
        return try JSONDecoder().decode(Plan.self, from: Data(told.output.utf8))
    }

    private func pid(of service: String, _ checkout: Checkout) async throws -> Int32 {
        let told = try await checkout("dev", "status", "--format", "json")
        let status = try JSONDecoder().decode(Status.self, from: Data(told.output.utf8))
        return try #require(status.services.first { $0.name == service }?.pid)
    }

    @Test(arguments: ["database", "storage", "messaging"])
    func `a frozen server holds the run for the time of one change, and the next run goes on`(_ service: String)
        async throws
    {
        let checkout = try await Checkout.initialised("silence")
        try require(await checkout("dev", "up"))
        // The stack has made what the starter says; another group leaves bootstrap something to do in every server.
        let starter = try checkout.scratch.read("manifests/platform.yaml")
        let grown = starter.replacing("group: my_platform_agent", with: "group: its_agents")
        try #require(grown != starter)
        try checkout.scratch.write(grown, to: "manifests/platform.yaml")
        let server = try await pid(of: service, checkout)
        let all = try await plan(checkout).changes.map(\.address)
        // It has looked at everything, and waits to write down what it is about to do.
        let audit = try HeldFile(checkout.scratch.file(".ihctl/audit.jsonl"))
        let began = ContinuousClock.now
        async let running = checkout("bootstrap", "--yes", "--timeout", "5s", limit: 400)
        try await aside { try waitUntil("the run waits for the file", limit: 120) { audit.isWaitedFor } }
        try await freeze(server)
        defer { thaw(server) }
        audit.release()
        let told = try await running
        #expect(told.status == 3, "\(told.output)\(told.errors)")
        // Far from the hour that the whole command has.
        #expect(ContinuousClock.now - began < .seconds(300))
        let made = told.errors.split(separator: "\n").filter { $0.contains("✓") }
        for other in ["database", "storage", "messaging"] {
            #expect(made.contains { $0.contains("local/\(other)/") } == (other != service), "\(told.errors)")
        }
        #expect(told.output.contains("local/\(service)"), "\(told.output)")
        thaw(server)
        let second = try await checkout("bootstrap", "--yes")
        #expect(second.status == 0, "\(second.output)\(second.errors)")
        let (left, reached) = (all.filter { $0.hasPrefix("local/\(service)/") }, second.errors)
        #expect(!left.isEmpty)
        for address in left { #expect(reached.contains("✓ \(address)"), "\(address) is not among \(reached)") }
        let last = try await plan(checkout)
        #expect(last.changes.isEmpty && last.unknown.isEmpty)
    }
}

/// A file that others wait for, since they write it under a lock.
private final class HeldFile: Sendable {
    private let descriptor: Int32
    private let inode: UInt

    init(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        var facts = stat()
        let isHeld = descriptor >= 0 && fstat(descriptor, &facts) == 0 && flock(descriptor, LOCK_EX) == 0
        inode = UInt(facts.st_ino)
        try #require(isHeld, "\(path) cannot be held")
    }

    deinit { close(descriptor) }

    /// The kernel's list of locks has a line with an arrow for each that waits.
    var isWaitedFor: Bool {
        let lines =
            (FileManager.default.contents(atPath: "/proc/locks").map { String(decoding: $0, as: UTF8.self) } ?? "")
        return lines.split(separator: "\n").contains { $0.contains("-> FLOCK") && $0.contains(":\(inode) ") }
    }

    func release() { flock(descriptor, LOCK_UN) }
}
