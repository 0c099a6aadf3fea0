internal import Deadlines
internal import FoundationEssentials
internal import Platform
internal import PostgreSQL
internal import Words

extension Visit {
    /// Writes a row as the agent, reads it back, and lets the transaction go: nothing stays.
    func roundtrip(_ clock: Clock) async throws -> Diagnosis {
        if ward.database.role == .replica { return .skipped("a replica takes no writes") }
        let began = ContinuousClock.now
        let probe = Probe(id: "ihctl-doctor/\(UUID().uuidString.lowercased())")
        do {
            do {
                try await probe.run(on: try connection, throughSessions: true, by: clock.deadline)
            } catch let error as PostgreSQLError where error.code == .undefinedTable {
                do {
                    try await probe.run(on: try connection, throughSessions: false, by: clock.deadline)
                } catch let error as PostgreSQLError where error.code == .insufficientPrivilege {
                    return .skipped(
                        "\(SessionsQuestion.table) is not there, and \(ward.agent.user) may make no table for a moment"
                    )
                }
            }
        } catch let error as PostgreSQLError {
            return Probe.diagnosis(of: error, ward: ward)
        } catch is Probe.Mismatch {
            return .found(
                Finding(
                    DatabaseChecks.roundtrip,
                    at: ward.address,
                    .corrupt,
                    "What was read back is not what was written.",
                    remedies: [.hint("A trigger or a rule changes rows on their way: \\d+ \(SessionsQuestion.table)")]
                )
            )
        }
        let took = ContinuousClock.now - began
        let limit = ward.limits.roundtrip
        let measure = Measure("roundtrip", took, warning: limit / .seconds(1))
        guard took > limit else { return .healthy("written and read in \(took.readable)", measures: [measure]) }
        return .found(
            Finding(
                DatabaseChecks.roundtrip,
                .warning,
                at: ward.address,
                .latency,
                "Writing a row and reading it back took \(took.readable).",
                evidence: [.fact("limit", limit.readable)],
                remedies: [.hint("Look at the server's load, at database.locks, and at how far away it is.")]
            ),
            measures: [measure]
        )
    }
}

/// One row that is never committed.
private struct Probe {
    let id: String

    struct Mismatch: Error {}
    /// Ends the transaction without a trace.
    private struct Done: Error {}

    func run(on connection: Connection, throughSessions: Bool, by deadline: Deadline) async throws {
        let message = #"{"probe": "\#(id)"}"#
        let (id, table) = (id, throughSessions ? SessionsQuestion.table : "pg_temp.ihctl_doctor")
        do {
            try await connection.transaction(by: deadline) { transaction in
                try await transaction.query(
                    "select set_config('lock_timeout', '2000', true), set_config('statement_timeout', '5000', true)",
                    by: deadline
                )
                if !throughSessions {
                    try await transaction.query(
                        "create temporary table ihctl_doctor (session_id text, messages jsonb) on commit drop",
                        by: deadline
                    )
                }
                try await transaction.query(
                    "insert into \(raw: table) (session_id, messages) values (\(id), \(message)::jsonb)",
                    by: deadline
                )
                let rows = try await transaction.query(
                    "select messages = \(message)::jsonb from \(raw: table) where session_id = \(id)",
                    by: deadline
                )
                guard let row = rows.first, try row[0] as Bool? == true else { throw Mismatch() }
                throw Done()
            }
        } catch is Done {
            return
        }
    }

    static func diagnosis(of error: PostgreSQLError, ward: Ward) -> Diagnosis {
        let kind = DatabaseChecks.roundtrip
        guard let refusal = error.serverError else {
            return .unknown(Finding(kind, at: ward.address, unanswered: error))
        }
        let evidence: [Finding.Evidence] = [
            .fact("SQLSTATE", refusal.code.rawValue), .fact("server said", refusal.message),
        ]
        func found(_ failureClass: FailureClass, _ message: String, _ remedies: [Finding.Remedy]) -> Diagnosis {
            .found(Finding(kind, at: ward.address, failureClass, message, evidence: evidence, remedies: remedies))
        }
        switch refusal.code {
        case .insufficientPrivilege:
            return found(
                .permission,
                "\(ward.agent.user) may not write a row and read it.",
                [.fix("ihctl bootstrap"), .hint("The check database.privileges says which right is not there.")]
            )
        case .readOnlyTransaction:
            return found(.readOnly, "The server takes no writes.", [.hint("The check database.writable says why.")])
        case .diskFull:
            return found(.capacity, "The server's disk is full.", [.hint("Make room before anything else.")])
        case .lockNotAvailable:
            return found(
                .locked,
                "A lock keeps the agent from writing.",
                [.hint("The check database.locks says whose.")]
            )
        case .queryCanceled:
            return found(
                .latency,
                "The server did not write a row within five seconds.",
                [
                    .hint("Look at its load and its disk, and at database.locks.")
                ]
            )
        case .sequenceExhausted:
            return found(
                .capacity,
                "A sequence has no numbers left.",
                [.hint("The check database.sequences says which.")]
            )
        default: return found(.brokenAnswer, "The server refuses a row.", [.fix("ihctl migrate status")])
        }
    }
}
