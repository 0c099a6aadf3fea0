import Deadlines
import FoundationEssentials
import Glibc
import Subprocesses
import TestSupport
import Testing

private func soon() -> Deadline { .after(.seconds(30)) }

@Suite(.timeLimit(.minutes(5))) struct ProcessIdentityTests {
    @Test func `an identity written down finds the same process again`() async throws {
        let child = try spawn(Command("sleep", ["100"]))
        let written = try JSONEncoder().encode(child.identity)
        let read = try JSONDecoder().decode(ProcessIdentity.self, from: written)
        #expect(read == child.identity)
        #expect(read.isAlive)
        #expect(ProcessIdentity(of: child.pid) == read)
        #expect(try await read.waitForEnd(by: .after(.milliseconds(50))) == false)
        try await read.stop()
        #expect(!read.isAlive)
        #expect(try child.endingIfAny() == .killed(by: .terminate))
    }

    @Test func `a zombie has ended`() async throws {
        let child = try spawn(Command("true"))
        #expect(try await child.identity.waitForEnd(by: soon()))
        #expect(!child.identity.isAlive)
        #expect(try child.identity.send(.terminate) == false)
        _ = try await child.wait(by: soon())
    }

    @Test func `a reused pid is never touched`() async throws {
        let child = try spawn(Command("sleep", ["100"]))
        let now = child.identity
        let others = [
            ProcessIdentity(pid: now.pid, startTime: now.startTime - 1, bootID: now.bootID),
            ProcessIdentity(pid: now.pid, startTime: now.startTime, bootID: "another boot"),
        ]
        for other in others {
            #expect(!other.isAlive)
            #expect(try other.send(.kill) == false)
            #expect(try await other.waitForEnd(by: .after(.zero)))
            #expect(other.company().isEmpty)
            try await other.stop(grace: .zero)
        }
        #expect(now.isAlive)
        try await child.stop()
    }

    @Test(arguments: [Int32(0), -1, 1 << 30]) func `nobody has a pid that cannot be`(pid: Int32) {
        #expect(ProcessIdentity(of: pid) == nil)
        #expect(!ProcessIdentity(pid: pid, startTime: 1, bootID: "").isAlive)
    }

    @Test func `a session is stopped whole, even when its leader went first`() async throws {
        let scratch = Scratch("session")
        let script = """
            setsid sleep 100 & echo $! >\(scratch.file("stranger"))
            (set -m; sleep 100 & echo $! >\(scratch.file("member")))
            echo >\(scratch.file("ready"))
            """
        var command = Command("bash", ["-c", script], output: .discarded, errors: .discarded, group: .session)
        command.input = .empty
        let child = try spawn(command)
        #expect(try await child.wait(by: soon()).isSuccess)
        let member = try #require(ProcessIdentity(of: try pid(from: "member", in: scratch)))
        let stranger = try #require(ProcessIdentity(of: try pid(from: "stranger", in: scratch)))
        #expect(child.identity.company() == [member])
        try await child.identity.stop()
        #expect(!member.isAlive)
        #expect(stranger.isAlive, "it left for a session of its own")
        try await stranger.stop()
    }

    @Test func `a server with a session of its own outlives whoever started it`() async throws {
        let scratch = Scratch("daemon")
        let script = "setsid sh -c 'echo $$ >\(scratch.file("pid")); exec sleep 100' >/dev/null 2>&1 </dev/null &"
        #expect(try await run(Command("sh", ["-c", script]), by: soon()).ending.isSuccess)
        let server = try #require(ProcessIdentity(of: try pid(from: "pid", in: scratch)))
        #expect(server.isAlive)
        try await server.stop()
        #expect(!server.isAlive)
    }
}
