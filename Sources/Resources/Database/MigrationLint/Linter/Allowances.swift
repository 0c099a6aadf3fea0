internal import SQLText
internal import Words

/// What the comments and the directive of a section allow, and whether each was needed.
struct Allowances {
    private struct Allowance {
        var rule: String
        var reason: String
        /// The comment or the directive.
        var range: Range<Int>
        /// The statement it stands at; nil for the directive, which holds for all.
        var statement: Range<Int>?
        var isUsed = false
    }

    private let text: SQLText
    private let section: LintSection
    private let settings: LintSettings
    private var allowances: [Allowance]
    private var complaints: [(StatementCheck.Complaint, Range<Int>)] = []

    init(of section: LintSection, in text: SQLText, settings: LintSettings) {
        self.text = text
        self.section = section
        self.settings = settings
        let directive = section.directive ?? section.range.lowerBound..<section.range.lowerBound
        allowances = section.allowed.map { rule in
            Allowance(rule: rule, reason: "the section's directive allows it", range: directive)
        }
        for allowance in allowances { checkName(of: allowance.rule, at: directive, statement: directive) }
    }

    /// Reads the comments of a statement.
    mutating func read(_ statement: Statement) {
        for comment in text.comments(of: statement) { read(comment, of: statement.range) }
    }

    private mutating func read(_ comment: Token, of statement: Range<Int>?) {
        let words = text.text(text.content(of: comment)).split(whereSeparator: \.isWhitespace)
        guard words.first == "ihctl:allow" else { return }
        let place = statement ?? comment.range
        var (rules, reason) = Self.read(words.dropFirst())
        if rules.isEmpty { rules = [""] }
        for rule in rules {
            guard checkName(of: rule, at: comment.range, statement: place) else { continue }
            if reason.isEmpty {
                complain(
                    .allowWithoutReason,
                    "\(rule) is allowed here without a reason",
                    at: comment.range,
                    statement: place
                )
            }
            allowances.append(Allowance(rule: rule, reason: reason, range: comment.range, statement: place))
        }
    }

    /// `rule,rule reason …`, with or without blanks behind the commas.
    private static func read(_ words: ArraySlice<Substring>) -> (rules: [String], reason: String) {
        var rules: [String] = []
        var left = words
        while let word = left.popFirst() {
            rules += word.split(separator: ",").map(String.init)
            let goesOn = word.hasSuffix(",") || left.first?.hasPrefix(",") == true
            if !goesOn { break }
        }
        return (rules, left.joined(separator: " "))
    }

    /// Why a finding of the rule does not count at a statement that was read; nil where it does.
    mutating func reason(for rule: LintRule, at statement: Range<Int>) -> String? {
        let place =
            allowances.firstIndex { $0.rule == rule.id && $0.statement == statement }
            ?? allowances.firstIndex { $0.rule == rule.id && $0.statement == nil }
        guard let place else { return nil }
        allowances[place].isUsed = true
        return allowances[place].reason.isEmpty ? "no reason given" : allowances[place].reason
    }

    /// What is wrong with the allowances themselves, once the section is read.
    mutating func complaints(after last: Statement?) -> [(StatementCheck.Complaint, Range<Int>)] {
        // Behind the last statement a comment stands at none.
        let first = last?.surroundings.upperBound ?? text.tokenIndices(in: section.range).lowerBound
        let end = text.tokenIndices(in: section.range).upperBound
        for token in text.tokens[min(first, end)..<end] where token.isComment { read(token, of: nil) }
        for allowance in allowances where !allowance.isUsed {
            // A rule that is switched off could not have used it.
            guard let rule = LintRule.named(allowance.rule), settings.covers(rule) else { continue }
            let place = allowance.statement == nil ? "in this section" : "here"
            complain(
                .unusedAllow,
                "\(allowance.rule) is allowed \(place), and nothing \(place) breaks it",
                at: allowance.range,
                statement: allowance.statement ?? allowance.range,
            )
        }
        return complaints
    }

    @discardableResult
    private mutating func checkName(of rule: String, at range: Range<Int>, statement: Range<Int>) -> Bool {
        if LintRule.named(rule) != nil { return true }
        let nearest = NearestName.to(rule, among: LintRule.all.map(\.id))
        let message = rule.isEmpty ? "this comment allows no rule" : "\(rule) is no rule, and allows nothing"
        complain(
            .unknownAllow,
            message,
            at: range,
            statement: statement,
            instead: nearest.map { "Did you mean \($0)?" },
        )
        return false
    }

    private mutating func complain(
        _ rule: LintRule,
        _ message: String,
        at range: Range<Int>,
        statement: Range<Int>,
        instead: String? = nil,
    ) {
        let complaint = StatementCheck.Complaint(
            rule: rule,
            severity: rule.severity,
            range: range,
            message: message,
            instead: instead ?? rule.instead,
        )
        complaints.append((complaint, statement))
    }
}
