import Terminal
import Testing
import Words

@Suite struct TextLayoutTests {
    @Test func `words are wrapped at spaces`() {
        #expect("the quick brown fox".wrapped(to: 10) == ["the quick", "brown fox"])
        #expect("".wrapped(to: 10) == [""])
        #expect("a\n\nb".wrapped(to: 10) == ["a", "", "b"])
        #expect("  indented text".wrapped(to: 10) == ["  indented", "text"])
    }

    @Test func `a word longer than the line is parted, behind a sign where one is near`() {
        #expect("abcdefghij".wrapped(to: 4) == ["abcd", "efgh", "ij"])
        #expect("x http://localhost/path/to".wrapped(to: 12) == ["x", "http://", "localhost/", "path/to"])
    }

    @Test func `wide characters are never cut in half`() {
        #expect("日本語文字".wrapped(to: 5) == ["日本", "語文", "字"])
        #expect("日".wrapped(to: 1) == ["日"])
        #expect(Line("日本語").truncated(to: 4).text == "日…")
        #expect(Line("日本語").truncated(to: 6).text == "日本語")
    }

    @Test func `styles go with their words over line ends`() {
        let line = Line("one two ", .strong) + Line("three", .bad)
        let lines = line.wrapped(to: 8)
        #expect(lines.map(\.text) == ["one two", "three"])
        #expect(lines[0].spans.allSatisfy { $0.style == .strong })
        #expect(lines[1].spans.map(\.style) == [.bad])
    }

    @Test func `no line is ever wider than asked, whatever the text`() {
        let text = "日本 a/b/c/d 😀😀😀 verylongwordwithoutanysign ab\tcd e\u{301}e\u{301} — x"
        for width in 2...40 {
            for line in text.wrapped(to: width) { #expect(line.displayWidth <= width) }
            #expect(Line(text).truncated(to: width).displayWidth <= width)
        }
    }

    @Test func `padding counts columns and leaves long lines alone`() {
        #expect(Line("日").padded(to: 4).text == "日  ")
        #expect(Line("7").padded(to: 3, right: true).text == "  7")
        #expect(Line("long").padded(to: 2).text == "long")
    }

    @Test func `text has no power over the terminal`() {
        #expect("a\u{1B}]0;title\u{07}b".visible == "a␛]0;title␇b")
        #expect("\u{9B}31m".visible == "<U+009B>31m")
        #expect("abc\u{202E}cba".visible == "abc<U+202E>cba")
        #expect("a\rb\u{7F}".visible == "a␍b␡")
        #expect("日本 é 😀".visible == "日本 é 😀")
        #expect("a\tb\r\nc\u{1B}".visibleLines == ["a       b", "c␛"])
    }

    @Test func `colour shows only where the look has it`() {
        let line = Line("ok", .good) + Line(" plain") + Line("\u{1B}[31m", .bad)
        #expect(line.text(for: Look(hasColour: false)) == "ok plain␛[31m")
        #expect(line.text(for: Look(hasColour: true)) == "\u{1B}[32mok\u{1B}[0m plain\u{1B}[31m␛[31m\u{1B}[0m")
    }
}
