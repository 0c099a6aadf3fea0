internal import Deadlines
internal import Platform
internal import PostgreSQL
internal import TestSupport
import Testing
internal import Words

@testable import Provisioning

/// What the provisioning role may not do is known before the server refuses it, with the words that allow it.
@Suite(.live, .timeLimit(.minutes(5)))
struct RightsTests {
    @Test func `without createdb and createrole the whole is impossible, and says what to grant`() async throws {
        let site = try await Site(rights: "")
        let resource = site.resource()
        let survey = try await resource.survey(by: soon())
        let database = try #require(survey.change(site.name))
        #expect(database.kind == .impossible)
        #expect(database.reason?.contains("alter role \(site.provisioner) createdb;") == true)
        for name in [site.role, site.group] {
            #expect(survey.change(name)?.kind == .impossible)
            #expect(survey.change(name)?.reason?.contains("alter role \(site.provisioner) createrole;") == true)
        }
        let failure = await failure(ResourceFailure.self) { _ = try await resource.carryOut(database, by: soon()) }
        #expect(failure?.finding.id == "database.infeasible")
        #expect(failure?.isAnswer == true)
    }

    @Test func `a right that went after the plan was made is an answer, and nothing is half done`() async throws {
        let site = try await Site()
        let resource = site.resource()
        let change = try #require(try await resource.survey(by: soon()).change(site.group))
        _ = try await site.psql("alter role \(site.provisioner) nocreaterole")
        let failure = await failure(ResourceFailure.self) { _ = try await resource.carryOut(change, by: soon()) }
        #expect(failure?.finding.id == "database.infeasible")
        #expect(failure?.isAnswer == true)
        #expect(try await site.psql("select count(*) from pg_roles where rolname = '\(site.group)'") == "0\n")
    }

    @Test func `what only superusers give only superusers take away`() async throws {
        let site = try await Site()
        let resource = try await site.settled()
        for (give, take) in [
            ("superuser", "nosuperuser"), ("replication", "noreplication"), ("bypassrls", "nobypassrls"),
        ] {
            _ = try await site.psql("alter role \(site.role) \(give)")
            let change = try #require(try await resource.survey(by: soon()).change(site.role))
            #expect(change.kind == .impossible)
            #expect(change.reason?.contains("alter role \(site.role) \(take);") == true)
            _ = try await site.psql("alter role \(site.role) \(take)")
        }
        #expect(try await resource.survey(by: soon()).changes.isEmpty)
    }

    @Test func `an extension that is not trusted, and one that is not there`() async throws {
        let site = try await Site()
        let database = site.declared { $0.extensions = ["pg_stat_statements", "no_such_thing", "citext"] }
        let survey = try await site.resource(database).survey(by: soon())
        #expect(survey.change("pg_stat_statements")?.kind == .person)
        #expect(
            survey.change("pg_stat_statements")?.reason?.contains("create extension pg_stat_statements cascade;")
                == true
        )
        #expect(survey.change("no_such_thing")?.kind == .impossible)
        #expect(survey.change("citext")?.kind == .create)
    }

    @Test func `an extension brings those it needs`() async throws {
        let site = try await Site(rights: "superuser")
        let database = site.declared { $0.extensions = ["earthdistance"] }
        let resource = site.resource(database)
        try await apply(resource)
        #expect(try await resource.survey(by: soon()).changes.isEmpty)
        #expect(try await site.psql("select count(*) from pg_extension where extname = 'cube'", in: site.name) == "1\n")
    }

    @Test func `doubts about the agent's role are a person's to clear up`() async throws {
        let site = try await Site()
        let other = try await site.resource(agent: site.agent.with(user: "somebody", password: "x")).survey(by: soon())
        #expect(other.change(site.role)?.kind == .person)
        #expect(other.change(site.role)?.reason?.contains("logs in as somebody") == true)
        let none = try await site.resource(agent: .some(nil)).survey(by: soon())
        #expect(none.change(site.role)?.kind == .person)
        let shared = site.declared { $0.user = nil }
        let same = try await site.resource(shared, agent: site.admin).survey(by: soon())
        #expect(same.change(site.provisioner)?.kind == .person)
        #expect(same.change(site.provisioner)?.reason?.contains("a role of its own") == true)
    }

    @Test func `a URL that leads to another database is told`() async throws {
        let site = try await Site()
        let survey = try await site.resource(agent: site.agent.with(database: "elsewhere")).survey(by: soon())
        #expect(survey.finding("database.url")?.severity == .error)
    }

    @Test func `a server that asks for no password is told`() async throws {
        let server = try await aside { try PostgreSQLServer(hba: "host all all 127.0.0.1/32 trust\n") }
        let site = try await Site(own: server)
        let resource = try await site.settled()
        let survey = try await resource.survey(by: soon())
        #expect(survey.changes.isEmpty)
        #expect(survey.finding("database.login")?.severity == .note)
        keep(server)
    }

    @Test func `a server that lets the agent in from elsewhere only is told, and its password is left alone`()
        async throws
    {
        let server = try await aside {
            try PostgreSQLServer(
                hba: "host all postgres 127.0.0.1/32 trust\nhost all /^prov 127.0.0.1/32 trust\n"
                    + "host all +provisioners 127.0.0.1/32 scram-sha-256\n"
            )
        }
        let site = try await Site(rights: "superuser", own: server)
        _ = try await site.psql("create role provisioners; grant provisioners to \(site.provisioner)")
        let resource = try await site.settled()
        let survey = try await resource.survey(by: soon())
        #expect(survey.changes.isEmpty)
        #expect(survey.finding("database.login")?.severity == .warning)
        keep(server)
    }
}
