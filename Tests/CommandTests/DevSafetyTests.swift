import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// What a spoilt, copied or hostile `.ihctl` must never lead to.
@Suite(.live, .timeLimit(.minutes(15))) struct DevSafetyTests {
    @Test func `a copied checkout leaves the servers of the first alone`() async throws {
        let first = Checkout("first")
        try require(await first("dev", "up"))
        let copy = Checkout("copy")
        try require(await first.line(["cp", "-a", first.scratch.file(".ihctl"), copy.scratch.path]))
        try require(await copy("dev", "down"))
        #expect(try await first("dev", "status").status == 0)
        // A moved one is still the same.
        let moved = first.scratch.file("moved")
        try FileManager.default.createDirectory(atPath: moved, withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: first.scratch.file(".ihctl"), toPath: "\(moved)/.ihctl")
        try require(await first("-C", moved, "dev", "down"))
        #expect(first.stackProcesses.isEmpty)
    }

    @Test func `a process that a state file names and that is no server of ours is not ended`() async throws {
        let checkout = Checkout("foreign")
        try require(await checkout("dev", "up"))
        try require(await checkout("dev", "down"))
        let stranger = try LinkedChild(["sleep", "600"], scratch: checkout.scratch, log: "stranger")
        defer { stranger.stop() }
        let start = try content("/proc/\(stranger.pid)/stat").split(separator: ")").last.map {
            $0.split(separator: " ")[19]
        }
        let boot = try content("/proc/sys/kernel/random/boot_id").prefix { $0 != "\n" }
        let entry = """
            "running" : {"cache": {"mark": "", "startedAt": 0, "process": \
            {"pid": \(stranger.pid), "startTime": \(try #require(start)), "bootID": "\(boot)"}}}
            """
        let state = try checkout.scratch.read(".ihctl/dev/stack.json")
        let empty = try #require(state.range(of: "\"running\" : {\n\n  }"))
        try checkout.scratch.write(state.replacingCharacters(in: empty, by: entry), to: ".ihctl/dev/stack.json")
        #expect(try await checkout("dev", "status").status == 1)
        try require(await checkout("dev", "down"))
        #expect(kill(stranger.pid, 0) == 0)
        #expect(try content("/proc/\(stranger.pid)/stat").contains("sleep"))
    }

    @Test func `reset removes nothing outside, whatever the state file or a link says`() async throws {
        let checkout = Checkout("outside")
        try require(await checkout("dev", "up"))
        try require(await checkout("dev", "down"))
        let victim = Scratch("victim")
        try victim.write("precious", to: "data/precious")
        let state = try checkout.scratch.read(".ihctl/dev/stack.json")
        let brace = try #require(state.firstIndex(of: "{"))
        let hostile = "{\"databaseHome\": \"\(victim.path)\"," + state[state.index(after: brace)...]
        try checkout.scratch.write(hostile, to: ".ihctl/dev/stack.json")
        _ = try await checkout("dev", "reset", "--yes")
        #expect(victim.exists("data/precious"))
        let linked = Checkout("linked")
        try FileManager.default.createDirectory(
            atPath: linked.scratch.file(".ihctl"),
            withIntermediateDirectories: true
        )
        try FileManager.default.createSymbolicLink(
            atPath: linked.scratch.file(".ihctl/dev"),
            withDestinationPath: victim.path
        )
        for line in [["dev", "reset", "--yes"], ["dev", "up"], ["dev", "down"]] {
            let outcome = try await linked.line([Checkout.program] + line)
            #expect(outcome.status == 3, "\(line): \(outcome.errors)")
        }
        #expect(victim.exists("data/precious"))
    }

    @Test(.enabled(if: geteuid() == 0, "only root may give up the right to end another user's processes"))
    func `a server that cannot be ended is named, and nobody says that the stack is down`() async throws {
        let checkout = Checkout("unending")
        try require(await checkout("dev", "up"))
        // PostgreSQL runs as another user: without this one right root cannot signal it.
        let weak = ["setpriv", "--bounding-set=-kill", "--inh-caps=-kill", Checkout.program]
        for line in [["dev", "down"], ["dev", "reset", "--yes"]] {
            let outcome = try await checkout.line(weak + line)
            #expect(outcome.status == 3)
            #expect(outcome.errors.contains("could not be ended: database (process "), "\(outcome.errors)")
            #expect(!outcome.errors.contains("is down"))
            #expect(checkout.scratch.exists(".ihctl/dev/data/database/PG_VERSION"))
        }
        try require(await checkout("dev", "down"))
        #expect(checkout.stackProcesses.isEmpty)
    }

    @Test func `a killed postmaster does not keep up from starting another`() async throws {
        let checkout = Checkout("postmaster")
        try require(await checkout("dev", "up"))
        let file = checkout.scratch.file(".ihctl/dev/data/database/postmaster.pid")
        let pid = try #require(Int32(try content(file).prefix { $0 != "\n" }))
        kill(pid, SIGKILL)
        try require(await checkout("dev", "up"))
        #expect(try await checkout("dev", "status").status == 0)
    }

    @Test func `down finds the servers of a stack whose folder has gone`() async throws {
        let checkout = Checkout("gone")
        try require(await checkout("dev", "up"))
        try FileManager.default.removeItem(atPath: checkout.scratch.file(".ihctl"))
        try require(await checkout("dev", "down"))
        #expect(checkout.stackProcesses.isEmpty)
    }

    @Test func `ports that cannot be are replaced`() async throws {
        let checkout = Checkout("badports")
        try require(await checkout("dev", "up"))
        try require(await checkout("dev", "down"))
        let port = try #require(
            try checkout.scratch.read(".ihctl/dev/stack.json").split { !$0.isNumber }.first { $0.count == 5 }
        )
        for bad in ["-1", "70000", "9223372036854775807"] {
            let state = try checkout.scratch.read(".ihctl/dev/stack.json")
            try checkout.scratch.write(state.replacing(port, with: bad), to: ".ihctl/dev/stack.json")
            let up = try await checkout("dev", "up")
            #expect(up.status == 0, "\(bad): \(up.errors)")
            try require(await checkout("dev", "down"))
            try checkout.scratch.write(state, to: ".ihctl/dev/stack.json")
        }
    }

    private func content(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}

extension String {
    fileprivate func range(of part: String) -> Range<Index>? { firstRange(of: part) }

    fileprivate func replacingCharacters(in range: Range<Index>, by text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
