import Deadlines
import Testing

@Suite struct AbandoningTests {
    @Test func `What comes in time is given`() async {
        #expect(await abandoning(after: .seconds(60)) { 7 } == 7)
    }

    @Test(.timeLimit(.minutes(5)))
    func `Work that is deaf to being stopped keeps nobody waiting`() async {
        let began = ContinuousClock.now
        let value = await abandoning(after: .milliseconds(20)) {
            while ContinuousClock.now - began < .seconds(15) { await Task.yield() }
            return 7
        }
        #expect(value == nil)
        #expect(ContinuousClock.now - began < .seconds(10))
    }

    @Test(.timeLimit(.minutes(5)))
    func `Whoever is stopped waits for a moment, and the work is told`() async {
        let isTold = Locked(false)
        let waiting = Task {
            await abandoning(after: .seconds(600)) {
                try? await Task.sleep(for: .seconds(600))
                isTold.withLock { $0 = Task.isCancelled }
                return 7
            }
        }
        waiting.cancel()
        #expect(await waiting.value == 7)
        #expect(isTold.withLock { $0 })
    }
}
