import FoundationEssentials
import TestSupport
import Testing

@testable import Archives

@Suite struct TarGzipTests {
    private static let day = Date(timeIntervalSince1970: 1_700_000_000)

    private func packed(_ files: [(String, [UInt8])], at time: Date = day) -> [UInt8] {
        var archive = TarGzip(modified: time)
        for (name, content) in files { archive.add(name, content) }
        return archive.finish()
    }

    private func unpacked(_ bytes: [UInt8]) throws -> Scratch {
        let scratch = Scratch("archive")
        try Data(bytes).write(to: URL(filePath: scratch.file("a.tar.gz")))
        try require(run(["gzip", "-t", "a.tar.gz"], in: scratch.path))
        try require(run(["tar", "xzf", "a.tar.gz"], in: scratch.path))
        return scratch
    }

    /// Lengths round the block's, and round a compressor's window.
    @Test(arguments: [0, 1, 511, 512, 513, 65_535, 65_536, 3_000_001])
    func `what real tar unpacks is what was put in`(length: Int) throws {
        var random = SystemRandomNumberGenerator()
        let content = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        let scratch = try unpacked(packed([("a/first.bin", content), ("a/second.txt", Array("end\n".utf8))]))
        #expect(try Array(Data(contentsOf: URL(filePath: scratch.file("a/first.bin")))) == content)
        #expect(try scratch.read("a/second.txt") == "end\n")
    }

    @Test func `names of any length and script survive`() throws {
        let long = (0..<12).map { "a-folder-with-a-name-\($0)" }.joined(separator: "/") + "/file.txt"
        let names = [long, "größe/отчёт.txt", String(repeating: "n", count: 100), String(repeating: "n", count: 101)]
        let scratch = try unpacked(packed(names.map { ($0, Array($0.utf8)) }))
        for name in names { #expect(try scratch.read(name) == name) }
    }

    @Test func `it lists in the order in which it was filled, for its owner alone`() throws {
        let scratch = try unpacked(packed([("z", []), ("a", []), ("m", [])]))
        let listed = try run(["tar", "tvzf", "a.tar.gz"], environment: ["TZ": "UTC"], in: scratch.path).output
        let lines = listed.split(separator: "\n")
        #expect(lines.map { $0.last } == ["z", "a", "m"])
        #expect(lines.allSatisfy { $0.hasPrefix("-rw------- 0/0") && $0.contains("2023-11-14") })
    }

    @Test func `the same files at the same time are the same bytes`() {
        let files = [("a", Array("one".utf8)), ("b", Array("two".utf8))]
        #expect(packed(files) == packed(files))
        #expect(packed(files) != packed(files, at: Self.day.addingTimeInterval(60)))
    }

    @Test func `a pax record counts itself, where its own length has one digit more too`() {
        for length in 1...1_200 {
            let record = TarEntry.record("path", String(repeating: "x", count: length))
            let said = String(decoding: record.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
            #expect(Int(said) == record.count)
        }
    }
}
