internal import Deadlines
internal import FoundationEssentials
internal import Glibc
internal import TestSupport
import Testing
internal import Words

@testable import Configuration

/// Several at once, and runs that were killed.
@Suite(.timeLimit(.minutes(5)))
struct SecretsTroubleTests {
    private func store(_ scratch: Scratch) -> SecretsStore {
        SecretsStore(path: scratch.file("secrets/s.json"), shown: "secrets/s.json", root: scratch.path)
    }

    @Test func `twenty at once lose nothing`() async throws {
        let scratch = Scratch("configuration")
        let store = store(scratch)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { _ = try await store.add("NAME_\(number)", by: soon()) { Secret("value-\(number)") } }
            }
            try await group.waitForAll()
        }
        let entries = try JSONDecoder().decode(
            [String: String].self,
            from: Data(try scratch.read("secrets/s.json").utf8)
        )
        #expect(entries == Dictionary(uniqueKeysWithValues: (0..<20).map { ("NAME_\($0)", "value-\($0)") }))
    }

    @Test func `of twenty that want the same one makes it`() async throws {
        let scratch = Scratch("configuration")
        let store = store(scratch)
        let made = try await withThrowingTaskGroup(of: Secret?.self) { group in
            for number in 0..<20 {
                group.addTask { try await store.add("NAME", by: soon()) { Secret("value-\(number)") } }
            }
            return try await group.reduce(into: [Secret]()) { made, secret in if let secret { made.append(secret) } }
        }
        #expect(made.count == 1)
        #expect(try store.read()?.holds("NAME", try #require(made.first)) == true)
    }

    @Test func `what a killed run left is removed by the next, and the file is whole`() async throws {
        let scratch = Scratch("configuration")
        let store = store(scratch)
        _ = try await store.add("ONE", by: soon()) { Secret("1") }
        try scratch.write("{\"ONE\": \"1\", \"TW", to: "secrets/.s.json.new-123-456")
        try scratch.write("mine", to: "secrets/.s.json.keep")
        _ = try await store.add("TWO", by: soon()) { Secret("2") }
        #expect(names(in: scratch.file("secrets")) == [".gitignore", ".s.json.keep", ".s.json.lock", "s.json"])
        #expect(try store.read()?.names == ["ONE", "TWO"])
    }

    /// A process that writes without end is killed at a random moment, again and again.
    @Test func `killed at any moment, the file is whole and nothing that was written is lost`() async throws {
        let scratch = Scratch("configuration")
        let path = scratch.file("secrets/s.json")
        for round in 0..<6 {
            let pause = UInt32.random(in: 0..<60_000)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, round = round as Int, pause = pause as UInt32] in
                let store = SecretsStore(path: path, shown: path, root: "/nowhere")
                for number in 0..<100_000 {
                    if number == 5 {
                        try await killMyself(after: pause)
                    }
                    _ = try await store.add("R\(round)_\(number)", by: soon()) {
                        Secret(String(repeating: "x", count: 200))
                    }
                }
            }
            let names = try #require(try store(scratch).read()).names
            // What was written goes without a gap from the first on.
            let mine = names.filter { $0.hasPrefix("R\(round)_") }
            #expect(mine.count >= 5)
            #expect(mine == Set((0..<mine.count).map { "R\(round)_\($0)" }))
            for earlier in 0..<round { #expect(names.contains("R\(earlier)_4")) }
        }
        _ = try await store(scratch).add("LAST", by: soon()) { Secret("1") }
        #expect(names(in: scratch.file("secrets")) == [".gitignore", ".s.json.lock", "s.json"])
    }

    @Test func `a lock that is held is waited for, until the deadline`() async throws {
        let scratch = Scratch("configuration")
        let store = store(scratch)
        _ = try await store.add("ONE", by: soon()) { Secret("1") }
        let held = open(scratch.file("secrets/.s.json.lock"), O_RDWR)
        flock(held, LOCK_EX)
        let fault = await failure(FileFault.self) {
            _ = try await store.add("TWO", by: .after(.milliseconds(100))) { Secret("2") }
        }
        #expect(fault?.kind == .busy)
        let task = Task { try await store.add("TWO", by: soon()) { Secret("2") } }
        close(held)
        #expect(try await task.value != nil)
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.add("TWO", by: soon()) { Secret("3") }
        }
        #expect(try await cancelled.value == nil)
    }
}

/// From another thread, so that it strikes in the middle of whatever goes on.
private func killMyself(after microseconds: UInt32) async throws {
    var thread = pthread_t()
    let pause = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    pause.initialize(to: microseconds)
    pthread_create(
        &thread,
        nil,
        { pause in
            usleep(pause?.load(as: UInt32.self) ?? 0)
            kill(getpid(), SIGKILL)
            return nil
        },
        pause
    )
}
