internal import Cryptography
internal import Deadlines
internal import Ladder
internal import Platform
internal import PostgreSQL
internal import Words

/// One run's stay with the server: what it opened, and what it was told.
final class Visit: Sendable {
    let ward: Ward
    private let agent = Slot<Connection>()
    let greeting = Slot<Greeting>()
    private let agents = Once<Result<Connection, PostgreSQLError>>()
    private let admin = Once<Result<Connection, PostgreSQLError>>()
    private let asked = Locked<Set<String>>([])
    private let agentsLook = Once<Look>()
    private let serversLook = Once<Look>()
    private let questions: [any Question]

    init(_ ward: Ward) {
        self.ward = ward
        questions = Questions.all(of: ward)
    }

    func enter(asking ids: Set<String>) {
        asked.withLock { $0 = ids }
    }

    func leave() async {
        if case .success(let connection)? = agents.made { await connection.close() }
        if case .success(let connection)? = admin.made { await connection.close() }
    }

    /// The agent's connection.
    var connection: Connection { get throws { try agent.value } }

    /// The one that sees more: the provisioning role's where it is let in, else the agent's.
    func observer(by deadline: Deadline) async throws -> (connection: Connection, isOfAdmin: Bool) {
        if let target = ward.admin, case .success(let connection)? = await admins(target, by: deadline) {
            return (connection, true)
        }
        return (try connection, false)
    }

    private func admins(_ target: Target, by deadline: Deadline) async -> Result<Connection, PostgreSQLError>? {
        await admin.value {
            do throws(PostgreSQLError) {
                return .success(try await Connection.open(target, by: deadline))
            } catch {
                return .failure(error)
            }
        }
    }

    /// A question's answer: the first that asks, asks for all.
    func answer(_ question: any Question, _ clock: Clock) async throws -> Diagnosis {
        let look: Look?
        if question.isOfAgent {
            let connection = try connection
            look = await agentsLook.value {
                await Look(
                    on: connection,
                    questions.filter(\.isOfAgent),
                    ward: ward,
                    isOfAdmin: false,
                    by: clock.deadline
                )
            }
        } else {
            let (connection, isOfAdmin) = try await observer(by: clock.deadline)
            look = await serversLook.value {
                await Look(
                    on: connection,
                    questions.filter { !$0.isOfAgent },
                    ward: ward,
                    isOfAdmin: isOfAdmin,
                    by: clock.deadline
                )
            }
        }
        guard let look else { throw CancellationError() }
        return try look.diagnosis(question, ward: ward)
    }

    /// In the order of the catalogue.
    var checks: [Check] {
        var checks = [
            ward.check(DatabaseChecks.connect, at: ["url"], connect),
            ward.check(DatabaseChecks.version, at: ["version"]) { [self] _ in ward.version(try greeting.value) },
            ward.check(DatabaseChecks.writable, at: ["role"]) { [self] _ in ward.writable(try greeting.value) },
            ward.check(DatabaseChecks.tls, at: ["sslmode"]) { [self] _ in ward.encryption(try greeting.value) },
            ward.check(DatabaseChecks.roundtrip, roundtrip),
            ward.check(DatabaseChecks.clock) { [self] _ in ward.clock(try greeting.value) },
        ]
        if ward.admin != nil { checks.append(ward.check(DatabaseChecks.admin, at: ["admin_url"], admit)) }
        if ward.files != nil { checks.append(ward.check(DatabaseChecks.schema, schema)) }
        checks += questions.map { question in
            ward.check(question.kind, at: question.setting) { [self] clock in try await answer(question, clock) }
        }
        let order = DatabaseChecks.all
        return checks.sorted { order.firstIndex(of: $0.kind) ?? 0 < order.firstIndex(of: $1.kind) ?? 0 }
    }

    private func ofAgent(by deadline: Deadline) async -> Result<Connection, PostgreSQLError>? {
        await agents.value {
            do throws(PostgreSQLError) {
                return .success(try await Connection.open(ward.agent, by: deadline))
            } catch {
                return .failure(error)
            }
        }
    }

    private func connect(_ clock: Clock) async throws -> Diagnosis {
        let began = ContinuousClock.now
        guard let opened = await ofAgent(by: clock.deadline) else { throw CancellationError() }
        do throws(PostgreSQLError) {
            let connection = try opened.get()
            agent.fill(connection)
            let took = ContinuousClock.now - began
            let heard = try await Greeting.hear(on: connection, by: clock.deadline)
            greeting.fill(heard)
            return ward.welcome(heard, took: took)
        } catch {
            return .found(
                await .refused(DatabaseChecks.connect, error, ward: ward, as: ward.agent, by: clock.deadline)
            )
        }
    }

    /// Since PostgreSQL 15 nobody but the database's owner may make tables in the schema public unless somebody lets him.
    private func lackOfRoom(for role: String, on connection: Connection, by deadline: Deadline) async -> [Finding] {
        guard ward.files != nil, connection.target.database == ward.agent.database,
            let mayCreate: Bool = try? await connection.query(
                "select has_schema_privilege(oid, 'create') from pg_namespace where nspname = 'public'",
                by: deadline
            ).value(), !mayCreate
        else { return [] }
        return [
            Finding(
                DatabaseChecks.admin,
                .warning,
                at: ward.address,
                .permission,
                "\(role) may make nothing in the schema public, where migrations make their tables.",
                remedies: [
                    .hint("Have the database's owner run it."),
                    .fix(
                        "psql -d \(AdminShell.word(ward.agent.database)) -c \(AdminShell.word("grant create on schema public to \(quoted(role))"))"
                    ),
                ]
            )
        ]
    }

    private func admit(_ clock: Clock) async throws -> Diagnosis {
        guard let target = ward.admin else { return .skipped("database.admin_url is not declared") }
        switch await admins(target, by: clock.deadline) {
        case .success(let connection)?:
            return .found(
                await lackOfRoom(for: target.user, on: connection, by: clock.deadline),
                seen: "\(target.user), in \(connection.target.database)"
            )
        case .failure(let error)?:
            // A failure need not be told twice, but once it has to be.
            if target.hosts == ward.agent.hosts, asked.withLock({ $0.contains(DatabaseChecks.connect.id) }),
                case .failure(let other)? = await ofAgent(by: clock.deadline), error.brokeAs(other)
            {
                return .skipped("the same as database.connect")
            }
            return .found(await .refused(DatabaseChecks.admin, error, ward: ward, as: target, by: clock.deadline))
        case nil: throw CancellationError()
        }
    }
}
