internal import Deadlines
internal import FoundationEssentials
internal import PostgreSQL
internal import SQLText
internal import TestSupport
internal import Testing

/// The same texts read by us and by the server: whatever it parses we split into the very commands it sees, and whatever it
/// refuses we refuse or hand on with a statement that it refuses.
@Suite(.live, .timeLimit(.minutes(10)))
struct ServerReadingTests {
    let reader: ServerReader

    init() async throws { reader = try await ServerReader() }

    /// A byte order mark is an editor's, not the server's.
    private func sent(_ text: String) -> String {
        text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// Nil where both read the text alike.
    private func difference(in text: String) async throws -> String? {
        let whole = try await reader.verdicts([sent(text)])[0]
        let sql: SQLText
        do throws(SQLFault) { sql = try lexed(text) } catch {
            if error.kind == .copyFromStandardInput || error.kind == .copyToStandardOutput { return nil }
            return whole.isRefusal ? nil : "refused for \(error), the server sees \(whole)"
        }
        let statements = sql.statements().map { sql.text(of: $0) }
        let verdicts = try await reader.verdicts(statements)
        let expected: Verdict = statements.isEmpty ? .empty : statements.count == 1 ? .one : .several
        let isAlike =
            whole.isRefusal
            ? verdicts.contains(where: \.isRefusal) : whole == expected && verdicts.allSatisfy { $0 == .one }
        return isAlike ? nil : "split into \(zip(statements, verdicts).map(\.self)), the server sees \(whole)"
    }

    @Test func `a script of everything that is hard runs as the statements it is split into`() async throws {
        let statements = try split(Self.script)
        for text in statements { #expect(try await reader.verdicts([text]) == [.one], "\(text)") }
        let difference = try await difference(in: Self.script)
        #expect(difference == nil)
        #expect(try await run(statements, Self.script) == statements.count)
    }

    /// How many results the server has for the whole as one simple query, after each statement alone has run by the extended protocol.
    private func run(_ statements: [String], _ script: String) async throws -> Int {
        let server = try await aside { try TestServers.postgreSQL() }
        let database = try await aside { try server.freshDatabase() }
        let connection = try await Connection.open(
            try Target(url: server.url(database: database)),
            by: .after(.seconds(60))
        )
        for (number, text) in statements.enumerated() {
            do { try await connection.query(SQL(raw: text), by: .after(.seconds(60))) } catch {
                Issue.record("statement \(number): \(error)\n\(text)")
            }
        }
        try await connection.execute("drop schema public cascade; create schema public", by: .after(.seconds(60)))
        let results = try await connection.execute(script, by: .after(.seconds(60)))
        await connection.close()
        return results.count
    }

    @Test func `names are what the server calls its columns`() async throws {
        let names = [
            "Plain", "É", "a$B", "_1", "\"Quoted \"\"x\"\"\"", "U&\"d\\0061t\\+000061\\\\\"", "U&\"\\d83d\\de00\"",
            "u&\"d!0061!!\" uescape '!'",
            String(repeating: "Ab", count: 40), "\"" + String(repeating: "é", count: 40) + "\"", "end", "\"$$;\"",
            "U&\"" + String(repeating: "\\00E9", count: 40) + "\"",
        ]
        let server = try await aside { try TestServers.postgreSQL() }
        let connection = try await Connection.open(try Target(url: server.url()), by: .after(.seconds(60)))
        for name in names {
            let sql = try lexed("select 1 as \(name)")
            let rows = try await connection.query(SQL(raw: "select 1 as \(name)"), by: .after(.seconds(60)))
            #expect(sql.name(of: sql.tokens[3]) == rows.columns.first?.name)
        }
        await connection.close()
    }

    @Test func `the server's position in a statement leads to the place in the file`() async throws {
        let sql = try lexed("\u{FEFF}select 1;\r\n-- é\r\n  select 'é😀',\r\n    'ü' nonsense here;\r\n")
        let statement = sql.statements()[1]
        let error = await #expect(throws: PostgreSQLError.self) {
            let server = try await aside { try TestServers.postgreSQL() }
            let connection = try await Connection.open(try Target(url: server.url()), by: .after(.seconds(60)))
            try await connection.query(SQL(raw: sql.text(of: statement)), by: .after(.seconds(60)))
        }
        let place = try #require(error?.serverError?.position)
        let offset = statement.range.lowerBound + place.byteOffset
        #expect(sql.text(offset..<offset + 4) == "here")
        #expect(sql.position(of: offset) == SQLPosition(line: 4, column: 18))
    }

    @Test func `random scripts are split into the server's commands`() async throws {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["IHCTL_SQL_SCRIPTS"].flatMap { Int($0) } ?? 300
        let seed = environment["IHCTL_SQL_SEED"].flatMap { UInt64($0) } ?? 20_261_120
        var generator = RandomScript(random: SeededRandom(seed: seed))
        var sound = 0
        for number in 0..<count {
            let script = generator.script()
            if try await !reader.verdicts([sent(script)])[0].isRefusal { sound += 1 }
            for text in [script, generator.mutated(script), generator.mutated(script)] {
                let difference = try await difference(in: text)
                #expect(difference == nil, "seed \(seed), script \(number): \(text.debugDescription)")
            }
        }
        // Scripts that the server refuses would show little.
        #expect(sound > count / 2)
    }
}
