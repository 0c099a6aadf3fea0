import FoundationEssentials
import Platform
import TestSupport
import Testing

@Suite
struct DotEnvTests {
    @Test(arguments: [
        ("A=1", "1"), ("A=", ""), ("A = 1 ", "1"), ("A\t=\t1\t", "1"), ("  A=1", "1"), ("export A=1", "1"),
        ("export\tA=1", "1"), ("export  A = 1", "1"), ("A=a b", "a b"), ("A=a#b", "a#b"), ("A=a #b", "a"),
        ("A=a\t# b", "a"),
        ("A=#b", "#b"), ("A= # b", ""), ("A='x # y'", "x # y"), ("A=\"x # y\" # z", "x # y"), ("A=''", ""),
        ("A=\"\"", ""),
        ("A='it\\'", "it\\"), ("A=\"a\\nb\"", "a\nb"), ("A=\"a\\tb\\r\"", "a\tb\r"), ("A=\"a\\\"b\"", "a\"b"),
        ("A=\"a\\\\n\"", "a\\n"), ("A=\"\\$HOME\"", "$HOME"), ("A=$HOME", "$HOME"), ("A=\"${B}\"", "${B}"),
        ("A=\"a\\qb\"", "a\\qb"), ("A='a\\nb'", "a\\nb"), ("A=a\\nb", "a\\nb"), ("A=a\"b", "a\"b"), ("A=it's", "it's"),
        ("A='a\nb'", "a\nb"), ("A=\"a\n\n# b\n\"", "a\n\n# b\n"), ("A=x=y=z", "x=y=z"), ("A==", "="), ("A=ü€🦊", "ü€🦊"),
        ("A=postgres://u:p@h/d?x=y#f", "postgres://u:p@h/d?x=y#f"), ("A='say \"hi\"'", "say \"hi\""),
        ("A=\u{A0}x", "\u{A0}x"),
        ("A=\"e\u{301}\"", "e\u{301}"), ("A=x\u{301}", "x\u{301}"), ("A=1\n", "1"), ("A=1\r\n", "1"),
        ("A='a\r\nb'\r\n", "a\nb"),
        ("\u{FEFF}A=1", "1"), ("\n\n# c\n  # d\nA=1\n", "1"), ("A='1'   # c", "1"), ("A='1'#c", "1"),
        ("A=\"trailing \"", "trailing "),
    ])
    func `a value is read`(text: String, value: String) {
        let (file, problems) = DotEnv.parse(text, path: ".env")
        #expect(problems == [])
        #expect(file.entries.count == 1)
        #expect(file.entry("A")?.value == value)
    }

    @Test(arguments: [
        ("A", "1:1: expected NAME=value"), ("hunter2", "1:1: expected NAME=value"),
        ("= hunter2", "1:1: expected NAME=value"),
        ("export A", "1:8: expected NAME=value"), ("export =x", "1:8: expected NAME=value"),
        ("9A=1", "1:1: expected NAME=value"),
        ("A-B=1", "1:1: expected NAME=value"), ("A B=1", "1:1: expected NAME=value"),
        ("é=1", "1:1: expected NAME=value"),
        ("  A.B=1", "1:3: expected NAME=value"), ("A\u{301}=1", "1:1: expected NAME=value"),
        ("A: hunter2", "1:1: expected NAME=value"),
        ("A='hunter2", "1:1: the quote of A is not closed"),
        ("\n\nA=\"hunter2\n\n", "3:1: the quote of A is not closed"),
        ("A='hunter2' hunter3", "1:1: something follows the closing quote of A"),
        ("A=\"hunter2\"hunter3", "1:1: something follows the closing quote of A"),
        ("A=hunter2\0", "1:1: the value of A holds a zero byte"), ("A='\0'", "1:1: the value of A holds a zero byte"),
    ])
    func `a line that cannot be understood is told with its place, and nothing of it`(text: String, complaint: String) {
        let (file, problems) = DotEnv.parse(text, path: ".env")
        #expect(problems.map(\.description) == [".env:\(complaint)"])
        #expect(problems.allSatisfy { !$0.withHint.contains("hunter") })
        #expect(file.entry("A") == nil)
    }

    @Test
    func `the lines round a bad one are read all the same`() {
        let (file, problems) = DotEnv.parse("A=1\nnonsense\nB='open\nC=3\n\"D=4\nE=5\n", path: ".env")
        #expect(file.entries.map(\.name) == ["A", "C", "E"])
        #expect(
            problems.map(\.description) == [
                ".env:2:1: expected NAME=value", ".env:3:1: the quote of B is not closed",
                ".env:5:1: expected NAME=value",
            ]
        )
    }

    @Test
    func `every entry knows its line and column, also behind values of several lines`() {
        let (file, _) = DotEnv.parse("\u{FEFF}A=1\r\n\r\n  export B=\"x\r\ny\"\r\nC=3\r\n", path: ".env")
        #expect(file.entries.map { "\($0.name)=\($0.line):\($0.column)" } == ["A=1:1", "B=3:10", "C=5:1"])
        #expect(file.entry("B")?.value == "x\ny")
    }

    @Test
    func `names are case-insensitive, the last of two holds and is pointed out`() {
        let (file, problems) = DotEnv.parse("api_key=1\nOther=x\nAPI_KEY=2\n", path: ".env")
        #expect(problems == [])
        #expect(file.entry("Api_Key")?.value == "2")
        #expect(file.entry("OTHER")?.value == "x")
        #expect(
            file.warnings.map(\.withHint) == ["warning: .env:3:1: API_KEY stands here again and holds, line 1 does not"]
        )
    }

    @Test
    func `a file is read whole, or not at all`() throws {
        let scratch = Scratch("dotenv")
        #expect(try DotEnv.read(scratch.file(".env"), named: ".env") == nil)
        try scratch.write("A=1\n", to: ".env")
        #expect(try DotEnv.read(scratch.file(".env"), named: ".env")?.entry("a")?.value == "1")
        try scratch.write("A=1\nB\n", to: ".env")
        #expect(throws: LoadFailure.self) { try DotEnv.read(scratch.file(".env"), named: ".env") }
        try Data([0x41, 0x3D, 0xFF]).write(to: URL(filePath: scratch.file(".env")))
        let failure = #expect(throws: LoadFailure.self) { try DotEnv.read(scratch.file(".env"), named: ".env") }
        #expect(failure?.description == ".env is not UTF-8 text")
        try Data(repeating: 0x0A, count: (1 << 20) + 1).write(to: URL(filePath: scratch.file(".env")))
        #expect(throws: LoadFailure.self) { try DotEnv.read(scratch.file(".env"), named: ".env") }
        #expect(throws: LoadFailure.self) { try DotEnv.read(scratch.path, named: ".env") }
    }

    @Test
    func `whatever the bytes, it ends, and what it read it can find`() {
        var random = SeededRandom(seed: 20_261_120)
        let alphabet = Array("AB_=='\"\\#\n\r\t \u{0}éexport$n".unicodeScalars)
        for _ in 0..<3_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
            }
            let (file, problems) = DotEnv.parse(text, path: ".env")
            for entry in file.entries {
                #expect(file.entry(entry.name.lowercased()) != nil)
                #expect(!entry.value.utf8.contains(0))
            }
            let lines = text.utf8.count { $0 == 0x0A } + 1
            for problem in problems {
                guard case .file(".env", let line, let column) = problem.origin else {
                    Issue.record("a problem without a place in \(text.debugDescription)")
                    continue
                }
                #expect(line <= lines && column >= 1)
            }
        }
    }

    @Test
    func `a long file is read in one walk`() {
        let text = (0..<20_000).map { "NAME_\($0)=\"value \($0)\"" }.joined(separator: "\n")
        let (file, problems) = DotEnv.parse(text, path: ".env")
        #expect(problems == [])
        #expect(file.entries.count == 20_000)
        #expect(file.entry("name_19999")?.value == "value 19999")
        #expect(file.entry("name_19999")?.line == 20_000)
    }
}
