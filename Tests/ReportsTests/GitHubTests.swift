import Reports
import Terminal
import TestSupport
import Testing
import Words

@Suite struct GitHubTests {
    private func lines(_ findings: [Finding]?, exitStatus: Words.ExitStatus = .negative) -> [String] {
        let text = render(Samples.report(findings, exitStatus: exitStatus), as: .github, for: Look())
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    @Test func `errors come first, allowed findings not at all, and the summary is no command`() {
        expectSnapshot(render(Samples.all, as: .github, for: Look()), named: "findings-github")
        let all = lines([Samples.hostile, Samples.quota, Samples.allowed, Samples.index])
        #expect(all.count == 4)
        #expect(all[0].hasPrefix("::error "))
        #expect(all[1].hasPrefix("::warning "))
        #expect(all[2].hasPrefix("::notice "))
        #expect(all[3] == "ihctl migrate lint: 1 error, 1 warning, 1 note, 1 allowed")
    }

    @Test func `nothing in a finding can become a command of its own`() {
        let line = lines([Samples.hostile])[0]
        #expect(
            line
                == "::notice file=a%2Cb%3Ac%25d.sql,line=1,col=2,endColumn=4,title=hostile::100%25 of%0A::error::forged, a:b ␛[31m"
        )
    }

    @Test(arguments: [
        ("a\rb", "a␍b"), ("a\nb", "a␊b"), ("a%0Ab", "a%250Ab"), ("a,line=9", "a%2Cline=9"), ("a::b", "a%3A%3Ab"),
        ("a, \u{301}b", "a%2C \u{301}b"), (",\u{301}", "%2C\u{301}"),
    ])
    func `a property cannot end where it should not`(file: String, written: String) {
        let line = lines([Finding("x", .error, "y", place: Place(file))])[0]
        #expect(line == "::error file=\(written),line=1,col=1,title=x::y")
    }

    @Test func `columns are given on one line only, and both lines where there are two`() {
        #expect(lines([Samples.index])[0].contains(",line=4,endLine=5,title="))
        let oneLine = Finding("x", .error, "y", place: Place("f", line: 3, column: 7, endLine: 3, endColumn: 9))
        #expect(lines([oneLine])[0] == "::error file=f,line=3,col=7,endColumn=8,title=x::y")
        #expect(
            lines([Finding("x", .error, "y", place: Place("f", line: 3, column: 7))])[0]
                == "::error file=f,line=3,col=7,title=x::y"
        )
        #expect(lines([Finding("x", .error, "y")])[0] == "::error title=x::y")
    }

    @Test func `ten of a kind are ten annotations; of eleven the tenth tells of the rest, which stands in the log`() {
        func many(_ count: Int) -> [Finding] {
            (0..<count).map { Finding("x", .error, "number \($0)", place: Place("::f\($0)\n", line: 1)) }
        }
        #expect(lines(many(10)).count { $0.hasPrefix("::error") } == 10)
        #expect(lines(many(10)).count == 11)
        let eleven = lines(many(11) + [Samples.quota])
        #expect(eleven.count { $0.hasPrefix("::error") } == 10)
        #expect(eleven[9] == "::error title=migrate.lint::2 more of this kind stand in the log of this step")
        #expect(eleven[10].hasPrefix("::warning"))
        #expect(eleven[11] == "· ::f9␊:1:1: error: number 9  [x]")
        #expect(eleven[12] == "· ::f10␊:1:1: error: number 10  [x]")
        #expect(eleven[13] == "ihctl migrate lint: 11 errors, 1 warning")
    }

    @Test func `the old form of commands is broken in plain lines`() {
        let many = (0..<11).map { Finding("x", .error, "##[add-path]/tmp \($0)") }
        #expect(lines(many).filter { !$0.hasPrefix("::") }.allSatisfy { !$0.contains("##[") })
    }

    @Test func `nothing found says so`() {
        #expect(lines([], exitStatus: .success) == ["ihctl migrate lint: nothing wrong"])
        var report = Samples.report([])
        report.outcome = .incomplete
        #expect(githubAnnotations(of: report) == "ihctl migrate lint: incomplete\n")
    }
}
