internal import FoundationEssentials
internal import TestSupport
internal import Testing

/// How long the tests below go on; the variables are for `scripts/soak`.
enum KillRounds {
    static let count = number("IHCTL_KILL_ROUNDS") ?? 6
    static let firstSeed = number("IHCTL_KILL_SEED") ?? 1
    static var minutes: Int { 10 + count / 2 }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }
}

/// Whatever is killed, and whenever: run again, the result is that of a run that nobody disturbed.
@Suite(.live, .serialized, .timeLimit(.minutes(KillRounds.minutes))) struct KillTests {
    @Test(arguments: KillRounds.firstSeed..<KillRounds.firstSeed + KillRounds.count)
    func `runs that are cut short and run again give what one undisturbed run gives`(_ seed: Int) async throws {
        let trial = try await KillTrial.shared.get()
        var random = SeededRandom(seed: UInt64(seed))
        let database = try await trial.freshDatabase()
        let peer = try await trial.peer(in: database)
        for _ in 0..<Int.random(in: 2...5, using: &random) {
            let blow = KillTrial.Blow.allCases.randomElement(using: &random) ?? .kill
            let moment = Duration.milliseconds(Int.random(in: 0...trial.milliseconds, using: &random))
            try await trial.up(in: database, disturbedBy: blow, after: moment)
        }
        try await trial.finish(in: database)
        await peer.end()
        try await trial.expectUndisturbed(database, "seed \(seed)")
    }

    @Test func `of twenty runners at once one applies; those that are killed do no harm`() async throws {
        let trial = try await KillTrial.shared.get()
        var random = SeededRandom(seed: UInt64(KillRounds.firstSeed))
        let database = try await trial.freshDatabase()
        let moments = (0..<6).map { _ in Duration.milliseconds(Int.random(in: 0...trial.milliseconds, using: &random)) }
        let statuses = try await withThrowingTaskGroup(of: Int32?.self) { group in
            for moment in moments {
                group.addTask {
                    try await trial.up(in: database, disturbedBy: .kill, after: moment)
                    return nil
                }
            }
            for _ in moments.count..<20 { group.addTask { try await trial.up(in: database).status } }
            return try await group.reduce(into: [Int32]()) { all, status in if let status { all.append(status) } }
        }
        #expect(statuses == [Int32](repeating: 0, count: 14))
        try await trial.expectUndisturbed(database, "twenty")
    }

    @Test func `what a killed run had sent and the server is still at is waited for`() async throws {
        let trial = try await KillTrial.shared.get()
        // Each of them ends sooner than the server looks whether its client is still there.
        let slow = try await trial.folder(
            (1...20).map { number in
                (
                    number,
                    "-- ihctl:up\ncreate table slow\(number) (id int);\nselect pg_sleep(0.1);\ninsert into slow\(number) values (1);\n"
                )
            }
        )
        let database = try await trial.freshDatabase()
        for _ in 0..<3 {
            try await trial.up(in: database, from: slow, disturbedBy: .kill, after: .milliseconds(700))
        }
        let last = try await trial.up(in: database, from: slow)
        #expect(last.status == 0, "\(last.errors)")
        let tables = try await trial.ask("select count(*) from pg_class where relname like 'slow%'", in: database)
        #expect(tables == "20")
    }
}
