import Testing
import Words

@Suite struct FindingTests {
    private let finding = Finding(
        "index-not-concurrent",
        .error,
        subject: "sessions",
        "the index is built while nobody may write",
        place: Place("manifests/migrations/1_a.sql", line: 4, column: 1),
        content: "create index on sessions (user_id);"
    )

    @Test func `a fingerprint stays when lines, spaces and words of the message change`() {
        var moved = finding
        moved.place?.line = 400
        moved.place?.column = 9
        moved.severity = .warning
        moved.message = "said in other words"
        moved.content = "create index\n   on sessions\t(user_id);\n"
        #expect(moved.fingerprint == finding.fingerprint)
        // The very digits: somebody's alerts are known by them.
        #expect(finding.fingerprint == "22d5d3c79b8a22f9")
    }

    @Test func `a fingerprint tells id, file, subject and content apart`() {
        var others = Array(repeating: finding, count: 5)
        others[0].id = "drop-index-not-concurrent"
        others[1].place?.file = "manifests/migrations/2_b.sql"
        others[2].subject = "costs"
        others[3].content = "create index on sessions (agent_id);"
        others[4].place = nil
        #expect(Set((others + [finding]).map(\.fingerprint)).count == 6)
        // Nor does it help to move a letter from one part to the next.
        #expect(
            Finding("ab", .error, subject: "c", "").fingerprint != Finding("a", .error, subject: "bc", "").fingerprint
        )
    }

    @Test func `the same fault twice in a file is told apart by its turn`() {
        let fingerprints = [finding, Finding("x", .error, ""), finding].fingerprints
        #expect(fingerprints[0] == "\(finding.fingerprint):1")
        #expect(fingerprints[2] == "\(finding.fingerprint):2")
        #expect(fingerprints[1].hasSuffix(":1"))
    }

    @Test func `what is allowed counts for nothing, and warnings only where asked for`() {
        var allowed = finding
        allowed.suppression = "the table has ten rows"
        let warning = Finding("w", .warning, "")
        #expect([allowed, Finding("n", .note, "")].counts.isSound(strict: true))
        #expect([allowed, warning].counts.isSound())
        #expect(![allowed, warning].counts.isSound(strict: true))
        #expect(![warning, finding].counts.isSound())
        #expect([finding, finding, warning, allowed].counts.text == "2 errors, 1 warning, 1 allowed")
        #expect([Finding]().counts.text == nil)
    }

    @Test(arguments: [
        ([Finding](), "✓ staging: nothing wrong"),
        ([Finding("w", .warning, "")], "! staging: 1 warning"),
        ([Finding("e", .error, "", suppression: "known")], "✓ staging: nothing wrong, 1 allowed"),
        ([Finding("n", .note, "")], "✓ staging: 1 note"),
        ([Finding("w", .warning, ""), Finding("e", .error, "")], "✗ staging: 1 error, 1 warning"),
    ])
    func `the closing line says how it stands`(findings: [Finding], line: String) {
        #expect(findings.counts.closing(about: "staging").text == line)
    }

    @Test func `JSON has every key, and a finding's own data cannot displace one`() {
        var finding = finding
        finding.data = ["id": "forged", "lock": "SHARE"]
        finding.remedies = [.fix("a"), .hint("b"), .then("c")]
        finding.evidence = [.paragraph("p"), .fact("n", "v"), .verbatim("s")]
        guard case .object(let members) = finding.json else {
            Issue.record("no object")
            return
        }
        #expect(members["id"] == "index-not-concurrent")
        #expect(members["lock"] == "SHARE")
        #expect(members["remedies"] == [["fix": "a"], ["hint": "b"], ["then": "c"]])
        #expect(members["evidence"] == [["text": "p"], ["name": "n", "value": "v"], ["verbatim": "s"]])
        #expect(members["suppressed"] == .null)
        #expect(
            Set(members.keys) == [
                "id", "severity", "subject", "message", "evidence", "remedies", "place", "related", "failure_class",
                "topic", "suppressed", "fingerprint", "lock",
            ]
        )
    }

    @Test func `where to read more is said once for each topic`() {
        let blocks = [
            Finding("a", .error, "one", topic: "t"), Finding("a", .error, "two", topic: "t"),
            Finding("b", .error, "three", topic: "u"),
        ]
        .blocks
        let told = blocks.flatMap { block -> [String] in
            if case .facts(let facts) = block { facts.map(\.value.text) } else { [] }
        }
        #expect(told == ["ihctl explain t", "ihctl explain u"])
    }
}
