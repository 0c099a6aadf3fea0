internal import Deadlines
internal import Migrations
internal import Platform
internal import PostgreSQL
internal import Words

extension Visit {
    /// The history against the files, then what there is against what the files make.
    func schema(_ clock: Clock) async throws -> Diagnosis {
        let files = ward.files ?? []
        let (connection, _) = try await observer(by: clock.deadline)
        let wanted = WantedObjects(of: files)
        do {
            let (history, found, functions) = try await connection.transaction(
                TransactionMode(isReadOnly: true),
                by: clock.deadline
            ) { transaction in
                try await transaction.query(
                    "select set_config('lock_timeout', '500', true), set_config('statement_timeout', '2000', true)",
                    by: clock.deadline
                )
                let found = try await transaction.query(
                    SeenTable.question(wanted.tables.keys.sorted(), agent: ward.agent.user),
                    by: clock.deadline
                )
                let functions = try await transaction.query(
                    SchemaJudgement.functions(wanted.functions.sorted()),
                    by: clock.deadline
                )
                return (try await History.read(on: transaction, by: clock.deadline), found, functions)
            }
            var tables: [String: SeenTable] = [:]
            for row in found { tables[try row[0]] = try SeenTable(row) }
            let judgement = SchemaJudgement(
                address: ward.address,
                standing: Standing(files: files, history: history),
                wanted: wanted,
                found: tables,
                functions: Set(try functions.map { try $0[0] as String }),
                ward: ward
            )
            return judgement.diagnosis
        } catch let fault as HistoryFault {
            return .found(SchemaJudgement.finding(fault, at: ward.address))
        } catch let error as PostgreSQLError {
            return try SchemaJudgement.diagnosis(of: error, ward: ward, role: connection.target.user)
        }
    }
}

/// How the schema stands to the migrations: pure.
struct SchemaJudgement {
    let address: Address
    let standing: Standing
    let wanted: WantedObjects
    /// By `schema.name`.
    let found: [String: SeenTable]
    let functions: Set<String>
    let ward: Ward

    private static let kind = DatabaseChecks.schema

    static func functions(_ names: [String]) -> SQL {
        """
        select distinct n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname || '.' || p.proname = any(\(names.asArray)::text[])
        """
    }

    var diagnosis: Diagnosis {
        let applied = standing.entries.count { $0.applied?.isWhole == true }
        let pending = standing.entries.filter { $0.state == .pending }
        var findings: [Finding] = []
        let unusable = pending.compactMap(unusable)
        if !pending.isEmpty {
            findings.append(
                found(
                    .outdated,
                    "The schema is behind by \(counted(pending.count, "migration")).",
                    pending.prefix(10).map { .fact("pending", $0.title) },
                    unusable.isEmpty
                        ? [.fix("ihctl migrate up")]
                        : [.hint("Mend the file that cannot be applied first, then: ihctl migrate up.")]
                )
            )
        }
        findings += unusable
        findings += standing.entries.compactMap(fault)
        if findings.isEmpty { findings += missing + astray }
        return .found(
            findings,
            seen: "\(counted(applied, "migration")) applied",
            measures: [
                Measure("migrations_applied", Double(applied)), Measure("migrations_pending", Double(pending.count)),
            ]
        )
    }

    /// A file that waits to be applied and never can be.
    private func unusable(_ entry: Standing.Entry) -> Finding? {
        guard let file = entry.file, let fault = file.obstacle else { return nil }
        var finding = found(
            .invalid,
            "\(entry.title) cannot be applied: \(fault.message).",
            [.fact("file", fault.line > 0 ? "\(fault.path):\(fault.line)" : fault.path)],
            [.hint(fault.hint.map { "\($0)." } ?? "Mend the file, or take it away while nobody has applied it.")]
        )
        finding.place = Place(fault.path, line: fault.line, column: fault.column)
        return finding
    }

    private func fault(_ entry: Standing.Entry) -> Finding? {
        let title = entry.title
        let status = Finding.Remedy.fix("ihctl migrate status")
        switch entry.state {
        case .applied, .pending: return nil
        case .edited:
            return found(
                .drift,
                "\(title) was changed after it was applied.",
                [],
                [status, .fix("ihctl migrate repair \(entry.version)")]
            )
        case .missing:
            return found(
                .drift,
                "\(title) was applied, and its file is gone.",
                [],
                [status, .fix("ihctl migrate repair \(entry.version)")]
            )
        case .unknown:
            return found(
                .drift,
                "The schema is ahead: \(title) was applied and is newer than every file here.",
                [],
                [.hint("This checkout is older than the database: take the newer one."), status]
            )
        case .outOfOrder:
            return found(
                .drift,
                "\(title) is not applied, and newer ones are.",
                [],
                [status, .fix("ihctl migrate up --allow-out-of-order")]
            )
        case .halfApplied(let done, let all, _):
            return found(
                .drift,
                "\(title) is half applied: \(done) of \(all) statements.",
                entry.applied?.isStatementBegun == true
                    ? [.paragraph("The next one was begun: nobody knows whether it is done.")] : [],
                [status, .fix("ihctl migrate up")]
            )
        case .halfUndone(let done, let all):
            return found(
                .drift,
                "\(title) is half taken back: \(done) of \(all) statements.",
                [],
                [status, .fix("ihctl migrate down --steps 1")]
            )
        }
    }

    /// What the history says is there and is not: somebody took it away by hand.
    private var missing: [Finding] {
        wanted.tables.sorted { $0.key < $1.key }.compactMap { table, columns in
            guard let have = found[table] else {
                return found(
                    .missing,
                    "The table \(table) is gone, and the history says that it is there.",
                    [],
                    [.fix("ihctl migrate drift"), .hint("Restore it from a backup, or undo and redo its migration.")]
                )
            }
            let lacking = columns.subtracting(have.columns).sorted()
            guard !lacking.isEmpty else { return nil }
            return found(
                .missing,
                "The table \(table) has no \(listed(lacking)).",
                [.fact("columns", have.columns.sorted().joined(separator: ", "))],
                [
                    .fix("ihctl migrate drift"),
                    .hint("Somebody changed the table by hand: put it back, or write a migration."),
                ]
            )
        }
    }

    func found(
        _ failureClass: FailureClass,
        _ message: String,
        _ evidence: [Finding.Evidence],
        _ remedies: [Finding.Remedy],
    ) -> Finding {
        Finding(Self.kind, at: address, failureClass, message, evidence: evidence, remedies: remedies)
    }

    static func finding(_ fault: HistoryFault, at address: Address) -> Finding {
        switch fault {
        case .foreign(let missing):
            Finding(
                kind,
                at: address,
                .invalid,
                "ihctl.migrations is a table of somebody else.",
                evidence: [.fact("columns it lacks", missing.joined(separator: ", "))],
                remedies: [.hint("Rename it, or work in another database.")]
            )
        case .unreadable(let version):
            Finding(
                kind,
                at: address,
                .invalid,
                "The history's line of version \(version) cannot be read.",
                remedies: [.fix("ihctl migrate status"), .hint("Mend the line, or restore the table.")]
            )
        }
    }

    static func diagnosis(of error: PostgreSQLError, ward: Ward, role: String) throws -> Diagnosis {
        switch error.code {
        case .insufficientPrivilege:
            return .skipped(
                "\(role) may not read ihctl.migrations\(ward.admin == nil ? ": declare database.admin_url" : "")"
            )
        case .lockNotAvailable:
            return .unknown(
                Finding(
                    kind,
                    at: ward.address,
                    .locked,
                    "Somebody holds a lock on the history of migrations.",
                    evidence: [.fact("SQLSTATE", SQLState.lockNotAvailable.rawValue)],
                    remedies: [.hint("A migration may be under way; database.locks says who holds what.")]
                )
            )
        default: return .unknown(Finding(kind, at: ward.address, unanswered: error))
        }
    }
}

extension MigrationFile {
    /// What keeps the way up from being run.
    fileprivate var obstacle: SourceFault? {
        do throws(SourceFault) {
            return try read().up.obstacle
        } catch {
            return error
        }
    }
}
