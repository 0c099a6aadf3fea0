internal import FoundationEssentials
internal import Testing

@testable internal import PostgreSQL

struct SQLTests {
    @Test func `values become parameters`() {
        let (name, count, nothing) = ("o'hara", 3, String?.none)
        let sql: SQL = "select \(name), \(count), \(nothing), \(true), \([1, 2] as [UInt8])"
        #expect(sql.text == "select $1, $2, $3, $4, $5")
        #expect(sql.parameters == [.text("o'hara"), .text("3"), .null, .text("true"), .bytes([1, 2])])
    }

    @Test func `names, constants and raw text go through doors of their own`() {
        let sql: SQL = """
            alter role \(identifier: "we\"ird") password \(literal: "it's a \\") \(raw: "-- x") \(identifier: "a", "b.c")
            """
        #expect(sql.text == #"alter role "we""ird" password  E'it''s a \\' -- x "a"."b.c""#)
        #expect(sql.parameters.isEmpty)
    }

    @Test func `a part brings its parameters, numbered on`() {
        let part: SQL = "n between \(1) and \(2)"
        let sql: SQL = "select \("x") where \(part) or \(part)"
        #expect(sql.text == "select $1 where n between $2 and $3 or n between $4 and $5")
        #expect(sql.parameters.count == 5)
    }

    @Test func `a parameter does not print its value`() {
        #expect("\(Parameter.text("s3cret")) \(String(describing: Parameter.bytes([1])))" == "text of 6 bytes 1 bytes")
    }

    @Test(
        arguments: [
            ("{}", []), ("{a}", ["a"]), ("{a,b}", ["a", "b"]),
            (#"{"a,b","c\"d","e\\f",""}"#, ["a,b", #"c"d"#, #"e\f"#, ""]),
            ("{NULL,\"NULL\"}", [nil, "NULL"]), ("[2:3]={1,2}", ["1", "2"]), (#"{a\,b}"#, ["a,b"]),
        ] as [(Substring, [String?])]
    )
    func `an array's text is read`(_ text: Substring, _ elements: [String?]) {
        #expect(ArrayText.read(text) == elements)
    }

    @Test(arguments: ["", "{", "{a", "{a,", "a}", "{a}b", "{{1},{2}}", "{\"a}", "{\"a\"b}", "[1:2]", "{}x"])
    func `what is no array of one dimension is refused`(_ text: Substring) {
        #expect(ArrayText.read(text) == nil)
    }

    @Test(
        arguments: [
            ("1970-01-01 00:00:00+00", 0), ("2024-02-29 12:34:56.789+00", 1_709_210_096.789),
            ("2024-02-29 12:34:56+05:30", 1_709_190_296), ("1969-12-31 23:59:59.5+00", -0.5),
            ("0001-01-01 00:00:00+00 BC", -62_167_219_200), ("10000-01-01 00:00:00+00", 253_402_300_800),
            ("2000-01-01", 946_684_800),
            ("1900-01-01 00:00:00-01:02:03", -2_208_985_077),
        ] as [(Substring, Double)]
    )
    func `a timestamp is read`(_ text: Substring, _ seconds: Double) {
        #expect(Timestamp.date(from: text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: ["", "yesterday", "2024-13-01", "2024-01-01 12", "2024-01-01T00:00:00", "2024-01-01 00:00:00 CET"])
    func `what is no timestamp is refused`(_ text: Substring) {
        #expect(Timestamp.date(from: text) == nil)
    }

    @Test func `a date is written as it is read`() {
        for seconds in [0, 1_709_210_096.789, -0.5, -62_167_219_200, 253_402_300_800, -1e11] {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(Timestamp.date(from: Substring(Timestamp.text(of: date))) == date)
        }
        #expect(Timestamp.text(of: Date(timeIntervalSince1970: -0.5)) == "1969-12-31 23:59:59.500000+00")
    }

    @Test func `libpq's verbose text gives code, message, detail and routine`() throws {
        let text = """
            connection to server at "a:  b", port 1 failed: FATAL:  28P01: password authentication failed: for "x"
            DETAIL:  some detail
            HINT:  a hint
            LOCATION:  auth_failed, auth.c:334
            connection to server at "h", port 1 failed: FATALE:  28000: pas d'entrée
            """
        let errors = Diagnosis.errors(in: text)
        try #require(errors.count == 2)
        #expect(errors[0].code == .invalidPassword)
        #expect(errors[0].message == #"password authentication failed: for "x""#)
        #expect(errors[0].detail == "some detail")
        #expect(errors[0].hint == "a hint")
        #expect(errors[0].routine == "auth_failed")
        #expect(errors[1].code == .invalidAuthorization)
        #expect(Diagnosis.errors(in: "could not connect: Connection refused") == [])
    }
}
