import Testing
import Words

@Suite struct CountingTests {
    @Test(arguments: [(0, "0 keys"), (1, "1 key"), (2, "2 keys")]) func `one of a thing is singular`(
        count: Int,
        text: String
    ) {
        #expect(counted(count, "key") == text)
    }

    @Test func `a plural of its own is used`() {
        #expect(counted(3, "query", "queries") == "3 queries")
        #expect(counted(1, "query", "queries") == "1 query")
    }

    @Test func `what shares a key stands together, in the order in which keys were met`() {
        let groups = ["pear", "apple", "plum", "fig", "avocado"].grouped { $0.prefix(1) }
        #expect(groups.map(\.key) == ["p", "a", "f"])
        #expect(groups.map(\.members) == [["pear", "plum"], ["apple", "avocado"], ["fig"]])
    }
}
