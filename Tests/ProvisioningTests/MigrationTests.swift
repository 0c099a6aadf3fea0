internal import Deadlines
internal import Migrations
internal import PostgreSQL
internal import TestSupport
import Testing
internal import Words

@testable import Provisioning

@Suite(.live, .timeLimit(.minutes(5)))
struct MigrationTests {
    private func folder(_ files: MigrationFile...) -> MigrationFolder {
        MigrationFolder(path: "migrations", files: files)
    }

    @Test func `pending ones are one change, and run behind all they need`() async throws {
        let site = try await Site()
        try await site.settled()
        let files = site.files.files + [file(3, "create table more (id bigint)")]
        let resource = site.resource(migrations: folder(files[0], files[1], files[2]))
        let survey = try await resource.survey(by: soon())
        let change = try #require(survey.changes.first)
        #expect(survey.changes.count == 1)
        #expect(change.kind == .update)
        #expect(change.paths == ["3_m"])
        #expect(change.after.count == 4)
        _ = try await resource.carryOut(change, by: soon())
        #expect(try await resource.survey(by: soon()).changes.isEmpty)
        // Again, by a plan that is done.
        #expect(try await resource.carryOut(change, by: soon()).isEmpty)
    }

    @Test func `a file changed since the plan was made is not run`() async throws {
        let site = try await Site()
        try await site.settled()
        let (one, two) = (site.files.files[0], site.files.files[1])
        let planned = site.resource(migrations: folder(one, two, file(3, "create table a (id bigint)")))
        let change = try #require(try await planned.survey(by: soon()).change("migrations"))
        let edited = site.resource(migrations: folder(one, two, file(3, "create table b (id bigint)")))
        let stale = await failure(StaleChange.self) { _ = try await edited.carryOut(change, by: soon()) }
        #expect(stale?.address == change.address)
        let grown = site.resource(
            migrations: folder(one, two, file(3, "create table a (id bigint)"), file(4, "create table c (id bigint)"))
        )
        #expect(await failure(StaleChange.self) { _ = try await grown.carryOut(change, by: soon()) } != nil)
        #expect(
            try await site.psql("select count(*) from pg_tables where schemaname = 'public'", in: site.name) == "2\n"
        )
    }

    @Test func `what another run has done of the plan meanwhile is left out`() async throws {
        let site = try await Site()
        try await site.settled()
        let (one, two) = (site.files.files[0], site.files.files[1])
        let (three, four) = (file(3, "create table a (id bigint)"), file(4, "create table b (id bigint)"))
        let both = site.resource(migrations: folder(one, two, three, four))
        let change = try #require(try await both.survey(by: soon()).change("migrations"))
        try await apply(site.resource(migrations: folder(one, two, three)))
        #expect(try await both.carryOut(change, by: soon()).isEmpty)
        #expect(try await both.survey(by: soon()).changes.isEmpty)
    }

    @Test func `where files and history do not agree nothing is run`() async throws {
        let site = try await Site()
        try await site.settled()
        let (one, two) = (site.files.files[0], site.files.files[1])
        let new = file(3, "create table a (id bigint)")
        let cases: [(MigrationFolder, String)] = [
            (folder(file(1, "create table other (id int)"), two, new), "migrate.edited"),
            (folder(two, new), "migrate.missing"), (folder(one), "migrate.unknown"),
        ]
        for (folder, id) in cases {
            let survey = try await site.resource(migrations: folder).survey(by: soon())
            #expect(survey.finding(id)?.severity == .error)
            #expect(survey.changes.allSatisfy { $0.kind == .impossible })
            #expect(!survey.sound.contains { $0.description.hasSuffix("migrations") })
        }
        let late = try await site.resource(migrations: folder(file(0, "select 1"), one, two)).survey(by: soon())
        #expect(late.finding("migrate.out-of-order") != nil)
    }

    @Test func `a file that cannot be read is known before anything runs`() async throws {
        let site = try await Site()
        let bad = MigrationFile(
            version: try #require(Version("3")),
            name: "m",
            path: "migrations/3_m.sql",
            bytes: Array("-- ihctl:up\nselect 'open;\n".utf8)
        )
        let resource = site.resource(migrations: folder(site.files.files[0], bad))
        let survey = try await resource.survey(by: soon())
        #expect(survey.finding("migrate.file")?.place?.file == "migrations/3_m.sql")
        #expect(survey.change("migrations")?.kind == .impossible)
    }

    @Test func `one that the server refuses names its place, and those before it stay`() async throws {
        let site = try await Site()
        let resource = site.resource(
            migrations: folder(file(1, "create table a (id bigint)"), file(2, "select 1", "select * from nowhere"))
        )
        let failure = await failure(ResourceFailure.self) { try await apply(resource) }
        #expect(failure?.finding.id == "migrate.failed")
        #expect(failure?.finding.place?.line == 3)
        #expect(failure?.isAnswer == true)
        #expect(try await resource.survey(by: soon()).change("migrations")?.paths == ["2_m"])
    }

    @Test func `a table of somebody else in place of the history is told`() async throws {
        let site = try await Site()
        try await site.settled()
        _ = try await site.psql("drop table ihctl.migrations; create table ihctl.migrations (a int)", in: site.name)
        let survey = try await site.resource().survey(by: soon())
        #expect(survey.finding("migrate.history")?.severity == .error)
        #expect(survey.change("migrations") == nil)
    }
}
