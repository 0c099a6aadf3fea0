internal import Migrations
internal import PostgreSQL
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct PoolerTests {
    @Test(arguments: Pooler.Mode.allCases)
    func `nothing is run through a pooler, in whichever mode it hands sessions out`(_ mode: Pooler.Mode) async throws {
        let trial = try await Trial()
        let pooler = try await aside { try Pooler(before: trial.server, mode) }
        var target = try Target(url: pooler.url(database: trial.database))
        target.grace = trial.target.grace

        let refused = await failure(BehindPooler.self) {
            let session = try await MigrationSession.open(target, trial.settings)
            await session.close()
        }
        #expect(refused?.address == "127.0.0.1:\(pooler.port)")

        // The server itself is no pooler.
        let direct = try await trial.session()
        await direct.close()
        #expect(try await trial.ask("select to_regnamespace('ihctl') is null"))
    }
}
