internal import Deadlines
internal import Platform
internal import PostgreSQL
internal import TestSupport
import Testing
internal import Words

@testable import Provisioning

/// The agent may do its work and nothing else; what it may beyond is told with the statement that takes it away.
@Suite(.live, .timeLimit(.minutes(5)))
struct LeastPrivilegeTests {
    @Test func `the agent is refused all that it has no need of`() async throws {
        let site = try await Site()
        try await site.settled()
        let agent = site.agent
        #expect(try await outcome(of: "insert into sessions values (1); select * from sessions", as: agent) == nil)
        for sql in [
            "update sessions set id = 2", "delete from sessions", "truncate sessions", "drop table sessions",
            "select * from costs", "create table mine (a int)", "create schema mine",
            "create temporary table mine (a int)",
            "create role mine", "create database mine", "create extension hstore", "drop database \(site.name)",
            "alter role \(site.role) createdb", "alter role \(site.role) superuser", "select * from ihctl.migrations",
            "set role \(site.provisioner)", "set role postgres", "grant \(site.group) to postgres",
            "alter system set work_mem = '1GB'", "select pg_read_file('/etc/passwd')",
            "select rolpassword from pg_authid",
            "copy sessions to program 'cat'", "alter database \(site.name) set work_mem = '1GB'",
        ] {
            let code = try await outcome(of: sql, as: agent)
            #expect(code == "42501" || code == "25001", "\(sql): \(code ?? "went well")")
        }
        // `alter system` cannot run beside other statements in a transaction; alone it is refused for the right reason.
        #expect(try await outcome(of: "drop database \(site.name)", as: agent.with(database: "postgres")) == "42501")
    }

    @Test func `nobody else comes into a database that was made here`() async throws {
        let site = try await Site()
        try await site.settled()
        let stranger = try await Site()
        try await stranger.settled()
        #expect(try await outcome(of: "select 1", as: stranger.agent.with(database: site.name)) == "42501")
        #expect(try await outcome(of: "select 1", as: stranger.admin.with(database: site.name)) == "42501")
    }

    /// The statement told takes away what was given, and nothing the agent needs.
    @Test(
        arguments: [
            ("grant pg_read_all_data to AGENT", "database.privileges", "revoke pg_read_all_data from AGENT;"),
            ("grant pg_read_all_data to GROUP", "database.privileges", "revoke pg_read_all_data from GROUP;"),
            ("grant create on database DB to AGENT", "database.privileges", "revoke create on database DB from AGENT;"),
            ("grant create on database DB to GROUP", "database.privileges", nil),
            (
                "grant temporary on database DB to AGENT", "database.privileges",
                "revoke temporary on database DB from AGENT;"
            ),
            (
                "alter database DB owner to AGENT; grant connect on database DB to PROV", "database.privileges",
                "alter database DB owner to PROV;\ngrant connect on database DB to AGENT;"
            ),
            (
                "grant create on schema public to AGENT", "database.privileges",
                "revoke create on schema public from AGENT;"
            ),
            (
                "grant create on schema public to public", "database.public_schema",
                "revoke create on schema public from public;"
            ),
            (
                "grant delete, update on sessions to AGENT", "database.privileges",
                "revoke delete, update on table sessions from AGENT;"
            ),
            ("grant connect on database DB to public", "database.public", nil),
            ("alter table sessions owner to AGENT", "database.privileges", nil),
        ] as [(String, String, String?)]
    )
    func `a right beyond the need is told`(sql: String, id: String, fix: String?) async throws {
        let site = try await Site()
        func own(_ text: String) -> String {
            text.replacing("AGENT", with: site.role).replacing("GROUP", with: site.group)
                .replacing("DB", with: site.name).replacing("PROV", with: site.provisioner)
        }
        let resource = try await site.settled()
        _ = try await site.psql(own(sql), in: site.name)
        let survey = try await resource.survey(by: soon())
        #expect(survey.changes.isEmpty)
        let found = survey.findings.filter { $0.id == id }
        #expect(found.count == 1)
        let fixes = found.flatMap(\.fixes)
        if let fix { #expect(fixes.joined(separator: "\n") == own(fix)) }
        // The owner's own rights go with the owner.
        if sql.hasPrefix("grant create on database DB to GROUP") { return }
        _ = try await site.psql(fixes.joined(separator: "\n"), in: site.name)
        #expect(try await resource.survey(by: soon()).findings.isEmpty)
        #expect(try await outcome(of: "insert into sessions values (1)", as: site.agent) == nil)
    }

    @Test func `names that need quotes are quoted in every statement`() async throws {
        let site = try await Site()
        let role = "Agent \"\(site.id)\"; drop"
        let database = site.declared {
            $0.name = "Data-\(site.id)"
            $0.user = role
            $0.group = "Group \(site.id)"
            $0.extensions = ["uuid-ossp"]
        }
        let agent = site.admin.with(database: "Data-\(site.id)").with(user: role, password: "p'a\"ss\\word-\(site.id)")
        let resource = site.resource(database, agent: agent, migrations: .some(nil))
        try await apply(resource)
        #expect(try await resource.survey(by: soon()).changes.isEmpty)
        _ = try await site.psql(
            "grant create on schema public to \(SQL.quoted(identifier: [role]))",
            in: "Data-\(site.id)"
        )
        let fix = try #require(try await resource.survey(by: soon()).finding("database.privileges")?.fixes.first)
        _ = try await site.psql(fix, in: "Data-\(site.id)")
        #expect(try await resource.survey(by: soon()).findings.isEmpty)
    }
}
