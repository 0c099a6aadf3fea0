/// How many findings of each severity; allowed ones count apart.
package struct FindingCounts: Sendable, Hashable {
    package let errors: Int
    package let warnings: Int
    package let notes: Int
    package let suppressed: Int

    package init(_ findings: some Sequence<Finding>) {
        var counts: [Finding.Severity: Int] = [:]
        var suppressed = 0
        for finding in findings {
            if finding.suppression == nil { counts[finding.severity, default: 0] += 1 } else { suppressed += 1 }
        }
        errors = counts[.error] ?? 0
        warnings = counts[.warning] ?? 0
        notes = counts[.note] ?? 0
        self.suppressed = suppressed
    }

    /// Nothing that makes the answer no; `strict` counts warnings as errors.
    package func isSound(strict: Bool = false) -> Bool {
        errors == 0 && (warnings == 0 || !strict)
    }

    /// `2 errors, 1 warning, 3 allowed`; nil where there is nothing to tell.
    package var text: String? {
        let parts = [
            some(errors, "error"), some(warnings, "warning"), some(notes, "note"),
            suppressed > 0 ? "\(suppressed) allowed" : nil,
        ]
        let told = parts.compactMap(\.self)
        return told.isEmpty ? nil : told.joined(separator: ", ")
    }

    package var json: JSONValue {
        [
            "errors": .integer(errors), "warnings": .integer(warnings), "notes": .integer(notes),
            "suppressed": .integer(suppressed),
        ]
    }

    /// The last line under a list of findings: `✗ 2 errors, 1 warning`, `✓ nothing wrong`.
    package func closing(about subject: String? = nil) -> Line {
        let mark =
            errors > 0 ? Line("✗ ", .bad) : warnings > 0 ? Line("! ", .warning) : Line("✓ ", .good)
        let words = text.map { errors + warnings + notes == 0 ? "nothing wrong, \($0)" : $0 } ?? "nothing wrong"
        return mark + Line(subject.map { "\($0): \(words)" } ?? words)
    }

    private func some(_ count: Int, _ word: String) -> String? {
        count == 0 ? nil : counted(count, word)
    }
}

extension Sequence where Element == Finding {
    package var counts: FindingCounts { FindingCounts(self) }
}
