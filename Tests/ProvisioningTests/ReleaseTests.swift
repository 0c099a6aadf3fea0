import Platform
import PostgreSQL
import Testing
import Words

@testable import Provisioning

/// What differs between the releases of PostgreSQL, as far as no server is needed to know it.
@Suite struct ReleaseTests {
    private static let old = [130_015, 140_012, 150_018]
    private static let new = [160_004, 170_001, 180_000]

    private var wish: DatabaseWish {
        var database = Database()
        database.name = "platform"
        database.user = "agent"
        database.group = "agents"
        var pool = Database.Pool()
        pool.max = 20
        pool.overflow = 10
        database.pool = pool
        let target = Target(host: "h", port: 5432, database: "platform", user: "prov", password: "x")
        return DatabaseWish(
            database,
            region: "fr-par",
            admin: target,
            agent: target.with(user: "agent", password: "y"),
            agents: 1,
            migrations: nil
        )
    }

    private func seen(_ version: Int, _ roles: [String: RoleFacts] = [:], admin: Observation.Admin? = nil)
        -> Observation
    {
        let usual = Observation.Admin(
            name: "prov",
            isSuperuser: false,
            mayCreateDatabases: true,
            mayCreateRoles: true
        )
        var seen = Observation(
            admin: admin ?? usual,
            version: version,
            isReplica: false,
            isReadOnly: false,
            isInside: true
        )
        seen.roles = roles
        seen.database = Observation.DatabaseFacts(
            owner: "prov",
            acceptsConnections: true,
            encoding: "UTF8",
            publicMay: [],
            adminMayGrant: true,
            adminMayCreate: true,
            agentConnects: true,
            agentMayCreate: false,
            agentWasGiven: []
        )
        return seen
    }

    private func facts(
        _ attributes: Set<RoleFacts.Attribute>,
        groups: [String] = [],
        inherited: [String]? = nil,
        administered: Bool = true,
    ) -> RoleFacts {
        RoleFacts(
            attributes: attributes,
            connectionLimit: -1,
            validUntil: nil,
            hasExpired: false,
            groups: groups,
            inherited: inherited ?? groups,
            adminHasAdminOption: administered
        )
    }

    private func agentVerdict(_ seen: Observation) -> Verdict? {
        Comparison(wish: wish, seen: seen, hasPassword: true).role
    }

    @Test(arguments: old) func `before 16 the role itself inherits`(version: Int) {
        let made = RoleStatements(wish, seen(version)).role("agent", ["member_of", "connect"], verifier: nil)
        #expect(
            made.map(\.text) == [
                #"create role "agent" login"#, #"grant "agents" to "agent""#,
                #"grant connect on database "platform" to "agent""#,
            ]
        )
        let there = seen(version, ["agent": facts([.login], groups: ["agents"], inherited: [])])
        let mended = RoleStatements(wish, there).role("agent", ["member_of"], verifier: nil)
        #expect(mended.map(\.text) == [#"alter role "agent" inherit"#, #"grant "agents" to "agent""#])
    }

    @Test(arguments: new) func `from 16 on the membership does`(version: Int) {
        let made = RoleStatements(wish, seen(version)).role("agent", ["member_of"], verifier: nil)
        #expect(made.map(\.text) == [#"create role "agent" login"#, #"grant "agents" to "agent" with inherit true"#])
        let there = seen(version, ["agent": facts([.login], groups: ["agents"], inherited: [])])
        let mended = RoleStatements(wish, there).role("agent", ["member_of"], verifier: nil)
        #expect(mended.map(\.text) == [#"grant "agents" to "agent" with inherit true"#])
    }

    @Test(arguments: old + new) func `a role gets only what differs, and its password as a verifier`(version: Int) {
        let there = seen(version, ["agent": facts([.login, .createDatabase])])
        let words = RoleStatements(wish, there)
            .role("agent", ["create_database", "connection_limit", "password", "valid_until"], verifier: "SCRAM'x")
        #expect(
            words.map(\.text) == [
                #"alter role "agent" nocreatedb connection limit 30 password 'SCRAM''x' valid until 'infinity'"#
            ]
        )
        #expect(RoleStatements(wish, there).role("agent", [], verifier: nil).isEmpty)
        #expect(
            RoleStatements(wish, seen(version)).group("agents", ["login"]).map(\.text) == [
                #"create role "agents" nologin"#
            ]
        )
        let loud = seen(version, ["agents": facts([.login])])
        #expect(RoleStatements(wish, loud).group("agents", ["login"]).map(\.text) == [#"alter role "agents" nologin"#])
    }

    @Test func `before 16 whoever creates roles changes all but the strong ones`() throws {
        for version in Self.old {
            let group = ["agents": facts([], administered: false)]
            let weak = facts([.login, .createDatabase], groups: ["agents"], administered: false)
            let change = try #require(agentVerdict(seen(version, group.merging(["agent": weak]) { $1 })))
            #expect(change.fields.map(\.path) == ["create_database"])
            #expect(change.obstacle == nil, "PostgreSQL \(version)")
            let strong = facts([.login, .createDatabase, .replication], groups: ["agents"])
            let refused = try #require(agentVerdict(seen(version, group.merging(["agent": strong]) { $1 })))
            #expect(refused.obstacle?.kind == .impossible)
            #expect(refused.obstacle?.reason.contains("alter role agent noreplication;") == true)
        }
    }

    @Test func `from 16 on he changes what he administers, and names only what he has himself`() throws {
        for version in Self.new {
            func obstacle(_ role: RoleFacts, _ admin: Observation.Admin? = nil) throws -> Verdict.Obstacle? {
                let roles = ["agents": facts([]), "agent": role]
                let verdict = try #require(agentVerdict(seen(version, roles, admin: admin)))
                #expect(!verdict.fields.isEmpty)
                return verdict.obstacle
            }
            let groups = ["agents"]
            #expect(try obstacle(facts([.login, .createDatabase], groups: groups)) == nil)
            let stranger = try obstacle(facts([.login, .createDatabase], groups: groups, administered: false))
            #expect(stranger?.reason.contains("grant agent to prov with admin option;") == true)
            let replication = facts([.login, .replication], groups: groups)
            #expect(try obstacle(replication)?.reason.contains("alter role agent noreplication;") == true)
            var admin = Observation.Admin(
                name: "prov",
                isSuperuser: false,
                mayCreateDatabases: false,
                mayCreateRoles: true
            )
            let maker = try obstacle(facts([.login, .createDatabase], groups: groups), admin)
            #expect(maker?.reason.contains("alter role agent nocreatedb;") == true)
            admin.mayReplicate = true
            #expect(try obstacle(replication, admin) == nil)
            #expect(try obstacle(facts([.superuser, .login], groups: groups), admin)?.kind == .impossible)
            // What he need not name keeps him from nothing.
            let strong = facts([.replication], groups: groups)
            admin.mayCreateDatabases = true
            #expect(try obstacle(strong, admin) == nil)
        }
    }

    @Test func `a membership needs the right over the group from 16 on, and before it the right to create roles`()
        throws
    {
        let agent = facts([.login])
        for (version, isPossible) in Self.old.map({ ($0, true) }) + Self.new.map({ ($0, false) }) {
            let roles = ["agents": facts([], administered: false), "agent": agent]
            let verdict = try #require(agentVerdict(seen(version, roles)))
            #expect(verdict.fields.map(\.path) == ["member_of"])
            #expect((verdict.obstacle == nil) == isPossible, "PostgreSQL \(version)")
        }
    }
}
