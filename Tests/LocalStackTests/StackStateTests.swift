import Deadlines
import FoundationEssentials
import Glibc
import Subprocesses
import TestSupport
import Testing

@testable import LocalStack

@Suite struct StackStateTests {
    private let scratch = Scratch("state")
    private var folder: StackFolder { StackFolder(root: scratch.path) }

    @Test func `what is saved comes back, readable by its owner alone`() throws {
        try folder.make()
        var state = try StackState()
        state.ports["cache"] = 16_000
        state.running["cache"] = StackState.Running(
            process: try #require(ProcessIdentity.current),
            startedAt: Date(),
            mark: "x"
        )
        try state.save(in: folder)
        let back = try #require(try StackState.load(from: folder))
        #expect(back.ports == state.ports)
        #expect(back.secrets.cachePassword == state.secrets.cachePassword)
        #expect(back.running(.cache)?.process.isAlive == true)
        // This process was not started as a server: it is not taken for one.
        #expect(back.running(.cache)?.isAlive == false)
        var facts = stat()
        #expect(stat(folder.stateFile, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        #expect(try scratch.read(".ihctl/.gitignore") == "*\n")
    }

    @Test func `passwords are made anew for every stack and need no escaping anywhere`() throws {
        let (one, other) = (try StackState().secrets, try StackState().secrets)
        #expect(one.agentPassword != other.agentPassword)
        #expect(one.agentPassword.count == 32)
        let isPlain = one.agentPassword.allSatisfy(\.isHexDigit)
        #expect(isPlain)
        #expect(one.encryptionKey.utf8.count == 44)
    }

    @Test func `what stands in the servers is called after the platform, and keeps its name`() throws {
        try folder.make()
        try StackState(platform: "night-ferry").save(in: folder)
        let names = try #require(try StackState.load(from: folder)).names
        #expect(names.database == "night_ferry_dev")
        #expect(names.bucket == "night-ferry-dev")
        let long = StackNames(platform: String(repeating: "n", count: 63))
        #expect(long.database.utf8.count == 63 && long.bucket.utf8.count == 63)
    }

    /// Stacks of earlier versions wrote no name down, and their data must be found again.
    @Test func `a stack without a name is that of the platform without one`() throws {
        try folder.make()
        try StackState().save(in: folder)
        let names = try #require(try StackState.load(from: folder)).names
        #expect(names == StackNames(platform: "island-hopper"))
        #expect(names.database == "island_hopper_dev" && names.bucket == "island-hopper-dev")
    }

    @Test(arguments: ["", "{", "[]", "{\"version\": 99, \"ports\": {}, \"secrets\": {}, \"running\": {}}"])
    func `a file that is no state is refused with its path`(text: String) throws {
        try folder.make()
        try scratch.write(text, to: ".ihctl/dev/stack.json")
        let error = try #require(throws: StackError.self) { try StackState.load(from: folder) }
        #expect(error.description.contains("stack.json"))
        #expect(error.hint?.contains("reset") == true)
    }

    @Test func `none was ever made`() throws {
        #expect(try StackState.load(from: folder) == nil)
        #expect(LocalStack.variables(ofStackIn: scratch.path) == nil)
    }

    @Test func `a file is written whole or not at all`() throws {
        try folder.make()
        let path = scratch.file(".ihctl/dev/file")
        try put("first", to: path)
        #expect(mkdir("\(path).\(getpid()).new", 0o700) == 0)
        #expect(throws: StackError.self) { try put("second", to: path) }
        #expect(try scratch.read(".ihctl/dev/file") == "first")
    }

    @Test func `what a killed process left half-written is removed, and nothing else is`() async throws {
        try folder.make()
        try StackState().save(in: folder)
        try makeFolder("\(folder.path)/data/cache", mode: 0o700)
        let left = [
            "stack.json.4711.new", "configuration/nats.conf.4711.new", "data/database.unfinished.password",
            "data/database.unfinished.password.4711.new",
        ]
        let kept = ["configuration/nats.conf", "data/newspaper", "data/cache/appendonly.new"]
        for name in left + kept { try put("password", to: "\(folder.path)/\(name)") }
        let stack = LocalStack(root: scratch.path, path: nil)
        #expect(try await !stack.down(by: .after(.seconds(60))) { _ in })
        for name in left { #expect(!isThere(name), "\(name)") }
        for name in kept + ["stack.json"] { #expect(isThere(name), "\(name)") }
        try put("password", to: "\(folder.path)/\(left[0])")
        #expect(try await !stack.reset(by: .after(.seconds(60))) { _ in })
        #expect(!isThere(left[0]))
        #expect(isThere("stack.json"))
    }

    private func isThere(_ name: String) -> Bool { access("\(folder.path)/\(name)", F_OK) == 0 }

    private func put(_ text: String, to path: String) throws {
        try write(text, to: path, mode: 0o600)
    }
}
