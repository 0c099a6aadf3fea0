import Kustomize
import Testing

@Suite struct PatternTests {
    @Test(arguments: [
        ("(?i)^gi?b$", "GB", true), ("(?i)^gi?b$", "gIb", true), ("^a(?i:b)c$", "aBc", true),
        ("^a(?i:b)c$", "aBC", false),
        ("((?i)a)b", "Ab", true), ("((?i)a)b", "AB", false), ("(?i)[^a-c]", "B", false), ("(?i)[^a-c]", "D", true),
        ("(?-i)a", "A", false), ("(?i)a|b", "B", true), ("(?s)a.b", "a\nb", true), ("a.b", "a\nb", false),
        ("[\\x60]", "`", true), ("\\x{1F600}", "😀", true), ("(?i)\\x61", "A", true), ("[[:alpha:]_]+", "aZ_", true),
        ("[[:digit:]]", "a", false), ("[^[:space:]]", " ", false), ("(?P<name>a)", "a", true),
        ("(?<name>a)b", "ab", true),
        ("\\r\\n", "\r\n", true),
    ])
    func `Go's syntax is read`(pattern: String, text: String, isMatch: Bool) throws {
        #expect(try Pattern(pattern).matches(text) == isMatch)
    }

    @Test(arguments: [
        ("(?m)a", "(?m is not supported"), ("(?=a)", "(?= is not supported"),
        ("(?<=a)", "looking behind is not supported"),
        ("(?i", "a ( without its )"), ("(?P<a", "a < without its >"), ("\\x1", "\\x without its digits"),
        ("[[:nobody:]]", "[:nobody:] is not supported"), ("\\pL", "\\p is not supported"),
    ])
    func `what is not read is refused by name`(pattern: String, reason: String) {
        let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
        #expect(error?.reason == reason)
    }
}
