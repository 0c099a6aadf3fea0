internal import Deadlines
internal import PostgreSQL
internal import TestSupport
import Testing
internal import Words

@testable import Provisioning

@Suite(.live, .timeLimit(.minutes(5)))
struct TroubleTests {
    @Test func `wrong credentials are an answer with a class of their own`() async throws {
        let site = try await Site()
        let admin = site.admin.with(user: site.provisioner, password: "wrong")
        let failure = await failure(ResourceFailure.self) {
            _ = try await site.resource(admin: admin).survey(by: soon())
        }
        #expect(failure?.finding.id == "database.connect")
        #expect(failure?.finding.failureClass == "auth")
        #expect(failure?.isAnswer == true)
    }

    @Test func `a server that is not there is no answer`() async throws {
        let site = try await Site()
        let resource = site.resource(admin: site.admin.with(port: freePort()))
        let looking = await failure(ResourceFailure.self) { _ = try await resource.survey(by: soon()) }
        #expect(looking?.finding.failureClass == "refused")
        #expect(looking?.isAnswer == false)
        let asking = await failure(ResourceFailure.self) { _ = try await resource.identity(by: soon()) }
        #expect(asking?.finding.failureClass == "refused")
    }

    @Test func `a server that hangs is given up by the deadline`() async throws {
        let listener = try Listener(.silent)
        let site = try await Site()
        let began = ContinuousClock.now
        let failure = await failure(ResourceFailure.self) {
            _ = try await site.resource(admin: site.admin.with(port: listener.port)).survey(by: .after(.seconds(1)))
        }
        #expect(failure?.isAnswer == false)
        #expect(ContinuousClock.now - began < .seconds(30))
        keep(listener)
    }

    @Test func `a server that stops between two changes is told, and the next run goes on from there`() async throws {
        let server = try await aside { try PostgreSQLServer() }
        let site = try await Site(own: server)
        let resource = site.resource()
        let changes = try await resource.survey(by: soon()).changes
        for change in changes.prefix(2) { _ = try await resource.carryOut(change, by: soon()) }
        try await server.child.freeze()
        let hung = await failure(ResourceFailure.self) {
            _ = try await resource.carryOut(changes[2], by: .after(.milliseconds(500)))
        }
        #expect(hung?.finding.id == "database.connect")
        #expect(hung?.isAnswer == false)
        server.child.thaw()
        try await apply(resource)
        #expect(try await resource.survey(by: soon()).changes.isEmpty)
        keep(server)
    }

    @Test func `several at once make one of each`() async throws {
        let site = try await Site()
        try await withThrowingTaskGroup(of: [Finding].self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let resource = site.resource()
                    var changes = try await resource.survey(by: soon()).changes
                    // Who comes late finds a step of another's way: it looks again, as the verb does.
                    var findings: [Finding] = []
                    while !changes.isEmpty {
                        do {
                            findings += try await carryOut(changes, on: resource)
                        } catch is StaleChange {}
                        changes = try await resource.survey(by: soon()).changes
                    }
                    return findings
                }
            }
            for try await findings in group { #expect(findings.isEmpty) }
        }
        let survey = try await site.resource().survey(by: soon())
        #expect(survey.changes.isEmpty)
        #expect(survey.findings.isEmpty)
    }

    @Test func `the same change carried out by several at once is done once`() async throws {
        let site = try await Site()
        let resource = site.resource()
        let changes = try await resource.survey(by: soon()).changes
        for change in changes {
            try await withThrowingTaskGroup(of: [Finding].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        // Who looks while another is half way finds it changed since the plan, and leaves it.
                        do { return try await resource.carryOut(change, by: soon()) } catch is StaleChange { return [] }
                    }
                }
                for try await findings in group { #expect(findings.isEmpty) }
            }
        }
        #expect(try await resource.survey(by: soon()).changes.isEmpty)
    }

    @Test func `a run that is cancelled anywhere ends at once, and the next ends where an undisturbed one does`()
        async throws
    {
        let site = try await Site()
        let resource = site.resource()
        for pause in [0, 5, 10, 20, 30, 45, 60, 80, 100, 140, 180] {
            let task = Task { try await apply(resource) }
            try await Task.sleep(for: .milliseconds(pause))
            task.cancel()
            if case .failure(let error) = await task.result {
                #expect(error is CancellationError || error is StaleChange, "\(error)")
            }
        }
        try await apply(resource)
        let survey = try await resource.survey(by: soon())
        #expect(survey.changes.isEmpty)
        #expect(survey.findings.isEmpty)
        #expect(try await outcome(of: "insert into sessions values (1)", as: site.agent) == nil)
    }

    /// The moments a kill can leave behind, each made by hand.
    @Test(arguments: [
        "create database DB owner PROV allow_connections false",
        "create role GROUP nologin", "create role AGENT nologin", "create role AGENT login password 'old'",
    ])
    func `what a run that was killed left behind is brought to the same end`(leftover: String) async throws {
        let site = try await Site()
        _ = try await site.psql(
            leftover.replacing("DB", with: site.name).replacing("GROUP", with: site.group)
                .replacing("AGENT", with: site.role).replacing("PROV", with: site.provisioner)
        )
        let resource = site.resource()
        try await apply(resource)
        let survey = try await resource.survey(by: soon())
        #expect(survey.changes.isEmpty)
        #expect(survey.findings.isEmpty)
    }

    @Test func `no secret stands in a change, a finding, a description or the server's log`() async throws {
        let server = try await aside {
            try PostgreSQLServer(
                settings: ["log_statement": "all", "log_min_messages": "log", "logging_collector": "on"]
            )
        }
        let site = try await Site(own: server)
        let resource = site.resource()
        var told = "\(resource)"
        dump(resource, to: &told)
        for sql in ["select 1", "alter role \(site.role) password 'other'", "alter role \(site.role) nologin"] {
            if sql != "select 1" { _ = try await site.psql(sql) }
            let survey = try await resource.survey(by: soon())
            dump(survey, to: &told)
            told += "\(try await carryOut(survey.changes, on: resource))"
        }
        let wrong = site.resource(admin: site.admin.with(user: site.provisioner, password: "wrong-secret-marked"))
        let failure = await failure(ResourceFailure.self) { _ = try await wrong.survey(by: soon()) }
        dump(try #require(failure), to: &told)
        #expect(!told.contains("marked"))
        #expect(!told.contains("SCRAM"))
        let log = try await site.psql("select pg_read_file(pg_current_logfile())")
        #expect(log.contains("create role \"\(site.role)\" login password"))
        #expect(!log.contains(site.password))
        keep(server)
    }
}
