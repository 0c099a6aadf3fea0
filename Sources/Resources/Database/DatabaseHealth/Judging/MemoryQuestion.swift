internal import PostgreSQL
internal import Words

/// Whether the machine has the memory that was asked for it, and whether the server is set to live within.
struct MemoryQuestion: Question {
    let declared: Int
    var kind: CheckKind { DatabaseChecks.memory }
    var setting: [String] { ["memory"] }

    var sql: SQL {
        """
        select pg_size_bytes(current_setting('shared_buffers'))::float8, pg_size_bytes(current_setting('work_mem'))::float8,
            current_setting('max_connections')::float8, (select setting from pg_settings where name = 'data_directory'),
            extract(epoch from pg_postmaster_start_time())::float8
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        guard let row = rows.first else { return .skipped("the server does not say what it uses") }
        let (shared, work, connections): (Double, Double, Double) = (try row[0], try row[1], try row[2])
        let wanted = Double(declared)
        var findings: [Finding] = []
        let evidence: [Finding.Evidence] = [
            .fact("shared_buffers", shared.bytesText),
            .fact("work_mem for each connection", "\(work.bytesText) × \(Int(connections))"),
            .fact("declared", wanted.bytesText),
        ]
        func found(_ severity: Finding.Severity, _ message: String, _ remedies: [Finding.Remedy]) {
            findings.append(
                Finding(kind, severity, at: view.address, .capacity, message, evidence: evidence, remedies: remedies)
            )
        }
        if shared > wanted / 2 {
            found(
                .warning,
                "shared_buffers takes \(shared.bytesText) of the \(wanted.bytesText) that the server has.",
                [
                    view.sql("alter system set shared_buffers = '\(Int(wanted / 4 / 1_048_576))MB'"),
                    .hint("Then restart the server."),
                ]
            )
        } else if shared + work * connections > wanted {
            found(
                .note,
                "All connections at once may want \((shared + work * connections).bytesText), and the server has \(wanted.bytesText).",
                [.hint("Make max_connections or work_mem smaller, or give the server more memory.")]
            )
        }
        let machine = Machine(dataFolder: try row[3], started: try row[4], address: view.serverAddress)
        switch machine.memory {
        case .success(let memory):
            if memory < wanted {
                found(
                    .warning,
                    "The server's machine has \(memory.bytesText) of memory, and \(wanted.bytesText) are declared.",
                    [.hint("Give it more, or declare what is there.")]
                )
            }
            return .found(findings, seen: memory.bytesText, measures: [Measure("memory", memory, .bytes)])
        case .failure(let blindness):
            guard findings.isEmpty else { return .found(findings) }
            return .skipped(blindness.why)
        }
    }
}
