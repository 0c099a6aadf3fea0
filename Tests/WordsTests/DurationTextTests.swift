import Testing
import Words

@Suite struct DurationTextTests {
    @Test(arguments: [
        (0, "0 ms"), (12, "12 ms"), (99, "99 ms"), (100, "0.1 s"), (612, "0.6 s"), (9_949, "9.9 s"), (9_950, "10 s"),
        (59_499, "59 s"), (59_500, "1 m"), (185_000, "3 m 5 s"), (3_600_000, "1 h"), (7_800_000, "2 h 10 m"),
        (-612, "-0.6 s"),
    ])
    func `durations read well`(milliseconds: Int, text: String) {
        #expect(Duration.milliseconds(milliseconds).readable == text)
    }

    @Test(arguments: [
        (0, "less than a day"), (86_399, "less than a day"), (86_400, "a day"), (172_799, "a day"),
        (1_036_800, "12 days"),
    ])
    func `what is left is told in whole days`(seconds: Int, text: String) {
        #expect(Duration.seconds(seconds).inDays == text)
    }

    @Test(arguments: [
        ("500ms", 500), ("30s", 30_000), ("5m", 300_000), ("1h", 3_600_000), ("1.5s", 1_500), ("1h30m", 5_400_000),
        ("2d", 172_800_000),
        ("0s", 0),
    ])
    func `what people write is understood`(text: String, milliseconds: Int) {
        #expect(Duration(written: text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "5", "5x", "s", "-5s", "30m1h", "1s1s", "1e5s", ".5s", "5.s", "5 s", "infs", "9999999999999999h", "1,5s",
    ])
    func `anything else is not`(text: String) {
        #expect(Duration(written: text) == nil)
    }

    @Test(arguments: ["500ms", "30s", "5m", "1h", "90s", "1500ms"])
    func `a default is written as it would be typed`(text: String) {
        #expect(Duration(written: text)?.written == text)
    }
}
