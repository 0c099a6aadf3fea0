internal import SQLText

/// concurrent-in-transaction, not-in-transaction, explicit-txn-in-txn-file, unbalanced-begin, enum-add-value-used-same-txn,
/// enum-add-unordered
extension StatementCheck {
    mutating func checkTransactions() {
        checkControl()
        checkEnumUse()
        if case .alterType(let type, .addValue(let value, isPlaced: false, let range)) = command,
            !state.isNew(.type, type)
        {
            report(.enumUnordered, "'\(value)' becomes the last and greatest value of \(type)", at: range)
        }
        guard state.isInTransaction, let words = refused else { return }
        let isConcurrent = words.hasSuffix("CONCURRENTLY")
        let hint = section.isTransactional ? nil : "Put it before BEGIN or behind COMMIT."
        report(
            isConcurrent ? .concurrentInTransaction : .notInTransaction,
            "\(words) is refused inside a transaction",
            instead: hint,
            write: section.isTransactional ? file("transaction=false", source(statement.range) + ";") : nil,
        )
    }

    /// The words of a statement that the server takes outside of transactions only.
    private var refused: String? {
        switch command {
        case .createIndex(let index): index.isConcurrent ? "CREATE INDEX CONCURRENTLY" : nil
        case .dropIndex(let drop): drop.isConcurrent ? "DROP INDEX CONCURRENTLY" : nil
        case .reindex(let reindex):
            if reindex.isConcurrent {
                "REINDEX CONCURRENTLY"
            } else {
                reindex.target == .table || reindex.target == .index
                    ? nil : "REINDEX \(reindex.target.rawValue.uppercased())"
            }
        case .alterTable(let alter):
            alter.actions.contains(where: \.isConcurrentDetachment) ? "DETACH PARTITION CONCURRENTLY" : nil
        case .vacuum: "VACUUM"
        case .cluster(nil): "CLUSTER of all tables"
        case .outsideTransaction(let words): words
        case .alterType(let type, .addValue) where settings.serverVersion < 12 && !state.isNew(.type, type):
            "ALTER TYPE ADD VALUE"
        default: nil
        }
    }

    private mutating func checkControl() {
        let words: String
        switch command {
        case .begin: words = "BEGIN"
        case .commit: words = "COMMIT"
        case .rollback: words = "ROLLBACK"
        default: return
        }
        if section.isTransactional {
            let effect =
                switch words {
                case "BEGIN": "does nothing but warn: the runner has begun the transaction"
                case "COMMIT": "ends the runner's transaction: what follows cannot be undone"
                default: "undoes all that stands before it in the runner's transaction"
                }
            report(.explicitTransaction, "\(words) \(effect)")
        } else if words == "BEGIN" {
            if state.openBegin != nil {
                report(.unbalancedBegin, "BEGIN stands inside the transaction of another BEGIN")
            }
            state.openBegin = statement.range
        } else {
            if state.openBegin == nil { report(.unbalancedBegin, "\(words) has no BEGIN before it in this section") }
            state.openBegin = nil
        }
    }

    private mutating func checkEnumUse() {
        guard !state.enumValues.isEmpty else { return }
        if case .comment = command { return }
        for token in text.tokens[statement.tokens] where token.isString && token.kind != .dollarString {
            let constant = source(text.content(of: token))
            guard let added = state.enumValues.first(where: { $0.value == constant }) else { continue }
            // To rename it or add another beside it is no use of it.
            if case .alterType = command { continue }
            report(
                .enumValueUsed,
                "'\(constant)' was added to \(added.type) in this transaction and cannot be used before its end",
                at: token.range,
            )
            return
        }
    }
}

extension TableAction {
    fileprivate var isConcurrentDetachment: Bool {
        if case .detachPartition(_, .concurrently) = kind { return true }
        return false
    }
}

extension LintState {
    /// What is to be said when the section ends in a transaction of its own.
    func unbalanced(in text: SQLText) -> (StatementCheck.Complaint, Range<Int>)? {
        guard let openBegin, !section.isTransactional else { return nil }
        let rule = LintRule.unbalancedBegin
        let complaint = StatementCheck.Complaint(
            rule: rule,
            severity: rule.severity,
            range: openBegin,
            message: "BEGIN has no COMMIT in this section: all behind it is lost",
            instead: rule.instead,
        )
        return (complaint, openBegin)
    }
}
