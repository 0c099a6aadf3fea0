internal import PostgreSQL
internal import Words

/// How much the server holds, of what was declared and of what its file system has.
struct DiskQuestion: Question {
    let declared: Int?
    var kind: CheckKind { DatabaseChecks.disk }
    var setting: [String] { declared == nil ? [] : ["disk"] }

    var sql: SQL {
        """
        select coalesce(sum(pg_database_size(oid)) filter (where seen), 0)::float8, count(*) filter (where not seen),
            (select setting from pg_settings where name = 'data_directory'),
            extract(epoch from pg_postmaster_start_time())::float8, pg_database_size(current_database())::float8
        from (
            select oid, has_database_privilege(oid, 'connect') or pg_has_role('pg_read_all_stats', 'usage') as seen
            from pg_database
        ) d
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        guard let row = rows.first else { return .skipped("the server does not say how large it is") }
        let size: Double = try row[0]
        let unseen: Int = try row[1]
        let own: Double = try row[4]
        let machine = Machine(dataFolder: try row[2], started: try row[3], address: view.serverAddress)
        var findings: [Finding] = []
        var measures = [Measure("database_size", own, .bytes)]
        if let declared {
            let share = 100 * size / Double(max(1, declared))
            measures.append(
                Measure(
                    "databases_size",
                    size,
                    .bytes,
                    warning: Double(declared) * view.limits.fullWarning / 100,
                    critical: Double(declared) * view.limits.fullError / 100,
                    maximum: Double(declared)
                )
            )
            if share >= view.limits.fullWarning {
                findings.append(
                    Finding(
                        kind,
                        share >= view.limits.fullError ? .error : .warning,
                        at: view.address,
                        .capacity,
                        "The databases take \(size.bytesText) of the \(Double(declared).bytesText) that are declared.",
                        evidence: [.paragraph("The write-ahead log and temporary files come on top.")]
                            + (unseen > 0 ? [.fact("databases not seen", "\(unseen)")] : []),
                        remedies: [view.sql(DiskQuestion.largest), .hint("Enlarge the disk, then database.disk.")]
                    )
                )
            }
        }
        switch machine.disk {
        case .success(let disk):
            measures.append(Measure("disk_free", disk.free, .bytes, maximum: disk.size))
            if let finding = judge(disk, machine, view) { findings.append(finding) }
            return .found(findings, seen: "\(own.bytesText), \(disk.free.bytesText) free", measures: measures)
        case .failure(let blindness):
            if findings.isEmpty, declared == nil || unseen > 0 {
                return .skipped(
                    unseen > 0 && declared != nil
                        ? view.blindness("the size of \(counted(unseen, "database"))") : blindness.why
                )
            }
            return .found(findings, seen: "\(own.bytesText) of \(size.bytesText)", measures: measures)
        }
    }

    private static let largest =
        "select c.oid::regclass, pg_size_pretty(pg_total_relation_size(c.oid)) from pg_class c where relkind in ('r', 'm') order by pg_total_relation_size(c.oid) desc limit 10"

    func judge(_ disk: FileSystem, _ machine: Machine, _ view: View) -> Finding? {
        let share = disk.free / max(1, disk.size)
        let limits = view.limits
        guard share < limits.freeShare, disk.free < limits.freeBytes else { return nil }
        let isCritical = share < limits.freeShareError && disk.free < limits.freeBytesError
        return Finding(
            kind,
            isCritical ? .error : .warning,
            at: view.address,
            .capacity,
            "The server's disk has \(disk.free.bytesText) left of \(disk.size.bytesText).",
            evidence: [
                .fact("folder", machine.dataFolder ?? ""),
                .paragraph(
                    "PostgreSQL stops the moment it cannot write its log, and does not start again before there is room."
                ),
            ],
            remedies: [.fix("df -h \(machine.dataFolder ?? "")"), view.sql(DiskQuestion.largest)]
        )
    }
}
