/// What is to be run, in order: a pure function of files, history and what was asked for.
package struct RunPlan: Sendable {
    package var direction: Direction
    package var steps: [Step]

    package struct Step: Sendable {
        package var migration: Migration
        package var direction: Direction
        /// What the history holds of it now.
        package var applied: HistoryEntry?
        /// Statements that were done before; the first to run is the next.
        package var done: Int

        package init(migration: Migration, direction: Direction, applied: HistoryEntry?, done: Int) {
            self.migration = migration
            self.direction = direction
            self.applied = applied
            self.done = done
        }

        package var script: Script? { migration.script(direction) }
        /// As the history writes it: `1` may have become `01` in the folder.
        var version: Version { applied?.version ?? migration.version }
    }

    package init(direction: Direction, steps: [Step]) {
        self.direction = direction
        self.steps = steps
    }
}

/// How far to go.
package enum Extent: Sendable, Hashable {
    case all
    /// Up: this version and all before; down: all after this version.
    case to(Version)
    case steps(Int)
}

/// Why nothing is run.
package enum PlanRefusal: Error, Sendable {
    /// Somebody has to decide first what is to become of these.
    case faults([Standing.Entry])
    case unknownVersion(Version)
    case notApplied(Version)
    /// The migrations that would have to be undone and cannot be.
    case noWayBack(MigrationFile)
    case noFile(Standing.Entry)
    /// One is half undone: it has to be undone or mended first.
    case halfUndone(Standing.Entry)
}

extension Standing {
    /// What `up` would run.
    package func up(
        _ extent: Extent,
        allowingOutOfOrder: Bool,
        reading read: (MigrationFile) throws -> Migration
    ) throws -> RunPlan {
        let faults = faults.filter { !($0.state == .outOfOrder && allowingOutOfOrder) }
        guard faults.isEmpty else { throw PlanRefusal.faults(faults) }
        if let half = entries.first(where: { if case .halfUndone = $0.state { true } else { false } }) {
            throw PlanRefusal.halfUndone(half)
        }
        var due = entries.filter { $0.applied?.isWhole != true || $0.state == .pending }
        switch extent {
        case .all: break
        case .to(let version):
            guard self[version] != nil else { throw PlanRefusal.unknownVersion(version) }
            due = due.filter { $0.version <= version }
        case .steps(let count): due = Array(due.prefix(count))
        }
        let steps = try due.compactMap { entry -> RunPlan.Step? in
            guard let file = entry.file else { return nil }
            let done = entry.state == .pending ? 0 : entry.applied?.statementsDone ?? 0
            return RunPlan.Step(migration: try read(file), direction: .up, applied: entry.applied, done: done)
        }
        return try RunPlan(direction: .up, steps: steps).unhindered()
    }

    /// What `down` would run: the newest first.
    package func down(_ extent: Extent, reading read: (MigrationFile) throws -> Migration) throws -> RunPlan {
        // What is repeatable has no way back; its next text replaces it.
        var due = Array(entries.filter { $0.applied != nil && !$0.version.isRepeatable }.reversed())
        switch extent {
        case .all: break
        case .to(let version):
            guard let entry = self[version] else { throw PlanRefusal.unknownVersion(version) }
            guard entry.applied != nil else { throw PlanRefusal.notApplied(version) }
            due = due.filter { $0.version > version }
        case .steps(let count): due = Array(due.prefix(count))
        }
        let faults = due.filter(\.state.isFault)
        guard faults.isEmpty else { throw PlanRefusal.faults(faults) }
        let steps = try due.map { entry -> RunPlan.Step in
            guard let file = entry.file else { throw PlanRefusal.noFile(entry) }
            let migration = try read(file)
            guard migration.down != nil else { throw PlanRefusal.noWayBack(file) }
            return try wayBack(migration, entry)
        }
        return try RunPlan(direction: .down, steps: steps).unhindered()
    }

    /// The way back of the newest ones as their files say it now, so that one that is being written can be tried again.
    package func redo(steps count: Int, reading read: (MigrationFile) throws -> Migration) throws -> RunPlan {
        let due = entries.filter { $0.applied != nil && !$0.version.isRepeatable }.reversed().prefix(count)
        let steps = try due.map { entry -> RunPlan.Step in
            guard let file = entry.file else { throw PlanRefusal.noFile(entry) }
            let migration = try read(file)
            guard migration.down != nil else { throw PlanRefusal.noWayBack(file) }
            return try wayBack(migration, entry)
        }
        return try RunPlan(direction: .down, steps: steps).unhindered(bothWays: true)
    }

    /// Goes on where a run that was cut short had ended, if the file still begins as it did then.
    private func wayBack(_ migration: Migration, _ entry: Standing.Entry) throws -> RunPlan.Step {
        var step = RunPlan.Step(migration: migration, direction: .down, applied: entry.applied, done: 0)
        guard let applied = entry.applied, applied.direction == .down, applied.statementsDone > 0 else { return step }
        step.done = applied.statementsDone
        guard let script = step.script, script.checksum(ofFirst: step.done) == applied.doneChecksum else {
            let fault = SourceFault(
                migration.file.path,
                "\(step.done) of \(applied.statements) statements of its way back are done, and they are not its first ones any more",
                hint: "put back the statements that ran; what follows them may be changed"
            )
            throw SourceFaults([fault])
        }
        return step
    }
}
