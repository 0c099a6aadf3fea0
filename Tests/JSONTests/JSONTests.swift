import JSON
import TestSupport
import Testing

@Suite struct JSONTests {
    static let values: [(String, JSON)] = [
        ("0", JSON.integer(0)), ("-0", .integer(0)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775807", .integer(.max)), ("9223372036854775808", .unsigned(9_223_372_036_854_775_808)),
        ("18446744073709551615", .unsigned(.max)), ("18446744073709551616", .number(0x1p64)),
        ("-9223372036854775809", .number(-0x1p63)), ("1.5", .number(1.5)), ("1e3", .number(1_000)),
        ("-2.5E-3", .number(-0.0025)), ("9007199254740993", .integer(9_007_199_254_740_993)), ("true", .boolean(true)),
        ("false", .boolean(false)), ("null", .null), ("\"\"", .string("")), ("[]", .array([])),
        ("{}", .object([:])), (" [ 1 , [ ] ] ", .array([.integer(1), .array([])])),
        ("\u{FEFF}{\"a\" : {\"b\":null}}\r\n", .object(["a": .object(["b": .null])])),
        ("{\"a\":1,\"a\":2}", .object(["a": .integer(2)])),
    ]

    @Test(arguments: values)
    func `a text is read as its value`(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }

    static let escapes: [(String, String)] = [
        ("\"a\\n\\t\\r\\b\\f\\/\\\\\\\"\"", "a\n\t\r\u{8}\u{C}/\\\""), ("\"\\u00e9\\u20AC\"", "é€"),
        ("\"\\ud83d\\ude00\"", "😀"), ("\"\\ud83d\"", "\u{FFFD}"), ("\"\\ude00x\"", "\u{FFFD}x"),
        ("\"\\ud83d\\u0041\"", "\u{FFFD}A"), ("\"grüße 😀\"", "grüße 😀"), ("\"a\\u0000b\"", "a\u{0}b"),
    ]

    @Test(arguments: escapes)
    func `escapes are undone`(text: String, value: String) throws {
        #expect(try JSON(parsing: text) == .string(value))
    }

    static let mistakes: [(String, JSONError.Kind, Int)] = [
        ("", JSONError.Kind.unexpectedEnd, 0), ("[1,", .unexpectedEnd, 3), ("{\"a\"", .unexpectedEnd, 4),
        ("\"abc", .unexpectedEnd, 4), ("tru", .unexpectedEnd, 3), ("[1 2]", .unexpectedByte(0x32), 3),
        ("{a:1}", .unexpectedByte(0x61), 1), ("[1,]", .unexpectedByte(0x5D), 3),
        ("{\"a\":1,}", .unexpectedByte(0x7D), 7),
        ("01", .badNumber, 2), ("-", .badNumber, 1), ("1.", .badNumber, 2), ("1e", .badNumber, 2),
        ("1e999", .badNumber, 0),
        ("+1", .unexpectedByte(0x2B), 0), ("NaN", .unexpectedByte(0x4E), 0), ("\"\\x\"", .badEscape, 2),
        ("\"\\u12g4\"", .badEscape, 5), ("\"a\nb\"", .controlCharacter(0x0A), 2), ("1 1", .trailingText, 2),
        ("{} x", .trailingText, 3), ("nul!", .unexpectedByte(0x21), 3),
    ]

    @Test(arguments: mistakes)
    func `what is no JSON is refused with its place`(text: String, kind: JSONError.Kind, offset: Int) {
        do throws(JSONError) {
            let value = try JSON(parsing: text)
            Issue.record("read as \(value)")
        } catch {
            #expect(error.kind == kind)
            #expect(error.offset == offset)
        }
    }

    @Test func `the place is told as line and column`() {
        do throws(JSONError) {
            _ = try JSON(parsing: "{\n  \"a\": 1,\n  \"b\": ?\n}")
            Issue.record("read")
        } catch {
            #expect("\(error)" == "line 3, column 8: unexpected \"?\"")
        }
    }

    @Test(
        arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22]] as [[UInt8]]
    )
    func `what is no UTF-8 is refused`(bytes: [UInt8]) {
        #expect {
            _ = try JSON(parsing: bytes)
        } throws: { ($0 as? JSONError)?.kind == .badUTF8 }
    }

    @Test func `depth is capped, far below what a stack bears`() throws {
        let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        _ = try JSON(parsing: deep)
        for bomb in [String(repeating: "[", count: 1_000_000), String(repeating: "{\"a\":", count: 1_000_000)] {
            #expect {
                _ = try JSON(parsing: bomb)
            } throws: { ($0 as? JSONError)?.kind == .tooDeep(limit: 128) }
        }
    }

    @Test func `the text is canonical`() throws {
        let value: JSON = [
            "b": [1, 2.5, .null, true], "a": ["z": "\u{1}\"\\\n/é", "y": .unsigned(.max)], "ä": [:], "B": [],
        ]
        let text = #"{"B":[],"a":{"y":18446744073709551615,"z":"\u0001\"\\\n/é"},"b":[1,2.5,null,true],"ä":{}}"#
        #expect(value.text() == text)
        #expect(try JSON(parsing: text) == value)
        #expect(try JSON(parsing: value.text(pretty: true)) == value)
        let pretty = ["b": [1], "a": [:], "c": []] as JSON
        #expect(pretty.text(pretty: true) == "{\n  \"a\": {},\n  \"b\": [\n    1\n  ],\n  \"c\": []\n}")
        #expect(JSON.number(.infinity).text() == "null")
    }

    @Test(arguments: [0.1, 1e21, .leastNonzeroMagnitude, -.greatestFiniteMagnitude, 123_456_789.125])
    func `a number survives a round trip`(number: Double) throws {
        #expect(try JSON(parsing: JSON.number(number).text()) == .number(number))
    }

    @Test func `any value survives a round trip`() throws {
        var generator = SeededRandom(seed: 42)
        for _ in 0..<300 {
            let value = random(depth: 4, &generator)
            #expect(try JSON(parsing: value.text()) == value)
            #expect(try JSON(parsing: value.text(pretty: true)) == value)
        }
    }

    @Test func `no text whatever makes the parser fall over`() {
        var generator = SeededRandom(seed: 7)
        let whole = Array(#"{"a":[1,-2.5e3,"x\u00e9\n😀",true,null],"b":{"c":{}}}"#.utf8)
        for _ in 0..<3_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = .random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: place)
                }
            }
            // Either reads it or says where it is wrong.
            do throws(JSONError) {
                _ = try JSON(parsing: bytes)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }

    @Test func `values are asked by key and index, and absent ones are null`() {
        let value: JSON = ["a": [["b": 7]], "s": ["x", "y"], "m": ["x", 1], "n": 1.5, "w": 3.0]
        #expect(value["a"][0]["b"].integer == 7)
        #expect(value["a"][5]["b"].isNull)
        #expect(value["a"][-1].isNull)
        #expect(value["nothing"]["at"]["all"].isNull)
        #expect(value["s"].strings == ["x", "y"])
        #expect(value["m"].strings == nil)
        #expect(value["n"].integer == nil)
        #expect(value["w"].integer == 3)
        #expect(JSON(UInt64.max).integer == nil)
        #expect(JSON(UInt64.max).unsigned == .max)
        #expect(JSON(-1).unsigned == nil)
        #expect(JSON(UInt8(3)) == 3)
        #expect(JSON(UInt64(5)) == .integer(5))
    }

    @Test func `a key is set, made and removed`() {
        var value: JSON = .null
        value["a"]["b"] = 1
        #expect(value == ["a": ["b": 1]])
        value["a"]["b"] = .null
        #expect(value == ["a": [:]])
        var nothing: JSON = .null
        nothing["a"] = .null
        #expect(nothing == .null)
    }

    /// The examples of RFC 7396, appendix A.
    static let patches: [(String, String, String)] = [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#), ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ]

    @Test(arguments: patches)
    func `a patch is laid over a value`(target: String, patch: String, result: String) throws {
        #expect(try JSON(parsing: target).merging(JSON(parsing: patch)) == JSON(parsing: result))
    }

    private func random(depth: Int, _ generator: inout SeededRandom) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .boolean(.random(using: &generator))
        case 2: return JSON(Int64.random(in: .min ... .max, using: &generator))
        case 3: return JSON(UInt64.random(in: 0 ... .max, using: &generator))
        case 4: return .number(Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) / 1_024 + 0.0001)
        case 5:
            let scalars = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                Unicode.Scalar(UInt32.random(in: 0..<0x3000, using: &generator)) ?? "?"
            }
            return .string(String(String.UnicodeScalarView(scalars)))
        case 6:
            return .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in random(depth: depth - 1, &generator) }
            )
        default:
            var members: [String: JSON] = [:]
            for number in 0..<Int.random(in: 0...4, using: &generator) {
                members["k\(number)"] = random(depth: depth - 1, &generator)
            }
            return .object(members)
        }
    }
}
