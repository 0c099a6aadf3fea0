import Terminal
import Testing

struct CaretLinesTests {
    /// The line and the caret line below `text`, whose place stands behind `before`.
    private func shown(_ before: String, _ after: String, room: Int = 64) -> [String] {
        caretLines([before + after], first: 7, offset: before.utf8.count, room: room)
    }

    @Test func `the caret stands below the place`() {
        #expect(shown("  id ", "bigintt") == ["7 |   id bigintt", "  |      ^"])
        #expect(shown("", "x") == ["7 | x", "  | ^"])
        #expect(shown("select", "") == ["7 | select", "  |       ^"])
    }

    @Test func `tabs, wide letters and marks before the place are counted as a terminal shows them`() {
        #expect(shown("\ta\t", "x") == ["7 |         a       x", "  |                 ^"])
        #expect(shown("日本 ", "x") == ["7 | 日本 x", "  |      ^"])
        #expect(shown("e\u{301}é ", "x") == ["7 | e\u{301}é x", "  |    ^"])
        #expect(shown("a\u{1B}[31m ", "x") == ["7 | a␛[31m x", "  |        ^"])
    }

    @Test func `numbers stand in one column`() {
        let lines = caretLines(["a", "b", "cd"], first: 9, offset: 1)
        #expect(lines == [" 9 | a", "10 | b", "11 | cd", "   |  ^"])
    }

    @Test(arguments: [0, 1, 20, 39, 40, 41, 70, 99, 100])
    func `a long line is cut round the place`(_ offset: Int) throws {
        let line = String((0..<100).map { Character(Unicode.Scalar(UInt8(33 + $0 % 90))) })
        let lines = caretLines([line], first: 1, offset: offset, room: 40)
        let text = lines[0].dropFirst(4)
        let caret = lines[1].dropFirst(4).count - 1
        #expect(text.displayWidth <= 40)
        let place = Array(line.dropFirst(offset)).first
        let pointed = Array(text.dropFirst(caret)).first
        #expect(place == nil || pointed == place)
        #expect(text.hasPrefix("…") == !text.hasPrefix(line.prefix(5)))
    }

    @Test(arguments: 0..<60)
    func `so is one of wide letters`(_ letter: Int) {
        let line = String((0..<60).map { Character(Unicode.Scalar(0x4E00 + UInt32($0)).unsafelyUnwrapped) })
        let lines = caretLines([line], first: 1, offset: letter * 3, room: 31)
        let text = lines[0].dropFirst(4)
        #expect(text.displayWidth <= 31)
        var column = 0
        var pointed: Character?
        for character in text {
            if column == lines[1].dropFirst(4).count - 1 { pointed = character }
            column += character.displayWidth
        }
        #expect(pointed == Array(line)[letter])
    }

    @Test func `lines above are cut at their end`() {
        let lines = caretLines([String(repeating: "a", count: 90), "b"], first: 1, offset: 0, room: 10)
        #expect(lines == ["1 | aaaaaaaaa…", "2 | b", "  | ^"])
    }
}
