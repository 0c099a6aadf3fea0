package import Deadlines
package import Migrations
package import Platform
package import PostgreSQL
package import Words

/// PostgreSQL of one region: the database, its roles, its extensions, its migrations, and the settings its server must have.
package struct DatabaseResource: Resource {
    package let address: Address
    package let after: [Address]
    /// Its changes hang together, and there are few.
    package let parallelism = 1

    private let wish: DatabaseWish
    private let access: Access
    private let author: Author
    private let timeout: Duration
    private let hear: @Sendable (RunEvent) -> Void

    /// So often a change is tried again that somebody else was making at the same moment.
    private static let attempts = 8

    /// `admin` is where `database.admin_url` leads, `agent` where `database.url` does, nil where that is not known; both with the region's host.
    ///
    /// `agents` is how many use the pool at once. Without `migrations` they are not looked at. `timeout` is the limit of what a run of them asks besides the
    /// migrations themselves, `hear` is told what it does.
    package init(
        region: String,
        database: Database,
        admin: Target,
        agent: Target?,
        agents: Int = 1,
        migrations: MigrationFolder?,
        author: Author,
        after: [Address] = [],
        timeout: Duration = .seconds(10),
        hear: @escaping @Sendable (RunEvent) -> Void = { _ in },
    ) {
        address = .database(region)
        self.after = after
        wish = DatabaseWish(
            database,
            region: region,
            admin: admin,
            agent: agent,
            agents: agents,
            migrations: migrations
        )
        access = Access(wish: wish, admin: admin, agent: agent)
        self.author = author
        self.timeout = timeout
        self.hear = hear
    }

    package func identity(by deadline: Deadline) async throws -> [IdentityFact: String?] {
        try await telling(address) {
            try await access.onServer(by: deadline) { connection, _ in
                // A managed server may keep it to itself.
                let identifier: Int64? = try? await connection.query(
                    "select system_identifier from pg_control_system()",
                    by: deadline
                ).value()
                // The database that is meant, which may not be there yet.
                return [.database: wish.name, .systemIdentifier: identifier.map { String($0) }]
            }
        }
    }

    package func survey(by deadline: Deadline) async throws -> Survey {
        try await telling(address) {
            let seen = try await access.observe(by: deadline)
            let comparison = comparison(seen)
            let verdicts = comparison.verdicts
            var survey = Survey(
                changes: verdicts.compactMap(\.change),
                sound: verdicts.filter(\.fields.isEmpty).map(\.address),
                findings: comparison.findings,
                requests: seen.requests
            )
            if wish.isReplica { survey.leaveToPrimary(wish) }
            return survey
        }
    }

    /// A migration may rewrite a table of any size.
    package func takesItsTime(_ change: Change) -> Bool { change.address == wish.migrations }

    package func carryOut(_ change: Change, by deadline: Deadline) async throws -> [Finding] {
        guard change.isFeasible, !wish.isReplica else { throw infeasible(change) }
        return try await telling(change.address) {
            if change.address == wish.migrations {
                let run = MigrationRun(access: access, author: author, timeout: timeout, hear: hear)
                try await run.carryOut(change, by: deadline)
                return []
            }
            return try await mend(change, by: deadline)
        }
    }

    /// Looks, acts and looks again until the thing is as it should be.
    private func mend(_ change: Change, by deadline: Deadline) async throws -> [Finding] {
        let isOfAgent = change.address == wish.agentRole
        var before: [Change.Field]?
        for attempt in 1...DatabaseResource.attempts {
            async let login = isOfAgent ? access.tryToLogIn(by: deadline) : LoginOutcome.notTried
            let (connection, isInside, _) = try await access.open(by: deadline)
            do {
                var seen = try await access.look(
                    on: connection,
                    isInside: isInside,
                    readingHistory: false,
                    by: deadline
                )
                seen.login = await login
                guard let verdict = comparison(seen).verdict(of: change.address) else {
                    throw StaleChange(change.address)
                }
                if verdict.fields.isEmpty {
                    await connection.close()
                    return []
                }
                if verdict.fields == before {
                    await connection.close()
                    return [ineffective(verdict)]
                }
                guard before != nil || attempt > 1 || verdict.precondition == change.precondition else {
                    throw StaleChange(change.address)
                }
                if verdict.obstacle != nil, let change = verdict.change { throw infeasible(change) }
                let provisioner = Provisioner(wish: wish, agent: access.agent, connection: connection, seen: seen)
                do {
                    try await provisioner.mend(verdict, by: deadline)
                    before = verdict.fields
                } catch let error as PostgreSQLError where error.isRace && attempt < DatabaseResource.attempts {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 10...50) * attempt))
                }
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
        }
        throw ResourceFailure(
            Finding(
                "database.contended",
                .error,
                subject: "\(change.address)",
                "others change it all the time",
                remedies: [.then("ihctl bootstrap")],
                topic: "database.contended"
            )
        )
    }

    private func comparison(_ seen: Observation) -> Comparison {
        Comparison(wish: wish, seen: seen, hasPassword: access.agent?.hasPassword == true && wish.otherRole == nil)
    }

    /// What the clients throw, in the resource's words.
    private func telling<Value>(_ subject: Address, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgreSQLError {
            if error.kind == .cancelled { throw CancellationError() }
            if case .server(let refusal) = error.kind, error.connectionIsUsable {
                throw ResourceFailure(refused: refusal, subject: subject)
            }
            throw ResourceFailure(error, at: access.admin.with(database: wish.name), subject: subject)
        } catch let failure as MigrationFailure {
            if case .broken(let error) = failure.cause, error.kind == .cancelled { throw CancellationError() }
            throw ResourceFailure(failure, subject: subject)
        } catch let lock as LockNotHad {
            throw ResourceFailure(lock, subject: subject)
        } catch let pooler as BehindPooler {
            throw ResourceFailure(pooler, subject: subject)
        } catch let forbidden as HistoryForbidden {
            throw ResourceFailure(
                Finding(
                    "migrate.history",
                    .error,
                    subject: "\(subject)",
                    "\(forbidden.role) may not keep ihctl.migrations",
                    remedies: [.fix("create schema ihctl authorization \(SQL.quoted(identifier: [forbidden.role]));")],
                    topic: "migrate.history"
                )
            )
        } catch is PlanRefusal {
            // The history was sound when the plan was made.
            throw StaleChange(subject)
        } catch is HistoryFault {
            throw StaleChange(subject)
        } catch is SourceFault {
            throw StaleChange(subject)
        }
    }

    private func infeasible(_ change: Change) -> ResourceFailure {
        ResourceFailure(
            Finding(
                "database.infeasible",
                .error,
                subject: "\(change.address)",
                change.reason ?? "it cannot be changed from here",
                remedies: [.then("ihctl bootstrap --plan")],
                topic: "database.infeasible"
            ),
            isAnswer: true
        )
    }

    /// The server took the statements, and nothing came of them.
    private func ineffective(_ verdict: Verdict) -> Finding {
        Finding(
            "database.ineffective",
            .error,
            subject: "\(verdict.address)",
            "the server took the change, and it had no effect",
            evidence: verdict.fields.map { .fact($0.path, "is \($0.from.compact), should be \($0.to.compact)") },
            remedies: [.then("ihctl bootstrap --plan")],
            topic: "database.ineffective"
        )
    }
}

extension Survey {
    /// What a replica has comes from its primary; only the server's own settings are its own.
    fileprivate mutating func leaveToPrimary(_ wish: DatabaseWish) {
        let settings = Set(wish.settings.map { wish.address(ofSetting: $0.name) })
        for change in changes where !settings.contains(change.address) {
            findings.append(
                Finding(
                    "database.replica",
                    .warning,
                    subject: "\(change.address)",
                    "the replica does not have it as it should be: \(change.fields.map(\.path).joined(separator: ", "))",
                    remedies: [
                        .hint("it comes from the primary: mend it there; where it is there, the replica is behind")
                    ],
                    topic: "database.replica"
                )
            )
        }
        changes.removeAll { !settings.contains($0.address) }
    }
}
