import Deadlines
import Glibc
import Testing

@Suite struct DeadlineTests {
    @Test func `what is left is never negative and rounded up`() {
        #expect(Deadline.after(.seconds(-5)).remaining == .zero)
        #expect(Deadline.after(.seconds(-5)).remainingMilliseconds == 0)
        #expect(Deadline.after(.seconds(-5)).hasPassed)
        let soon = Deadline.after(.seconds(1_000))
        #expect(!soon.hasPassed)
        #expect((900_000...1_000_000).contains(soon.remainingMilliseconds))
        #expect(Deadline.after(.seconds(1 << 40)).remainingMilliseconds == .max)
    }

    @Test func `the sooner of two`() {
        let (near, far) = (Deadline.after(.seconds(1)), Deadline.after(.seconds(2)))
        #expect(near.sooner(of: far) == near)
        #expect(far.sooner(of: near) == near)
    }
}

/// Two ends of a pipe.
private final class TestPipe {
    let reading: Int32
    let writing: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    func put(_ byte: UInt8 = 1) {
        var byte = byte
        _ = write(writing, &byte, 1)
    }
}

@Suite(.timeLimit(.minutes(5))) struct WaitTests {
    @Test func `readiness comes back for what is ready, and only for that`() throws {
        let (first, second) = (TestPipe(), TestPipe())
        second.put()
        let ready = try wait(
            on: [
                Watch(first.reading, for: .readable), Watch(second.reading, for: .readable), Watch(-1, for: .readable),
                Watch(first.writing, for: .writable),
            ],
            until: .after(.seconds(30)),
        )
        #expect(ready.map(\.isEmpty) == [true, false, true, false])
        #expect(ready[3] == .writable)
        #expect(try wait(for: .readable, on: second.reading, until: .after(.zero)) == .readable)
    }

    @Test func `a wait ends by its deadline`() {
        let pipe = TestPipe()
        #expect(throws: WaitFailure.deadlinePassed) {
            try wait(for: .readable, on: pipe.reading, until: .after(.milliseconds(20)))
        }
    }

    @Test func `the bell ends a wait until it is silenced`() throws {
        let (pipe, bell) = (TestPipe(), Interruption())
        bell.ring()
        bell.ring()
        #expect(throws: WaitFailure.interrupted) {
            try wait(for: .readable, on: pipe.reading, until: .after(.seconds(30)), unless: bell)
        }
        bell.silence()
        #expect(throws: WaitFailure.deadlinePassed) {
            try wait(for: .readable, on: pipe.reading, until: .after(.milliseconds(20)), unless: bell)
        }
    }

    @Test func `a hang-up is an answer too`() throws {
        let pipe = TestPipe()
        close(dup2(open("/dev/null", O_WRONLY), pipe.writing))
        let ready = try wait(for: .readable, on: pipe.reading, until: .after(.seconds(30)))
        #expect(!ready.isDisjoint(with: .hungUp))
    }
}

@Suite(.timeLimit(.minutes(5))) struct OwnThreadTests {
    @Test func `cancelling rings the bell, before as well as during the work`() async {
        let work: @Sendable (Interruption) throws(WaitFailure) -> Void = { bell throws(WaitFailure) in
            let pipe = TestPipe()
            _ = try wait(for: .readable, on: pipe.reading, until: .after(.seconds(50)), unless: bell)
        }
        let task = Task { try await onOwnThread("test", work) }
        task.cancel()
        await #expect(throws: WaitFailure.interrupted) { try await task.value }
    }

    @Test func `blocking work stalls nobody`() async throws {
        let gate = TestPipe()
        let (reading, writing) = (gate.reading, gate.writing)
        try await withThrowingTaskGroup { group in
            for _ in 0..<50 {
                group.addTask {
                    _ = try await onOwnThread("test") { bell throws(WaitFailure) in
                        try wait(for: .readable, on: reading, until: .after(.seconds(50)), unless: bell)
                    }
                }
            }
            // Runs although fifty block: else none of them would ever end.
            group.addTask {
                var byte: UInt8 = 1
                _ = write(writing, &byte, 1)
            }
            try await group.waitForAll()
        }
    }
}

@Suite struct LockedTests {
    @Test func `a thousand additions at once are all there`() async {
        let counter = Counter()
        await withTaskGroup { group in
            for _ in 0..<1_000 { group.addTask { counter.value.withLock { $0 += 1 } } }
        }
        #expect(counter.value.withLock { $0 } == 1_000)
    }

    private final class Counter: Sendable {
        let value = Locked(0)
    }
}
