import Testing
import Words

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("doctr", "doctor"),
        ("dcotor", "doctor"),  // two exchanged
        ("DOCTOR", "doctor"),
        ("boot", "bootstrap"),  // a beginning
        ("u", "up"),
        ("q", nil),
        ("xyz", nil),
        ("", nil),
        ("dwn", "down"),
    ])
    func `a slip finds its name and nonsense finds none`(typed: String, meant: String?) {
        #expect(NearestName.to(typed, among: ["doctor", "bootstrap", "up", "down"]) == meant)
    }

    @Test func `the nearest comes first and equals come by name`() {
        #expect(NearestName.all(to: "parse", among: ["sparse", "pause", "parser"]) == ["parser", "pause", "sparse"])
        #expect(NearestName.all(to: "name", among: ["names", "named", "name2", "nam"], limit: 2) == ["nam", "name2"])
    }

    @Test func `a word of a megabyte costs nothing`() {
        #expect(NearestName.to(String(repeating: "a", count: 1_000_000), among: ["a"]) == nil)
    }
}
