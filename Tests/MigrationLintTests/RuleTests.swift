internal import MigrationLint
internal import SQLText
internal import Testing

/// Every case of every rule.
@Suite struct RuleTests {
    @Test(arguments: RuleCase.all)
    func `the finding stands where it is meant and says what happens`(_ known: RuleCase) throws {
        let (script, line, column, length) = try marked(known.sql)
        let all = try ids(script, version: known.version, style: known.style)
        let one = try finding(of: known.rule, in: script, version: known.version, style: known.style)
        let found = try #require(one, "\(all)")
        #expect(found.message == known.message)
        #expect(found.severity == known.severity)
        if let replacement = known.replacement { #expect(found.replacement == replacement) }
        #expect(found.start.line == line && found.start.column == column, "\(found.start)")
        #expect(found.range.count == length)
        #expect(
            found.statement.lowerBound <= found.range.lowerBound && found.statement.upperBound >= found.range.upperBound
        )
    }

    /// A script without its marks, and where in its last file the marked part begins and how many bytes it has.
    private func marked(_ sql: String) throws -> (String, line: Int, column: Int, length: Int) {
        let open = try #require(sql.firstIndex(of: "«"))
        let close = try #require(sql.firstIndex(of: "»"))
        let before = sql[..<open]
        let file = before.components(from: "-- ihctl:up")
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
        let script = before + sql[sql.index(after: open)..<close] + sql[sql.index(after: close)...]
        return (
            String(script), lines.count, (lines.last?.unicodeScalars.count ?? 0) + 1,
            sql[sql.index(after: open)..<close].utf8.count
        )
    }

    /// What a rule proposes must not be what it complains of.
    @Test(arguments: RuleCase.all.filter { $0.replacement != nil && !$0.rule.hasPrefix("rename") })
    func `what stands instead does not break the rule`(_ known: RuleCase) throws {
        // A column of the old file is no longer known in one that begins anew.
        let found = try lint(known.replacement ?? "", version: known.version, style: known.style).findings
        #expect(!found.contains { $0.rule.id == known.rule && $0.severity == .error }, "\(found.map(\.message))")
    }

    @Test func `every rule has its case`() {
        let cased = Set(RuleCase.all.map(\.rule))
        let missing = LintRule.all.map(\.id).filter { !cased.contains($0) }
        // Allowances have tests of their own; the rest is shown by the examples of the catalogue.
        #expect(
            Set(missing) == [
                "unknown-allow", "allow-without-reason", "unused-allow", "identifier-too-long", "domain-with-check",
            ]
        )
    }
}

extension Substring {
    /// From the last line that begins with this mark on.
    fileprivate func components(from mark: String) -> Substring {
        var rest = self
        while let next = rest.dropFirst().firstRange(of: "\n\(mark)") {
            rest = rest[rest.index(after: next.lowerBound)...]
        }
        return rest
    }
}
