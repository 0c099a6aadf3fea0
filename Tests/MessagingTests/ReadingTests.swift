import JSON
import Testing
import Words

@testable import Messaging

@Suite struct ReadingTests {
    static let same: [(Reading, JSON, JSON)] = [
        (.limit, JSON.integer(0), JSON.integer(-1)), (.limit, -7, .null), (.limit, 5, 5),
        (.choice("file"), .null, "file"), (.flag, .null, .boolean(false)), (.text, "", .null),
        (.duration, 0, .null), (.set, ["b", "a", "b"], ["a", "b"]), (.sampling, "100%", "100"),
        (.tree, ["cluster": "", "tags": []], .null), (.tree, ["a": 1, "b": .boolean(false)], ["a": 1]),
        (.tree, ["_nats.ver": "2.15.1", "team": "x"], ["team": "x"]),
        (.trees, [["name": "b"], ["name": "a", "filter_subject": ""]], [["name": "a"], ["name": "b"]]),
        (.republish, ["dest": "x"], ["src": ">", "dest": "x", "headers_only": .boolean(false)]),
        (.moment, "2026-01-01T01:00:00.500+01:00", "2026-01-01T00:00:00.5Z"),
        (.tree, ["opt_start_time": "2026-01-01T00:00:00.000Z"], ["opt_start_time": "2026-01-01T00:00:00Z"]),
    ]

    static let different: [(Reading, JSON, JSON)] = [
        (.limit, JSON.integer(5), JSON.null), (.duration, 1_000, 2_000), (.set, ["a"], ["a", "b"]),
        (.tree, ["a": 1], ["a": 2]), (.flag, .boolean(true), .null), (.choice("old"), "new", .null),
        (.moment, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.1Z"), (.durations, [1, 2], [2, 1]),
    ]

    @Test(arguments: same)
    func `what the server takes for the same is the same`(reading: Reading, one: JSON, other: JSON) {
        #expect(reading.normalised(one) == reading.normalised(other))
    }

    @Test(arguments: different)
    func `what differs, differs`(reading: Reading, one: JSON, other: JSON) {
        #expect(reading.normalised(one) != reading.normalised(other))
    }

    @Test func `the free tree may spell times and sizes as the file does`() {
        #expect(Reading.duration.inTheAPIsForm("24h") == 86_400_000_000_000)
        #expect(Reading.durations.inTheAPIsForm(["1s", "500ms"]) == [1_000_000_000, 500_000_000])
        #expect(Reading.size.inTheAPIsForm("1Ki") == 1_024)
        #expect(Reading.duration.shown(86_400_000_000_000) == "24h")
        #expect(Reading.duration.shown(1_000_000_001) == "1.000000001s")
    }
}
