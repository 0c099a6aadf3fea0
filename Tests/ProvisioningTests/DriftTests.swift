internal import Deadlines
internal import Platform
internal import PostgreSQL
internal import TestSupport
import Testing
internal import Words

@testable import Provisioning

/// Everything declared, changed behind its back, is seen and mended.
@Suite(.live, .timeLimit(.minutes(5)))
struct DriftTests {
    /// AGENT, GROUP, DB and PROV stand for the test's own names.
    @Test(arguments: [
        ("alter role AGENT nologin", "role/AGENT", ["login"]),
        ("alter role AGENT createdb", "role/AGENT", ["create_database"]),
        ("alter role AGENT createrole", "role/AGENT", ["create_role"]),
        ("alter role AGENT password 'another'", "role/AGENT", ["password"]),
        ("alter role AGENT password null", "role/AGENT", ["password"]),
        ("alter role AGENT valid until '2001-01-01'", "role/AGENT", ["password", "valid_until"]),
        ("alter role AGENT connection limit 29", "role/AGENT", ["connection_limit"]),
        ("revoke GROUP from AGENT", "role/AGENT", ["member_of"]),
        ("alter role AGENT noinherit", "role/AGENT", ["member_of"]),
        ("revoke connect on database DB from AGENT", "role/AGENT", ["connect"]),
        ("alter role GROUP login", "role/GROUP", ["login"]),
        ("alter role GROUP createrole", "role/GROUP", ["create_role"]),
        ("alter database DB allow_connections false", "name/DB", ["accepts_connections", "public"]),
        ("drop role AGENT", "role/AGENT", ["login", "password", "member_of", "connect"]),
    ])
    func `a role or database changed by hand`(sql: String, address: String, paths: [String]) async throws {
        let site = try await Site()
        func own(_ text: String) -> String {
            text.replacing("AGENT", with: site.role).replacing("GROUP", with: site.group)
                .replacing("DB", with: site.name)
        }
        let resource = site.resource(site.declared { $0.pool = Database.Pool() })
        try await apply(resource)
        let before = sql.hasPrefix("drop") ? "revoke all on database DB from AGENT; \(sql)" : sql
        _ = try await site.psql(own(before))
        let survey = try await resource.survey(by: soon())
        #expect(survey.change(own(address))?.paths == paths)
        // A closed database cannot be looked into: what is in it counts as not there, and is found when it is open.
        let others = survey.changes.filter { !$0.address.description.hasSuffix(own(address)) }
        #expect(others.isEmpty || address == "name/DB")
        #expect(try await carryOut(survey.changes.filter { !others.contains($0) }, on: resource).isEmpty)
        let after = try await resource.survey(by: soon())
        #expect(after.changes.isEmpty)
        #expect(try await outcome(of: "insert into sessions values (1)", as: site.agent) == nil)
    }

    @Test func `an extension that was dropped comes back`() async throws {
        let site = try await Site()
        let resource = try await site.settled()
        _ = try await site.psql("drop extension citext", in: site.name)
        let survey = try await resource.survey(by: soon())
        #expect(survey.changes.map(\.address.description) == ["fr-par/database/extension/citext"])
        try await carryOut(survey.changes, on: resource)
        #expect(try await resource.survey(by: soon()).changes.isEmpty)
    }

    @Test func `more than one thing at once is mended in one change`() async throws {
        // Only a superuser may take away what only superusers give.
        let site = try await Site(rights: "superuser")
        let resource = try await site.settled()
        _ = try await site.psql(
            "alter role \(site.role) superuser replication bypassrls createdb nologin; revoke \(site.group) from \(site.role);"
                + " revoke connect on database \(site.name) from \(site.role)"
        )
        let survey = try await resource.survey(by: soon())
        let change = try #require(survey.change(site.role))
        #expect(Set(change.paths).isSuperset(of: ["login", "superuser", "replication", "bypass_row_security"]))
        #expect(try await resource.carryOut(change, by: soon()).isEmpty)
        #expect(try await resource.survey(by: soon()).changes.isEmpty)
    }

    @Test func `a limit that holds the pools of all agents is left as it is`() async throws {
        let site = try await Site()
        _ = try await site.settled()
        _ = try await site.psql("alter role \(site.role) connection limit 60")
        let database = site.declared { $0.pool = Database.Pool() }
        #expect(try await site.resource(database, agents: 2).survey(by: soon()).changes.isEmpty)
        let survey = try await site.resource(database, agents: 3).survey(by: soon())
        #expect(survey.change(site.role)?.fields.first?.to == 90)
    }

    @Test func `what ignore names is left alone and said once`() async throws {
        let site = try await Site()
        _ = try await site.settled()
        _ = try await site.psql("alter role \(site.role) createdb connection limit 1")
        let database = site.declared {
            $0.pool = Database.Pool()
            $0.ignore = ["role.connection_limit", "role.create_databse"]
        }
        let survey = try await site.resource(database).survey(by: soon())
        #expect(survey.change(site.role)?.paths == ["create_database"])
        let ignored = survey.findings.filter { $0.id == "database.ignored" }
        #expect(ignored.map(\.severity) == [.note, .warning])
        #expect(ignored.last?.remedies == [.hint("did you mean role.create_database?")])
    }

    @Test func `a plan that the world has left behind is refused`() async throws {
        let site = try await Site()
        let resource = try await site.settled()
        _ = try await site.psql("alter role \(site.role) createdb")
        let change = try #require(try await resource.survey(by: soon()).change(site.role))
        _ = try await site.psql("alter role \(site.role) createrole")
        let stale = await failure(StaleChange.self) { _ = try await resource.carryOut(change, by: soon()) }
        #expect(stale?.address == change.address)
        #expect(try await site.psql("select rolcreaterole from pg_roles where rolname = '\(site.role)'") == "t\n")
    }

    @Test func `settings of the server are told to a person, in the server's spelling`() async throws {
        let site = try await Site()
        _ = try await site.settled()
        let database = site.declared {
            $0.settings = Named([
                ("shared_buffers", Literal("32MB")), ("work_mem", Literal("64MB")), ("jit", Literal("false")),
                ("max_connections", Literal("500")), ("no_such_setting", Literal("1")),
                ("Default_Statistics_Target", Literal("lots")), ("block_size", Literal("4096")),
            ])
        }
        let survey = try await site.resource(database).survey(by: soon())
        #expect(survey.sound.map(\.description).contains("fr-par/database/setting/shared_buffers"))
        #expect(survey.sound.map(\.description).contains("fr-par/database/setting/jit"))
        let memory = try #require(survey.change("setting/work_mem"))
        #expect(memory.kind == .person)
        #expect(memory.fields == [Change.Field("value", from: "4096kB", to: "64MB")])
        #expect(memory.reason?.contains("alter system set work_mem = '64MB';") == true)
        #expect(memory.reason?.contains("restart") == false)
        // The test's server has it on its command line.
        #expect(survey.change("setting/max_connections")?.reason?.contains("command line") == true)
        for name in ["no_such_setting", "Default_Statistics_Target", "block_size"] {
            #expect(survey.change("setting/\(name)")?.kind == .impossible)
        }
    }
}
