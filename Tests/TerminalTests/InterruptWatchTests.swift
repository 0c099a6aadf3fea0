import Glibc
import Terminal
import Testing
import Words

@Suite(.timeLimit(.minutes(5))) struct InterruptWatchTests {
    @Test func `work that is left alone ends with its own status`() async {
        await #expect(processExitsWith: .exitCode(1)) {
            exit(await InterruptWatch.run { .negative }.rawValue)
        }
    }

    @Test func `the first Ctrl-C cancels the work, which may clean up, and the status is 130`() async {
        let result = await #expect(processExitsWith: .exitCode(130), observing: [\.standardOutputContent]) {
            let status = await InterruptWatch.run(onFirst: { OutputStream(descriptor: 1).write("noticed ") }) {
                kill(getpid(), SIGINT)
                try? await Task.sleep(for: .seconds(600))
                OutputStream(descriptor: 1).write("cleaned up")
                return .success
            }
            exit(status.rawValue)
        }
        let text = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        #expect(text.contains("noticed cleaned up"))
    }

    @Test func `SIGTERM is the same with 143`() async {
        await #expect(processExitsWith: .exitCode(143)) {
            let status = await InterruptWatch.run {
                kill(getpid(), SIGTERM)
                try? await Task.sleep(for: .seconds(600))
                return .success
            }
            exit(status.rawValue)
        }
    }

    @Test func `the second one ends at once, however stuck the work is`() async {
        await #expect(processExitsWith: .exitCode(130)) {
            // Sent when the first has arrived: two at once would be one.
            _ = await InterruptWatch.run(onFirst: { kill(getpid(), SIGINT) }) {
                kill(getpid(), SIGINT)
                while true { sleep(600) }
            }
        }
    }
}
