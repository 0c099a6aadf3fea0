import Deadlines
import Dispatch
import Glibc
import Synchronization
import Terminal
import Testing
import Words

/// A console whose both streams are kept.
final class Captured: Sendable {
    let console: Console

    init(_ verbosity: Console.Verbosity = .normal, colour: ColourChoice = .auto, redactor: Redactor = Redactor()) {
        let texts = Kept()
        kept = texts
        console = Console(
            output: OutputStream { text in texts.add(text, to: 0) },
            errors: OutputStream { text in texts.add(text, to: 1) },
            colour: colour,
            verbosity: verbosity,
            environment: [:],
            redactor: redactor
        )
    }

    private let kept: Kept
    var output: String { kept.text(0) }
    var errors: String { kept.text(1) }

    private final class Kept: Sendable {
        private let texts = Locked(["", ""])
        func add(_ text: String, to stream: Int) { texts.withLock { $0[stream] += text } }
        func text(_ stream: Int) -> String { texts.withLock { $0[stream] } }
    }
}

@Suite struct ConsoleTests {
    @Test func `data and messages go different ways`() {
        let captured = Captured()
        captured.console.write("data\n")
        captured.console.say("a message")
        captured.console.warn("careful")
        captured.console.fail("it broke", hint: "mend it")
        captured.console.detail("not asked for")
        #expect(captured.output == "data\n")
        #expect(captured.errors == "a message\n! careful\nit broke\n\nhint: mend it\n")
    }

    @Test func `quiet keeps errors and nothing else, detailed tells more`() {
        let quiet = Captured(.quiet)
        quiet.console.say("a message")
        quiet.console.warn("careful")
        quiet.console.fail("it broke")
        #expect(quiet.errors == "it broke\n")
        let detailed = Captured(.detailed)
        detailed.console.detail("step")
        #expect(detailed.errors == "step\n")
    }

    @Test func `messages are redacted and cannot steer the terminal`() {
        let redactor = Redactor()
        redactor.learn(Secret("correct-horse"))
        let captured = Captured(redactor: redactor)
        captured.console.fail("role \u{1B}[2J has correct-horse", hint: "password=x")
        captured.console.say(Line("two\nlines ") + Line("correct-horse", .strong))
        #expect(
            captured.errors
                == "role ␛[2J has \(Secret.mask)\n\nhint: password=\(Secret.mask)\ntwo\nlines \(Secret.mask)\n"
        )
    }

    @Test func `a reader that goes away is no error and silence follows`() {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        close(ends[0])
        let stream = OutputStream(descriptor: ends[1])
        let console = Console(output: stream, errors: OutputStream { _ in }, environment: [:])
        console.write("nobody reads this")
        console.write("nor this")
        #expect(stream.failure == .readerGone)
        #expect(console.finish(.success) == .success)
        #expect(console.finish(.negative) == .negative)
        close(ends[1])
    }

    @Test func `a full disk makes the answer incomplete`() {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        let errors = Captured()
        let stream = OutputStream(descriptor: full)
        let console = Console(output: stream, errors: errors.console.errors, environment: [:])
        console.write("data")
        #expect(stream.failure == .system(errno: ENOSPC))
        #expect(console.finish(.success) == .incomplete)
        #expect(errors.errors.contains("No space left"))
    }

    @Test func `a write is whole though the pipe is small and non-blocking`() {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        let (reading, writing) = (ends[0], ends[1])
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        let total = Locked(0)
        let reader = DispatchGroup()
        DispatchQueue(label: "reader").async(group: reader) {
            var bytes = [UInt8](repeating: 0, count: 1_000)
            while case let count = read(reading, &bytes, bytes.count), count > 0 { total.withLock { $0 += count } }
        }
        OutputStream(descriptor: writing).write(String(repeating: "0123456789", count: 100_000))
        close(writing)
        reader.wait()
        #expect(total.withLock { $0 } == 1_000_000)
        close(reading)
    }

    @Test func `an empty report of a quiet console is still an answer`() {
        #expect(Captured(.quiet).console.finish(.success) == .success)
    }
}
