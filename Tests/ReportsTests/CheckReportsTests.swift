import FoundationEssentials
import Terminal
import Testing
import Words

@testable import Reports

/// The formats of a command that runs checks: each tells the six states apart.
@Suite struct CheckReportsTests {
    private static let far = Address("fr-par", "messaging")
    private static let connect = CheckKind("messaging.connect", "the server lets us in")
    private static let stream = CheckKind("messaging.stream", "the stream is there", requires: ["messaging.connect"])

    private static let outcomes: [CheckOutcome] = [
        CheckOutcome(
            connect,
            of: far,
            .fail,
            findings: [Finding(connect, at: far, .refused, "Nobody listens at nats:4222.")]
        ),
        CheckOutcome(
            stream,
            of: far / "stream" / "events",
            .blocked,
            blockedBy: CheckOutcome.Blocker("messaging.connect", far)
        ),
        CheckOutcome(stream, of: far / "stream" / "audit", .skipped, reason: "left out with --skip"),
    ]

    private func report(
        _ outcomes: [CheckOutcome] = outcomes,
        _ status: Words.ExitStatus = .negative,
        failOn: String = "fail"
    ) -> Report {
        Report(
            command: "doctor",
            startedAt: Date(timeIntervalSince1970: 1_800_000_000),
            duration: .milliseconds(40),
            outcome: .problems,
            exitStatus: status,
            checks: outcomes,
            data: ["fail_on": .string(failOn)],
            body: []
        )
    }

    private static let cause = "blocked by messaging.connect of fr-par/messaging"

    @Test func `JUnit says of a blocked check that it is blocked, and by what`() {
        let text = junit(of: report())
        #expect(text.contains("<skipped message=\"\(Self.cause)\" type=\"blocked\"/>"))
        #expect(text.contains("<skipped message=\"left out with --skip\"/>"))
        #expect(text.contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"2\""))
    }

    @Test func `Markdown says each state in a word beside its sign`() {
        let text = markdown(of: report())
        #expect(text.contains("| ⛔ blocked | `messaging.stream` | fr-par/messaging/stream/events | \(Self.cause) |"))
        #expect(text.contains("| ➖ skipped | `messaging.stream` | fr-par/messaging/stream/audit | left out with"))
        #expect(text.contains("| ❌ fail | `messaging.connect` |"))
    }

    @Test func `Nagios counts what failed, and nothing where nothing is to count`() {
        let strict = report()
        #expect(strict.nagiosStatus == .usage)
        #expect(nagios(of: strict).hasPrefix("IHCTL DOCTOR CRITICAL - 1 failed, 1 blocked, 1 skipped - "))
        let forgiven = report(Self.outcomes, .success, failOn: "never")
        #expect(forgiven.nagiosStatus == .success)
        #expect(
            nagios(of: forgiven).hasPrefix(
                "IHCTL DOCTOR OK - 1 failed, 1 blocked, 1 skipped (nothing counts: --fail-on never) - messaging.connect"
            )
        )
        // Nobody looked at anything: that is no OK, whatever counts.
        #expect(report([Self.outcomes[2]], .incomplete, failOn: "never").nagiosStatus == .incomplete)
        #expect(report(Self.outcomes, .terminated, failOn: "never").nagiosStatus == .incomplete)
    }

    @Test func `JSON names the blocker as a check and its target`() throws {
        let text = json(of: report()).compact
        #expect(text.contains(#""blocked_by":{"id":"messaging.connect","target":"fr-par/messaging"}"#))
    }
}
