internal import Deadlines
internal import Migrations
internal import Platform
internal import PostgreSQL
internal import TestSupport
import Testing
internal import Words

@testable import Provisioning

/// From nothing to what is declared, and no further.
@Suite(.live, .timeLimit(.minutes(5)))
struct EmptyServerTests {
    @Test func `an empty server is told what it lacks, in an order in which it can be made`() async throws {
        let site = try await Site()
        let survey = try await site.resource().survey(by: soon())
        #expect(survey.sound.isEmpty)
        #expect(survey.changes.allSatisfy { $0.kind == .create })
        let addresses = survey.changes.map(\.address.description)
        #expect(
            addresses == [
                "fr-par/database/name/\(site.name)", "fr-par/database/role/\(site.group)",
                "fr-par/database/role/\(site.role)", "fr-par/database/extension/pgcrypto",
                "fr-par/database/extension/citext", "fr-par/database/migrations",
            ]
        )
        for (index, change) in survey.changes.enumerated() {
            #expect(change.after.allSatisfy { addresses.prefix(index).contains($0.description) })
        }
        #expect(survey.change("migrations")?.paths == ["1_m", "2_m"])
        #expect(survey.change(site.role)?.paths == ["login", "password", "member_of", "connect"])
        // Looking makes nothing.
        #expect(try await site.psql("select count(*) from pg_database where datname = '\(site.name)'") == "0\n")
        #expect(try await site.psql("select count(*) from pg_roles where rolname ~ '\(site.id)'") == "1\n")
    }

    @Test func `what is made is as declared, and the second look neither finds nor writes anything`() async throws {
        let site = try await Site()
        let resource = site.resource()
        let first = try await resource.survey(by: soon())
        #expect(try await carryOut(first.changes, on: resource).isEmpty)
        let second = try await resource.survey(by: soon())
        #expect(second.changes.isEmpty)
        #expect(second.findings.isEmpty)
        #expect(second.sound.count == 6)
        #expect(try await outcome(of: "insert into sessions values (1)", as: site.agent) == nil)

        // A role that cannot write finds the same, and the old changes again do nothing.
        _ = try await site.psql("alter role \(site.provisioner) set default_transaction_read_only = on")
        let third = try await resource.survey(by: soon())
        #expect(third.changes.isEmpty)
        #expect(third.requests <= 8)
        #expect(try await carryOut(first.changes, on: resource).isEmpty)
    }

    @Test func `the identity is the database's name and the cluster's number, before and after it is there`()
        async throws
    {
        let site = try await Site()
        let resource = site.resource()
        let number = try await site.psql("select system_identifier from pg_control_system()")
        for _ in 0..<2 {
            let identity = try await resource.identity(by: soon())
            #expect(identity[.database] == site.name)
            #expect(identity[.systemIdentifier] == String(number.dropLast()))
            try await apply(resource)
        }
    }

    @Test func `a database made by somebody else is taken as it is`() async throws {
        let site = try await Site()
        _ = try await site.psql("create database \(site.name)")
        let survey = try await site.resource().survey(by: soon())
        #expect(survey.change(site.name) == nil)
        #expect(survey.finding("database.public")?.fixes.first?.hasPrefix("grant connect") == true)
        // It belongs to the superuser, who alone may give rights to it.
        #expect(survey.change("migrations")?.kind == .impossible)
        #expect(survey.change("citext")?.reason?.contains("grant create on database") == true)
        #expect(survey.change(site.role)?.kind == .create)
    }

    @Test func `the platform's own migrations give its agent what it needs`() async throws {
        // Its group belongs to the whole server.
        let server = try await aside { try PostgreSQLServer() }
        let site = try await Site(own: server)
        let folder = try MigrationFolder.read("\(projectRoot)/manifests/migrations", shown: "manifests/migrations")
        let resource = site.resource(site.declared { $0.group = "island_hopper_agent" }, migrations: folder)
        try await apply(resource)
        let survey = try await resource.survey(by: soon())
        #expect(survey.changes.isEmpty)
        #expect(survey.findings.isEmpty)
        let insert = "insert into strands_sessions (session_id, messages) values ('s', '[]')"
        #expect(try await outcome(of: insert, as: site.agent) == nil)
        #expect(try await outcome(of: "delete from strand_session_costs", as: site.agent) == "42501")
        let clock = ContinuousClock()
        let time = try await clock.measure { _ = try await resource.survey(by: soon()) }
        print("no-op survey of a database: \(time), \(survey.requests) requests")
        keep(server)
    }

    @Test func `only what is declared is looked at`() async throws {
        let site = try await Site()
        let database = site.declared {
            $0.extensions = []
            $0.group = nil
        }
        let resource = site.resource(database, migrations: .some(nil))
        try await apply(resource)
        _ = try await site.psql("alter role \(site.role) connection limit 3 valid until '2031-01-01'")
        let survey = try await resource.survey(by: soon())
        #expect(survey.changes.isEmpty)
        #expect(survey.sound.count == 2)
    }
}
