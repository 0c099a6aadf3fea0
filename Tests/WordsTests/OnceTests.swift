import Deadlines
import Testing

@testable import Words

@Suite(.timeLimit(.minutes(5))) struct OnceTests {
    @Test func `work that many want is done once, and all get what it gave`() async {
        let once = Once<Int>()
        let done = Counter()
        let values = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    await once.value {
                        await Task.yield()
                        return done.next()
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == Array(repeating: 1, count: 50))
    }

    @Test func `who is cancelled while another works does not wait`() async {
        let once = Once<Int>()
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let (end, ending) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            await once.value {
                beginning.finish()
                for await _ in end {}
                return 7
            }
        }
        for await _ in begun {}
        let second = Task { await once.value { 8 } }
        second.cancel()
        #expect(await second.value == nil)
        ending.finish()
        #expect(await first.value == 7)
        #expect(await once.value { 9 } == 7)
    }
}

private final class Counter: Sendable {
    private let count = Locked(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
