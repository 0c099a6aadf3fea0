internal import Glibc
internal import SQLText
internal import TestSupport
internal import Testing

@Suite struct RandomTextTests {
    /// What means something to the lexer, so that random texts are not mere noise.
    private static let pieces: [[UInt8]] =
        [
            "'", "''", "\"", "E'", "e'\\''", "U&'", "U&\"", "n'", "x'1'", "$$", "$a$", "$1", "$", "--", "/*", "*/",
            "\n", "\r\n",
            " ", ";", "(", ")", "create function ", "begin atomic ", "end;", "case ", "a", "é", "1.5e3", "1..2", "+-",
            "@-",
            "::", ":", "{", "copy t from stdin", "uescape '!'", "-- c\n", "😀",
        ].map { Array($0.utf8) }

    @Test func `no bytes crash, and tokens and statements tile the text`() {
        var random = SeededRandom(seed: 20_261_121)
        var lexed = 0
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<12, using: &random) {
                if Int.random(in: 0..<40, using: &random) == 0 {
                    bytes.append(.random(in: 0...255, using: &random))
                } else {
                    bytes += Self.pieces.randomElement(using: &random) ?? []
                }
            }
            guard let sql = try? SQLText(bytes) else {
                let fault = fault(bytes)
                #expect(fault.map { 0..<bytes.count ~= $0.offset } == true, "\(bytes): \(String(describing: fault))")
                continue
            }
            lexed += 1
            #expect(flaw(of: sql) == nil, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
        #expect(lexed > 1_000)
    }

    @Test(arguments: [
        "/**/copy ", "/**/copy ( ", "copy t from\n--\n", "$a ", "$a$ $a$", "$", "'a'\n", "E'\\''\n--\n", "--\n", "/**/",
        "/* ", "(", ");",
        "; --", "U&\"a\" ", "create function f() begin atomic ", "begin ", "1.", "1_", "0x", "-", "/", "+-", "*-", "@-",
        "é", "\\", "\n", "\"\"",
    ])
    func `sixteen times the text takes nowhere near 256 times the work`(_ piece: String) throws {
        let short = try work(on: Array(repeatElement(piece.utf8, count: 250).joined()))
        let long = try work(on: Array(repeatElement(piece.utf8, count: 4_000).joined()))
        #expect(long < 80 * short)
    }

    /// What this thread needs for everything one may ask of a text; how busy the machine is does not count.
    private func work(on bytes: [UInt8]) throws -> Double {
        try (0..<3).map { _ in
            let before = processorTime()
            if let sql = try? SQLText(bytes) {
                #expect(flaw(of: sql) == nil)
                try #require(sql.tokens.allSatisfy { sql.name(of: $0).utf8.count <= $0.length })
            }
            return processorTime() - before
        }.min() ?? 0
    }

    private func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// What is not as it should be with tokens and statements.
    private func flaw(of sql: SQLText) -> String? {
        var end = sql.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for token in sql.tokens {
            guard token.start >= end, token.end > token.start else { return "token \(token) overlaps" }
            guard sql.bytes[end..<token.start].allSatisfy(isSpace) else { return "something before \(token) is lost" }
            end = token.end
        }
        guard sql.bytes[end...].allSatisfy(isSpace) else { return "the end is lost" }
        var next = 0
        for statement in sql.statements() {
            let before = sql.tokens[next..<statement.tokens.lowerBound]
            guard before.allSatisfy({ $0.isComment || sql.isSign($0, ";") }) else {
                return "a token before \(statement) is lost"
            }
            guard let first = sql.tokens[statement.tokens].first, let last = sql.tokens[statement.tokens].last,
                !first.isComment, !last.isComment, statement.range == first.start..<last.end, statement.end >= last.end
            else { return "\(statement) is not cut to its tokens" }
            guard statement.surroundings.lowerBound <= statement.tokens.lowerBound,
                statement.surroundings.upperBound >= statement.tokens.upperBound
            else { return "the surroundings of \(statement) do not surround it" }
            next = statement.tokens.upperBound
        }
        let rest = sql.tokens[next...]
        return rest.allSatisfy { $0.isComment || sql.isSign($0, ";") } ? nil : "a token at the end is lost"
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
