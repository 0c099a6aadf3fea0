package import SQLText

/// One thing that a file does and should not, or should do knowingly.
package struct LintFinding: Sendable {
    package var rule: LintRule
    /// Often the rule's own; less grave where the text leaves the harm open.
    package var severity: LintSeverity
    package var path: String
    package var direction: LintSection.Direction
    /// The statement, and the part of it that is meant, in bytes of the text.
    package var statement: Range<Int>
    package var range: Range<Int>
    /// Where that part begins, and where it ends, past its last character.
    package var start: SQLPosition
    package var end: SQLPosition
    /// What happens, the thing first: `index on orders is built under a lock that stops writes`.
    package var message: String
    /// The lock that makes the harm, where it is a lock.
    package var lock: TableLock?
    /// What to do in this very place.
    package var instead: String
    /// The statements to write in its place, as far as they can be told from it.
    package var replacement: String?
    /// The reason of the comment, or that of the directive, that allows it: then it does not count.
    package var allowedBecause: String?

    package var isAllowed: Bool { allowedBecause != nil }
}

/// A statement of a file and the locks it takes.
package struct LintedStatement: Sendable {
    package var path: String
    package var direction: LintSection.Direction
    package var range: Range<Int>
    package var start: SQLPosition
    package var locks: [TableLock]
}

/// What a run of the lint found.
package struct LintResult: Sendable {
    /// In the order of the files, and of the text in each; allowed ones too.
    package var findings: [LintFinding] = []
    /// Every statement of every file that was judged.
    package var statements: [LintedStatement] = []

    /// Those that count, of this severity or graver.
    package func count(_ severity: LintSeverity = .note) -> Int {
        findings.count { !$0.isAllowed && $0.severity >= severity }
    }
}
