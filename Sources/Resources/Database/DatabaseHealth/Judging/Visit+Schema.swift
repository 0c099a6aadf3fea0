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
        let wanted = WantedObjects(of: files).tables
        do {
            let (history, found) = try await connection.transaction(
                TransactionMode(isReadOnly: true),
                by: clock.deadline
            ) { transaction in
                try await transaction.query(
                    "select set_config('lock_timeout', '500', true), set_config('statement_timeout', '2000', true)",
                    by: clock.deadline
                )
                let found = try await transaction.query(SchemaJudgement.columns(of: wanted), by: clock.deadline)
                return (try await History.read(on: transaction, by: clock.deadline), found)
            }
            var columns: [String: Set<String>] = [:]
            for row in found { columns[try row[0], default: []] = Set(try row[1] as [String]) }
            let judgement = SchemaJudgement(
                address: ward.address,
                standing: Standing(files: files, history: history),
                wanted: wanted,
                found: columns
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
    /// Columns by table.
    let wanted: [String: Set<String>]
    let found: [String: Set<String>]

    private static let kind = DatabaseChecks.schema

    static func columns(of tables: [String: Set<String>]) -> SQL {
        """
        select n.nspname || '.' || c.relname, array(
            select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        )
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname || '.' || c.relname = any(\(tables.keys.sorted().asArray)::text[])
        """
    }

    var diagnosis: Diagnosis {
        let applied = standing.entries.count { $0.applied?.isWhole == true }
        let pending = standing.entries.filter { $0.state == .pending }
        var findings: [Finding] = []
        if !pending.isEmpty {
            findings.append(
                found(
                    .outdated,
                    "The schema is behind by \(counted(pending.count, "migration")).",
                    pending.prefix(10).map { .fact("pending", $0.title) },
                    [.fix("ihctl migrate up")]
                )
            )
        }
        findings += standing.entries.compactMap(fault)
        if findings.isEmpty { findings += missing }
        return .found(
            findings,
            seen: "\(counted(applied, "migration")) applied",
            measures: [
                Measure("migrations_applied", Double(applied)), Measure("migrations_pending", Double(pending.count)),
            ]
        )
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
        wanted.sorted { $0.key < $1.key }.compactMap { table, columns in
            guard let have = found[table] else {
                return found(
                    .missing,
                    "The table \(table) is gone, and the history says that it is there.",
                    [],
                    [.fix("ihctl migrate drift"), .hint("Restore it from a backup, or undo and redo its migration.")]
                )
            }
            let lacking = columns.subtracting(have).sorted()
            guard !lacking.isEmpty else { return nil }
            return found(
                .missing,
                "The table \(table) has no \(listed(lacking)).",
                [.fact("columns", have.sorted().joined(separator: ", "))],
                [
                    .fix("ihctl migrate drift"),
                    .hint("Somebody changed the table by hand: put it back, or write a migration."),
                ]
            )
        }
    }

    private func found(
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
