internal import PostgreSQL

/// A statement that no transaction can hold together with its progress.
///
/// It is announced before it begins; after a run that was cut short the catalog tells whether it had been carried out.
struct LoneStatement {
    let index: Int
    let script: Script
    private let run: SingleRun
    /// Nil for one that ends transactions itself.
    private let nature: StatementNature.Alone?
    private let aftermath: Aftermath

    init(_ run: SingleRun, _ index: Int, _ script: Script, _ nature: StatementNature.Alone?) {
        self.run = run
        self.index = index
        self.script = script
        self.nature = nature
        aftermath = Aftermath(work: run.work, settings: run.session.settings)
    }

    /// `mayBeDone` where it had been begun before and nobody saw how it ended.
    func run(mayBeDone: Bool) async throws {
        if mayBeDone, try await wasCarriedOut() {
            run.session.hear(.foundDone(run.step, number: index + 1))
        } else {
            try await run.write(History.statementBegins(run.step.version))
            try await carryOut(again: mayBeDone)
        }
        try await run.write(History.statementsDone(index + 1, script, run.step.version))
    }

    private func wasCarriedOut() async throws -> Bool {
        guard let nature else { return false }
        switch try await run.tell(index, { try await aftermath.settle(nature) }) {
        case .done: return true
        case .notDone(let dropped):
            for name in dropped { run.session.hear(.droppedInvalidIndex(name)) }
            run.session.hear(.beginsStatement(run.step, number: index + 1))
            return false
        }
    }

    private func carryOut(again: Bool) async throws {
        let sql = SQL(raw: script.sql(of: script.statements[index]))
        do {
            _ = try await run.carryOut(index) { hear throws(PostgreSQLError) in
                try await run.work.query(sql, by: run.session.settings.deadline, onNotice: hear)
            }
        } catch var failure as MigrationFailure {
            guard case .refused(let error) = failure.cause else { throw failure }
            if again, nature?.isSettled(by: error) == true { return }
            try await note(&failure)
            throw failure
        }
        if case .createIndex(let name?, let table)? = nature,
            let invalid = try await run.tell(index, { try await aftermath.invalidIndex(name, of: table) })
        {
            throw MigrationFailure(.invalidIndex(invalid), run.step, statement: index)
        }
    }

    /// Adds to a refusal what it left behind; where that is nothing, it was as good as never begun.
    private func note(_ failure: inout MigrationFailure) async throws {
        guard let nature else { return }
        do {
            failure.isHalfDone = try await aftermath.isHalfDone(nature)
            if failure.isHalfDone, case .createIndex(let name?, let table) = nature {
                failure.leftover = try await aftermath.invalidIndex(name, of: table)
            }
            if !failure.isHalfDone { try await run.write(History.statementRefused(run.step.version)) }
        } catch is PostgreSQLError {
            // Then the next run looks for itself; the refusal is what is to be told.
        } catch is MigrationFailure {}
    }
}

extension StatementNature.Alone {
    /// Whether the refusal of a second try says that the first had come to its end.
    fileprivate func isSettled(by error: ServerError) -> Bool {
        guard case .other(let words) = self else { return false }
        return error.code == (words.hasPrefix("create") ? .duplicateObject : .undefinedObject)
    }
}
