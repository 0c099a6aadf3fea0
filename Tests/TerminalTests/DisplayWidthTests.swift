import Glibc
import Testing

@testable import Terminal

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("한글", 4), ("ﾊﾝ", 2), ("Ａ", 2), ("😀", 2), ("👨‍👩‍👧‍👦", 2),
        ("🇫🇷", 2), ("👍🏽", 2),
        ("❤", 1), ("❤️", 2), ("✓✗·…•", 5), ("a\u{200B}b", 2), ("\u{FEFF}x", 1), ("नि", 2), ("กำ", 2),
        ("\u{1B}[31mred\u{1B}[0m", 3),
        ("ᄒ\u{1161}\u{11AB}", 2), ("—", 1), ("±", 1), ("\u{AD}", 0), ("┌─┐", 3), ("⠋", 1),
    ])
    func `text takes as many columns as a terminal gives it`(text: String, columns: Int) {
        #expect(text.displayWidth == columns)
    }

    @Test func `single code points agree with the C library but where both are known to differ`() throws {
        let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        typealias Width = @convention(c) (wchar_t) -> Int32
        let wcwidth = unsafeBitCast(try #require(dlsym(nil, "wcwidth")), to: Width.self)
        var different: [String] = []
        for value in UInt32(0x20)..<0x3_0000 {
            guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned else { continue }
            let theirs = Int(wcwidth(wchar_t(value)))
            if theirs >= 0, theirs != scalar.displayWidth { different.append(String(value, radix: 16)) }
        }
        // The soft hyphen, 13 signs of Arabic and Syriac numbers that Unicode calls format, 8 circled numbers and the 64 hexagrams,
        // which newer editions of Unicode changed. Fewer than a hundred of 290 000: whatever more, the table is wrong.
        #expect(different.count < 100, "\(different.joined(separator: " "))")
    }
}
