import FoundationEssentials
import Glibc
import Platform
import TestSupport
import Testing
import Words

@Suite
struct AuditLogTests {
    private let scratch = Scratch("audit")
    private let redactor = Redactor()

    private var log: AuditLog { AuditLog(folder: scratch.file(".ihctl"), redactor: redactor) }

    private func entry(
        _ address: String = "fr-par/storage/bucket/reports",
        from: JSONValue = .null,
        to: JSONValue = .null
    ) -> AuditEntry {
        AuditEntry(verb: "bootstrap", environment: "staging", address: address, action: "create", from: from, to: to)
    }

    private struct Line: Decodable {
        var time, who, verb, environment, address, action: String
    }

    private func lines() throws -> [Line] {
        let text = try scratch.read(".ihctl/audit.jsonl")
        #expect(text.hasSuffix("\n"))
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    @Test
    func `a write leaves one line with who, when, what, from and to`() throws {
        try log.record(entry(from: ["versioning": false], to: ["versioning": true]), at: Date(timeIntervalSince1970: 0))
        let line = try #require(try lines().first)
        #expect(line.time == "1970-01-01T00:00:00.000Z")
        #expect(line.who.contains("@"))
        #expect((line.verb, line.environment, line.action) == ("bootstrap", "staging", "create"))
        #expect(line.address == "fr-par/storage/bucket/reports")
        #expect(
            try scratch.read(".ihctl/audit.jsonl").contains(#""from":{"versioning":false},"time""#) == true
        )
        #expect(try scratch.read(".ihctl/audit.jsonl").contains(#""to":{"versioning":true}"#))
        try log.record(entry("second\nline"))
        #expect(try lines().map(\.address) == ["fr-par/storage/bucket/reports", "second\nline"])
    }

    @Test
    func `the file is for its owner alone`() throws {
        try log.record(entry())
        var facts = stat()
        #expect(stat(log.path, &facts) == 0)
        #expect(facts.st_mode & 0o777 == 0o600)
    }

    @Test
    func `a hundred writers at once leave whole lines, every one of them`() async throws {
        let log = log
        let sample = entry(to: .string(String(repeating: "x", count: 500)))
        try await withThrowingTaskGroup { group in
            for task in 0..<100 {
                group.addTask {
                    for turn in 0..<20 {
                        var mine = sample
                        mine.address = "\(task)/\(turn)"
                        try log.record(mine)
                    }
                }
            }
            try await group.waitForAll()
        }
        let addresses = try lines().map(\.address)
        #expect(addresses.count == 2_000)
        #expect(Set(addresses).count == 2_000)
        for task in [0, 42, 99] {
            #expect(addresses.filter { $0.hasPrefix("\(task)/") } == (0..<20).map { "\(task)/\($0)" })
        }
    }

    @Test
    func `a line that was cut off is ended before the next begins`() throws {
        try log.record(entry("first"))
        let whole = try Data(contentsOf: URL(filePath: log.path))
        try (whole + whole.dropLast(20)).write(to: URL(filePath: log.path))
        try log.record(entry("after"))
        try log.record(entry("last"))
        let texts = try scratch.read(".ihctl/audit.jsonl").split(separator: "\n")
        #expect(texts.count == 4)
        let read = texts.compactMap { try? JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        #expect(read.map(\.address) == ["first", "after", "last"])
    }

    @Test
    func `no secret stands in it, and it stays JSON`() throws {
        redactor.learn(Secret("hunter2hunter2"))
        try log.record(
            entry(
                "a/hunter2hunter2",
                from: ["password": "short", "note": "password=abc\"def x", "token": 12_345],
                to: ["url": "postgres://u:p4ssw0rd@h/d", "nested": [["api_key": "zzz"]], "list": ["hunter2hunter2"]],
            )
        )
        let text = try scratch.read(".ihctl/audit.jsonl")
        for secret in ["hunter2", "short", "p4ssw0rd", "zzz", "=abc"] { #expect(!text.contains(secret), "\(secret)") }
        #expect(try lines().count == 1)
    }

    @Test
    func `where it cannot write it says so`() throws {
        try scratch.write("", to: "file")
        let inAFile = AuditLog(folder: scratch.file("file"), redactor: redactor)
        let failure = #expect(throws: AuditLog.Failure.self) { try inAFile.record(entry()) }
        #expect(failure?.description == "\(scratch.file("file"))/audit.jsonl cannot be written: not a directory")
        let nowhere = AuditLog(folder: "/proc/nowhere", redactor: redactor)
        #expect(throws: AuditLog.Failure.self) { try nowhere.record(entry()) }
        let full = AuditLog(folder: scratch.file("full"), redactor: redactor)
        mkdir(scratch.file("full"), 0o755)
        symlink("/dev/full", full.path)
        #expect(throws: AuditLog.Failure.self) { try full.record(entry()) }
    }

    @Test
    func `a link, a folder or a pipe in its place is refused, and what it leads to untouched`() throws {
        try scratch.write("precious", to: "elsewhere")
        mkdir(scratch.file(".ihctl"), 0o755)
        symlink(scratch.file("elsewhere"), log.path)
        let failure = #expect(throws: AuditLog.Failure.self) { try log.record(entry()) }
        #expect(failure?.description == "\(log.path) cannot be written: it is a link")
        #expect(try scratch.read("elsewhere") == "precious")
        unlink(log.path)
        mkdir(log.path, 0o755)
        #expect(throws: AuditLog.Failure.self) { try log.record(entry()) }
        rmdir(log.path)
        mkfifo(log.path, 0o600)
        let pipe = #expect(throws: AuditLog.Failure.self) { try log.record(entry()) }
        #expect(pipe?.description == "\(log.path) cannot be written: it is no regular file")
    }
}
