internal import PostgreSQL
internal import Words

/// On a primary, how far its replicas are behind; on a replica, whether it is fed and how far it has come.
struct ReplicationQuestion: Question {
    var kind: CheckKind { DatabaseChecks.replication }

    var sql: SQL {
        """
        select 'replica' as kind, coalesce(application_name, ''), coalesce(state, ''), coalesce(sync_state, ''),
            case when not pg_is_in_recovery()
                then pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::float8
                else pg_wal_lsn_diff(pg_last_wal_receive_lsn(), replay_lsn)::float8 end,
            extract(epoch from replay_lag)::float8, pid
        from pg_stat_replication where state is distinct from 'backup'
        union all
        select 'receiver', coalesce(r.slot_name::text, ''), coalesce(r.status, ''), case when pg_is_wal_replay_paused() then 'paused' else '' end,
            pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::float8,
            case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
                else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end::float8, coalesce(r.pid, 0)
        from (select 1) x left join pg_stat_wal_receiver r on true
        where pg_is_in_recovery()
        union all
        select 'wanted', current_setting('synchronous_standby_names'), '', '', null, null, 0
        where current_setting('synchronous_standby_names') <> ''
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var judgement = Judgement(kind: kind, view: view)
        for row in rows {
            let (what, name, state, mode): (String, String, String, String) =
                (try row[0], try row[1], try row[2], try row[3])
            let (bytes, seconds): (Double?, Double?) = (try row[4], try row[5])
            let pid: Int = try row[6]
            let link = Link(
                name: name,
                state: state,
                mode: mode,
                bytes: bytes,
                lag: seconds.map { .seconds($0) },
                pid: pid
            )
            switch what {
            case "replica": judgement.replica(link)
            case "receiver": judgement.receiver(link)
            default: judgement.wanted = name
            }
        }
        return judgement.diagnosis
    }

    private struct Link {
        var name: String
        var state: String
        var mode: String
        var bytes: Double?
        var lag: Duration?
        var pid: Int
    }

    private struct Judgement {
        let kind: CheckKind
        let view: View
        var replicas = 0
        var synchronous = 0
        var hidden = 0
        var isFed: Bool?
        var wanted: String?
        var findings: [Finding] = []
        var measures: [Measure] = []

        init(kind: CheckKind, view: View) {
            self.kind = kind
            self.view = view
        }

        mutating func replica(_ link: Link) {
            replicas += 1
            guard !link.state.isEmpty else {
                hidden += 1
                return
            }
            if ["sync", "quorum"].contains(link.mode) { synchronous += 1 }
            let name = link.name.isEmpty ? "process \(link.pid)" : link.name
            measure(link)
            if link.state != "streaming" {
                tell(.warning, .lag, "The replica \(name) does not stream yet: \(link.state).", of: link)
            } else if let severity = severity(link) {
                tell(
                    severity,
                    .lag,
                    "The replica \(name) is behind by \(distance(link)).",
                    of: link,
                    [
                        view.sql(
                            "select application_name, state, sent_lsn, replay_lsn, replay_lag from pg_stat_replication"
                        ),
                        .hint("A long query on the replica, its disk or the network holds it up."),
                    ]
                )
            }
        }

        mutating func receiver(_ link: Link) {
            isFed = link.state == "streaming"
            measure(link)
            if link.mode == "paused" {
                tell(
                    .error,
                    .stuck,
                    "The replica's replay is paused.",
                    of: link,
                    [view.sql("select pg_wal_replay_resume()")]
                )
            }
            if link.state.isEmpty, link.pid == 0 {
                tell(
                    .error,
                    .stuck,
                    "Nothing feeds this replica: it receives no log from its primary.",
                    of: link,
                    [
                        view.sql("show primary_conninfo"),
                        .hint(
                            "The primary is gone, refuses the replication role, or has removed log that the replica still needs: the replica's log says which."
                        ),
                    ]
                )
            } else if let severity = severity(link) {
                tell(
                    severity,
                    .lag,
                    "This replica is behind by \(distance(link)).",
                    of: link,
                    [.hint("A long query here may hold the replay up: look at database.long-queries.")]
                )
            }
        }

        private mutating func tell(
            _ severity: Finding.Severity,
            _ failure: FailureClass,
            _ message: String,
            of link: Link,
            _ remedies: [Finding.Remedy] = [],
        ) {
            findings.append(
                Finding(
                    kind,
                    severity,
                    at: view.address,
                    failure,
                    message,
                    evidence: evidence(link),
                    remedies: remedies
                )
            )
        }

        private mutating func measure(_ link: Link) {
            let suffix = measures.isEmpty ? "" : "_\(measures.count / 2 + 1)"
            measures.append(
                Measure(
                    "replica_lag\(suffix)",
                    link.lag ?? .zero,
                    warning: view.limits.replicaLag / .seconds(1),
                    critical: view.limits.replicaLagError / .seconds(1)
                )
            )
            measures.append(
                Measure("replica_behind\(suffix)", link.bytes ?? 0, .bytes, warning: view.limits.replicaBytes)
            )
        }

        private func severity(_ link: Link) -> Finding.Severity? {
            let lag = link.lag ?? .zero
            if lag > view.limits.replicaLagError { return .error }
            return lag > view.limits.replicaLag || (link.bytes ?? 0) > view.limits.replicaBytes ? .warning : nil
        }

        private func distance(_ link: Link) -> String {
            let bytes = (link.bytes ?? 0).bytesText
            return link.lag.map { "\($0.readable) and \(bytes)" } ?? bytes
        }

        private func evidence(_ link: Link) -> [Finding.Evidence] {
            var evidence: [Finding.Evidence] = []
            if !link.state.isEmpty { evidence.append(.fact("state", link.state)) }
            if let bytes = link.bytes { evidence.append(.fact("behind by", bytes.bytesText)) }
            if let lag = link.lag { evidence.append(.fact("lag", lag.readable)) }
            return evidence
        }

        var diagnosis: Diagnosis {
            var findings = findings
            if let wanted, isFed == nil, hidden == 0, synchronous == 0 {
                findings.append(
                    Finding(
                        kind,
                        .error,
                        at: view.address,
                        .stuck,
                        "Every commit waits for a synchronous replica, and none is connected.",
                        evidence: [.fact("synchronous_standby_names", wanted)],
                        remedies: view.altering("reset synchronous_standby_names") + [
                            .hint(
                                "Better: bring the replica back. Without one, commits are as safe as this one server."
                            )
                        ]
                    )
                )
            }
            if findings.isEmpty {
                if hidden > 0 { return .skipped(view.blindness(counted(hidden, "replica"))) }
                if isFed == nil, replicas == 0 { return .skipped("no replica follows this server") }
                // A receiver that is there and whose state is hidden.
                if isFed == false { return .skipped(view.blindness("the receiver's state")) }
            }
            let seen = isFed != nil ? "a replica that is fed" : counted(replicas, "replica")
            return .found(findings, seen: seen, measures: measures)
        }
    }
}
