/// How many checks of each status.
package struct CheckCounts: Sendable, Hashable {
    private let counts: [CheckOutcome.Status: Int]

    package init(_ outcomes: some Sequence<CheckOutcome>) {
        counts = outcomes.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
    }

    package subscript(_ status: CheckOutcome.Status) -> Int { counts[status] ?? 0 }

    package var all: Int { counts.values.reduce(0, +) }

    /// `1 failed · 1 warning · 11 blocked · 28 passed`.
    package var parts: [(CheckOutcome.Status, String)] {
        let words: [(CheckOutcome.Status, String, String)] = [
            (.fail, "failed", "failed"), (.warn, "warning", "warnings"), (.unknown, "unknown", "unknown"),
            (.blocked, "blocked", "blocked"), (.skipped, "skipped", "skipped"), (.pass, "passed", "passed"),
        ]
        return words.compactMap { status, one, many in
            let count = self[status]
            return count == 0 ? nil : (status, "\(count) \(count == 1 ? one : many)")
        }
    }

    package var text: String {
        all == 0 ? "no checks" : parts.map(\.1).joined(separator: ", ")
    }

    package var json: JSONValue {
        .object(
            Dictionary(uniqueKeysWithValues: CheckOutcome.Status.allCases.map { ($0.rawValue, .integer(self[$0])) })
        )
    }
}
