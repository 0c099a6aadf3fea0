import TestSupport
import Testing

@testable import Messaging

@Suite struct SubjectsTests {
    @Test(arguments: [
        ("a", "a"), ("a.*", "a.b"), ("a.*", "*.b"), ("a.>", "a.b.c"), (">", "a"), ("*.*", "a.>"), ("a.>", "*.b"),
        ("agents.*.inbox", "agents.a.*"), ("a.*.c", "a.>"), ("*", ">"), ("a.>", "a.*"), ("*.b.>", "a.*.c"),
    ])
    func `what shares a subject collides, either way round`(one: String, other: String) {
        #expect(Subjects.collide(one, other))
        #expect(Subjects.collide(other, one))
        #expect(collisions(one, other) == 1)
        #expect(collisions(other, one) == 1)
    }

    @Test(arguments: [
        ("a", "b"), ("a", "a.b"), ("a.>", "a"), ("a.*", "a"), ("a.*", "a.b.c"), ("*", "a.b"), ("a.*.c", "*.b.d"),
        ("agents.*.inbox", "agents.broadcast"), ("a.b.>", "a.b"), ("a.*", "b.>"), ("A", "a"),
    ])
    func `what shares none does not`(one: String, other: String) {
        #expect(!Subjects.collide(one, other))
        #expect(!Subjects.collide(other, one))
        #expect(collisions(one, other) == 0)
        #expect(collisions(other, one) == 0)
    }

    @Test func `the index finds what comparing every pair finds`() {
        var random = SeededRandom(seed: 7)
        func subject() -> String {
            let count = Int.random(in: 1...4, using: &random)
            var tokens = (0..<count).map { _ in ["a", "b", "c", "*"].randomElement(using: &random) ?? "a" }
            if Int.random(in: 0..<4, using: &random) == 0 { tokens[count - 1] = ">" }
            return tokens.joined(separator: ".")
        }
        for _ in 0..<200 {
            let all = (0..<12).map { _ in subject() }
            var index = SubjectIndex()
            for (owner, one) in all.enumerated() { index.insert(one, owner: owner) }
            let wanted = subject()
            let found = Set(index.colliding(with: wanted).map(\.owner))
            let expected = Set(all.indices.filter { Subjects.collide(all[$0], wanted) })
            #expect(found == expected, "\(wanted) among \(all)")
        }
    }

    private func collisions(_ one: String, _ other: String) -> Int {
        var index = SubjectIndex()
        index.insert(one, owner: 0)
        return index.colliding(with: other).count
    }
}
