internal import Deadlines
internal import FoundationEssentials
internal import Migrations
internal import Platform
internal import PostgreSQL
internal import TestSupport
import Testing
internal import Words

@testable import Provisioning

@Suite(.live, .timeLimit(.minutes(5)))
struct ReplicaTests {
    /// A server that waits for a primary which never comes: it can be read.
    private static func standby() async throws -> PostgreSQLServer {
        try await aside {
            try PostgreSQLServer(settings: ["wal_level": "replica", "max_wal_senders": "10"]) { data in
                _ = FileManager.default.createFile(atPath: "\(data)/standby.signal", contents: nil)
            }
        }
    }

    private func resource(on server: PostgreSQLServer, _ role: Database.Role) throws -> DatabaseResource {
        var database = Database()
        database.name = "postgres"
        database.role = role
        database.extensions = ["citext"]
        database.settings = Named([("work_mem", Literal("64MB"))])
        return DatabaseResource(
            region: "nl-ams",
            database: database,
            admin: try Target(url: server.url()),
            agent: nil,
            migrations: nil,
            author: .init(name: "tester@here", ihctlVersion: "0")
        )
    }

    @Test func `a replica is only looked at`() async throws {
        let server = try await Self.standby()
        let resource = try resource(on: server, .replica)
        let survey = try await resource.survey(by: soon())
        // Settings are each server's own.
        #expect(survey.changes.map(\.address.description) == ["nl-ams/database/setting/work_mem"])
        #expect(survey.finding("database.replica")?.subject == "nl-ams/database/extension/citext")
        #expect(survey.finding("database.place") == nil)
        keep(server)
    }

    @Test func `a replica where the primary should be is an error, and nothing can be changed`() async throws {
        let server = try await Self.standby()
        let resource = try resource(on: server, .primary)
        let survey = try await resource.survey(by: soon())
        #expect(survey.finding("database.place")?.severity == .error)
        #expect(survey.change("citext")?.kind == .impossible)
        #expect(survey.change("citext")?.reason?.contains("replica") == true)
        keep(server)
    }

    @Test func `a replica that takes writes is an error`() async throws {
        let server = try await aside { try TestServers.postgreSQL() }
        let survey = try await resource(on: server, .replica).survey(by: soon())
        #expect(survey.finding("database.place")?.severity == .error)
        #expect(survey.changes.allSatisfy { !$0.isFeasible })
    }
}
