import FoundationEssentials

/// Times the lexer and the splitter on files, beside a bare pass that counts the lines of the same bytes, in turn.
@main
enum SQLBench {
    static func main() throws {
        for path in CommandLine.arguments.dropFirst() { try measure(path) }
    }

    private static func measure(_ path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        var (pass, lexing, splitting): ([Duration], [Duration], [Duration]) = ([], [], [])
        var (lines, tokens, statements) = (0, 0, 0)
        let clock = ContinuousClock()
        for _ in 0..<15 {
            pass.append(clock.measure { lines = lineCount(bytes) })
            let start = clock.now
            let sql = try SQLText(bytes)
            lexing.append(clock.now - start)
            splitting.append(clock.measure { statements = sql.statements().count })
            tokens = sql.tokens.count
        }
        let all = zip(lexing, splitting).map(+)
        let share = Double(tokens * MemoryLayout<Token>.stride) / Double(bytes.count)
        let name = URL(filePath: path).lastPathComponent
        print("\(name): \(bytes.count / 1_000) kB, \(lines) lines, \(tokens) tokens, \(statements) statements")
        for (name, times) in [("a bare pass over the bytes", pass), ("lexing", lexing), ("lexing and splitting", all)] {
            let best = fastest(times)
            let speed = Int(Double(bytes.count) / best / 1_000_000)
            print("  \(name): \(speed) MB/s, \(rounded(best / fastest(pass))) x the bare pass")
        }
        print("  tokens take \(rounded(share)) x the text")
    }

    private static func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }

    /// The run that was disturbed least.
    private static func fastest(_ times: [Duration]) -> Double { times.map { $0 / .seconds(1) }.min() ?? 0 }

    /// Never inlined and one byte at a time, as a lexer has to go.
    @inline(never)
    private static func lineCount(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var count = 0
            for byte in bytes where byte == 0x0A { count += 1 }
            return count
        }
    }
}
