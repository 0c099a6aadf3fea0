internal import SQLText
internal import Testing

@Suite struct PositionTests {
    @Test func `lines and columns are counted from one, columns in characters`() throws {
        let sql = try lexed("a\né😀b\r\n\n  c")
        let expected: [(Int, String)] = [
            (0, "1:1"), (1, "1:2"), (2, "2:1"), (4, "2:2"), (8, "2:3"), (9, "2:4"), (10, "2:5"), (11, "3:1"),
            (12, "4:1"),
            (14, "4:3"), (15, "4:4"), (99, "4:4"), (-1, "1:1"),
        ]
        for (offset, position) in expected {
            #expect(sql.position(of: offset).description == position, "\(offset)")
        }
        #expect(sql.position(of: 14) == SQLPosition(line: 4, column: 3))
    }

    @Test func `a byte order mark has no column`() throws {
        let sql = try lexed("\u{FEFF}a\nb")
        #expect([0, 3, 4, 5].map { sql.position(of: $0).description } == ["1:1", "1:1", "1:2", "2:1"])
        #expect(try lexed("").position(of: 0).description == "1:1")
    }

    @Test func `a text that is no SQL has positions too`() {
        let bytes = Array("a\n\u{E9} 'b".utf8)
        #expect(fault(bytes).map { SQLPosition(of: $0.offset, in: bytes).description } == "2:3")
    }
}
