import Testing

@testable import Provisioning

@Suite struct ServerSettingTests {
    @Test(
        arguments: [
            ("256MB", "integer", "8kB", 32_768.0), ("32768", "integer", "8kB", 32_768),
            ("1GB", "integer", "kB", 1_048_576),
            ("64 MB", "integer", "kB", 65_536), ("1min", "integer", "ms", 60_000), ("5min", "integer", "s", 300),
            ("0.9", "real", nil, 0.9), (".5", "real", nil, 0.5), ("1e3", "integer", nil, 1_000),
            ("-1", "integer", "kB", -1),
            ("0640", "integer", nil, 416), ("0x10", "integer", nil, 16), ("1.5GB", "integer", "MB", 1_536),
            ("16MB", "integer", "16MB", 1), ("200", "integer", nil, 200),
        ] as [(String, String, String?, Double)]
    )
    func `an amount is worked out in the server's unit`(text: String, type: String, unit: String?, number: Double) {
        #expect(ServerSetting(text, type: type, unit: unit) == .number(number))
    }

    @Test(arguments: [
        ("on", true), ("TRUE", true), ("y", true), ("1", true), ("off", false), ("f", false), ("of", false),
        ("0", false),
    ])
    func `words of yes and no are one`(text: String, isOn: Bool) {
        #expect(ServerSetting(text, type: "bool", unit: nil) == .switched(isOn))
    }

    @Test(
        arguments: [
            ("o", "bool", nil), ("maybe", "bool", nil), ("", "bool", nil), ("lots", "integer", nil),
            ("5s", "integer", "kB"),
            ("5MB", "integer", nil), ("5xB", "integer", "kB"), ("", "real", nil), ("MB", "integer", "kB"),
        ] as [(String, String, String?)]
    )
    func `what the server would not take is none`(text: String, type: String, unit: String?) {
        #expect(ServerSetting(text, type: type, unit: unit) == nil)
    }

    @Test func `a word of a list has no case, a text has`() {
        #expect(ServerSetting("Replica", type: "enum", unit: nil) == ServerSetting("replica", type: "enum", unit: nil))
        #expect(ServerSetting("A", type: "string", unit: nil) != ServerSetting("a", type: "string", unit: nil))
    }
}
