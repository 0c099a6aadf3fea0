import Reports
import Terminal
import TestSupport
import Testing
import Words

@Suite struct FindingTextTests {
    @Test(arguments: [80, 40])
    func `findings read well in every width`(width: Int) {
        expectSnapshot(render(Samples.all, as: .text, for: Look(width: width)), named: "findings-\(width)")
    }

    @Test func `an editor finds the place first and the whole message on the same line`() {
        let text = render(Samples.report([Samples.index]), as: .text, for: Look(width: 20))
        #expect(
            text.hasPrefix(
                "\(Samples.migration):4:1: error: sessions: the index is built while nobody may write  [index-not-concurrent]\n"
            )
        )
    }

    @Test func `what is to be copied is never wrapped`() throws {
        let text = render(Samples.report([Samples.index, Samples.connect]), as: .text, for: Look(width: 30))
        #expect(text.contains("psql -h fr-par-db -U postgres -c '\\du agent'\n"))
        #expect(text.contains("    create index sessions_user\n        on sessions (user_id);\n"))
    }

    @Test func `a fix of several lines keeps them in one column`() {
        let finding = Finding("x", .error, "y", remedies: [.fix("begin;\ncommit;"), .then("z")])
        #expect(
            render(Samples.report([finding]), as: .text, for: Look()).contains(
                "  fix    begin;\n         commit;\n  then   z\n"
            )
        )
    }

    @Test(arguments: [80, 40])
    func `a topic reads well in every width`(width: Int) {
        expectSnapshot(text(of: Samples.topic.blocks, for: Look(width: width)), named: "topic-\(width)")
    }

    @Test func `a good example alone answers no bad one`() {
        var topic = Samples.topic
        #expect(topic.caption(of: topic.examples[1]) == "But so")
        topic.examples.removeFirst()
        #expect(topic.caption(of: topic.examples[0]) == "For example")
    }

    @Test func `JSON holds findings and counts where a command judges, and neither where it does not`() {
        guard case .object(let judged) = json(of: Samples.report([], exitStatus: .success)),
            case .object(let plain) = json(of: Samples.report(nil)),
            case .object(let full) = json(of: Samples.all)
        else {
            Issue.record("no object")
            return
        }
        #expect(judged["findings"] == [])
        #expect(judged["counts"] == ["errors": 0, "warnings": 0, "notes": 0, "suppressed": 0])
        #expect(plain["findings"] == nil)
        #expect(plain["counts"] == nil)
        #expect(full["counts"] == ["errors": 2, "warnings": 2, "notes": 1, "suppressed": 1])
    }
}
