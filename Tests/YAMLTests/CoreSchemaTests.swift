import Testing
import YAML

@Suite
struct CoreSchemaTests {
    static let meanings: [(String, YAML.ScalarValue)] = [
        ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null), ("nULL", .text), ("~x", .text),
        ("true", .boolean(true)), ("True", .boolean(true)), ("TRUE", .boolean(true)), ("tRUE", .text),
        ("false", .boolean(false)), ("FALSE", .boolean(false)), ("yes", .text), ("on", .text), ("n", .text),
        ("0", .integer(0)), ("-0", .integer(0)), ("+12", .integer(12)), ("-7", .integer(-7)), ("012", .integer(12)),
        ("0o17", .integer(15)), ("0x1F", .integer(31)), ("0xg", .text), ("0o8", .text), ("0x", .text), ("-0x1", .text),
        ("0b11", .text), ("1_000", .text), ("12:30:45", .text), ("2001-12-14", .text),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .hugeInteger), ("-9223372036854775809", .hugeInteger),
        ("0xFFFFFFFFFFFFFFFF", .hugeInteger),
        ("1.5", .float(1.5)), (".5", .float(0.5)), ("5.", .float(5)), ("-.5", .float(-0.5)), ("+1.5", .float(1.5)),
        ("1e3", .float(1_000)), ("1E+3", .float(1_000)), ("1.5e-3", .float(0.0015)), ("1e", .text), ("e3", .text),
        (".", .text),
        ("1.2.3", .text), ("1e3.5", .text), ("1e400", .float(.infinity)), ("+", .text), ("-", .text), ("- 1", .text),
        (".inf", .float(.infinity)), ("-.INF", .float(-.infinity)), ("+.Inf", .float(.infinity)), ("inf", .text),
        ("-.nan", .text), ("nan", .text), ("10.0.0.1", .text), ("100m", .text), ("1.30", .float(1.3)),
    ]

    @Test(arguments: meanings)
    func `a plain scalar means what the core schema says`(text: String, meaning: YAML.ScalarValue) {
        #expect(YAML.Scalar(text: text, style: .plain).value == meaning)
        #expect(YAML.Scalar(text: text, style: .singleQuoted).value == .text)
    }

    @Test
    func `not a number is not a number`() {
        for text in [".nan", ".NaN", ".NAN"] {
            guard case .float(let number) = YAML.Scalar(text: text, style: .plain).value else {
                Issue.record("\(text) is no float")
                continue
            }
            #expect(number.isNaN)
        }
    }

    @Test(arguments: [
        ("yes", YAML.OldReading.boolean), ("Off", .boolean), ("y", .boolean), ("012", .octal), ("-07", .octal),
        ("08", .octal), ("0b11", .binary), ("0B1", .binary), ("1_000", .grouped), ("1_000.5", .grouped),
        ("0x_1", .grouped),
        ("0X1F", .grouped), ("12:30:45", .sexagesimal), ("190:20:30.15", .sexagesimal), ("1:59", .sexagesimal),
        ("2001-12-14", .date), ("2001-1-1", .date), ("2001-12-14T10:00:00Z", .date), ("=", .sign), ("<<", .sign),
    ])
    func `a YAML 1.1 reading is told`(text: String, reading: YAML.OldReading) {
        #expect(YAML.Scalar(text: text, style: .plain).oldReading == reading)
        #expect(YAML.Scalar(text: text, style: .doubleQuoted).oldReading == nil)
    }

    @Test(arguments: [
        "abc", "12", "0", "-1", "1.5", "true", "null", "", "1:60", "1:600", "a:b", "v1", "10.0.0.0/8", "::1", "100m",
        "yEs",
        "2001-12-14-x", "0o17", "0x1F", "_1", "_", "1e3", ".", "-", "+", "--", "0xg_",
    ])
    func `everything else reads the same in 1.1 or as a text in both`(text: String) {
        #expect(YAML.Scalar(text: text, style: .plain).oldReading == nil)
    }

    @Test
    func `a tag of YAML's own decides, whatever the style`() throws {
        let items = try #require(
            YAML.parse("[!!str 12, !!int \"12\", !!float 1, !!null '', !!bool 'true', !v 12, ! 12]").root.sequence
        )
        #expect(items.map(\.value) == [.text, .integer(12), .float(1), .null, .boolean(true), .text, .text])
        #expect(items[0].string == "12")
        #expect(items[5].int == nil)
        #expect(items.map(\.tag).suffix(2) == ["!v", "!"])
    }

    @Test(arguments: ["!!int abc", "!!bool yes", "!!map [a]", "!!seq {a: b}", "!!str [a]", "!!null x", "!!float x"])
    func `a tag that does not fit is refused`(text: String) {
        let error = #expect(throws: YAMLError.self) { try YAML.parse("x: \(text)") }
        guard case .wrongTag = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.place == YAML.Place(file: nil, line: 1, column: 4))
    }
}
