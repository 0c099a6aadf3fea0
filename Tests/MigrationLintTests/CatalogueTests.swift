internal import MigrationLint
internal import Testing

@Suite struct CatalogueTests {
    @Test func `ids are unique, in kebab case, and found by name`() {
        let ids = LintRule.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }, "\(id)")
            #expect(LintRule.named(id)?.id == id)
        }
        #expect(LintRule.named("no-such-rule") == nil)
    }

    @Test(arguments: LintRule.all)
    func `every rule says what is healthy, why, and what to do`(rule: LintRule) {
        #expect(!rule.title.isEmpty && !rule.title.hasSuffix("."))
        #expect(rule.why.hasSuffix(".") && rule.instead.hasSuffix("."))
        #expect(!rule.why.contains("\n") && !rule.instead.contains("\n"))
    }

    /// What `explain` shows is what the lint does.
    @Test(arguments: LintRule.all)
    func `the bad example breaks the rule`(rule: LintRule) throws {
        let found = try lint(rule.bad, version: rule.since, style: rule.isStyle).findings.filter { !$0.isAllowed }
        #expect(found.contains { $0.rule == rule }, "\(found.map(\.rule.id))")
        #expect(found.contains { $0.rule == rule && $0.severity == rule.severity })
    }

    @Test(arguments: LintRule.all)
    func `the good example breaks none`(rule: LintRule) throws {
        let found = try lint(rule.good, version: rule.since, style: rule.isStyle).findings.filter { !$0.isAllowed }
        #expect(found.map(\.rule.id) == [])
    }

    @Test(arguments: LintRule.all.filter { $0.group != .allowances })
    func `every rule can be allowed beside its statement and switched off`(rule: LintRule) throws {
        let lines = rule.bad.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            let isStatement = !line.hasPrefix("-- ihctl:") && !line.hasPrefix(" ")
            return isStatement ? "-- ihctl:allow \(rule.id) a test\n\(line)" : String(line)
        }
        let found = try lint(lines.joined(separator: "\n"), version: rule.since, style: rule.isStyle).findings.filter {
            $0.rule == rule
        }
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.allowedBecause == "a test" })
        let left = try lint(rule.bad, style: rule.isStyle, disabled: [rule.id]).findings
        #expect(!left.contains { $0.rule == rule })
    }

    @Test func `style speaks only when asked`() throws {
        for rule in LintRule.all where rule.isStyle {
            #expect(try !lint(rule.bad).findings.contains { $0.rule == rule }, "\(rule.id)")
        }
    }
}

extension LintRule: CustomTestStringConvertible {
    var testDescription: String { id }
}
