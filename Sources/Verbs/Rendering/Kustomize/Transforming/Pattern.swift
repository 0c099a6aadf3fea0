/// A regular expression matched against the whole of a text, in time linear in it: no pattern can hang a build.
///
/// Understood are literals, `.`, classes, `\d \w \s` and their opposites, groups, `|`, `* + ? {m,n}`, `^` and `$`, the flags `i` and `s`;
/// what Go's syntax has beyond that is refused by name.
package struct Pattern: Sendable {
    let text: String
    private let program: Program?
    private let isLiteral: Bool

    package init(_ text: String) throws(PatternError) {
        self.text = text
        isLiteral = !text.utf8.contains { #".*+?()[]{}|\^$"#.utf8.contains($0) }
        if isLiteral || text == ".*" {
            program = nil
        } else {
            var parser = PatternParser(text)
            program = Program(try parser.expression())
        }
    }

    /// The text that is meant where the pattern is nothing but a text.
    var literal: String? { isLiteral ? text : nil }

    package func matches(_ name: String) -> Bool {
        if isLiteral { return text == name }
        return program?.matches(name) ?? true
    }
}

/// What is wrong with a pattern.
package struct PatternError: Error {
    package var reason: String
}

indirect enum PatternTree {
    case empty
    case one(CharacterClass)
    case start, end
    case sequence([PatternTree])
    case choice([PatternTree])
    /// No upper bound where `most` is nil.
    case repeated(PatternTree, least: Int, most: Int?)
}

struct CharacterClass {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false

    func contains(_ character: UInt32) -> Bool {
        ranges.contains { $0.contains(character) } != isNegated
    }
}

/// A pattern as the states of a machine that is in many of them at once.
private struct Program {
    private enum Step {
        case take(CharacterClass)
        case split(Int, Int)
        case jump(Int)
        case start, end
        case match
    }

    private var steps: [Step] = []

    init(_ tree: PatternTree) {
        compile(tree)
        steps.append(.match)
    }

    private mutating func compile(_ tree: PatternTree) {
        switch tree {
        case .empty: break
        case .one(let characters): steps.append(.take(characters))
        case .start: steps.append(.start)
        case .end: steps.append(.end)
        case .sequence(let parts): for part in parts { compile(part) }
        case .choice(let parts):
            var ends: [Int] = []
            for (position, part) in parts.enumerated() {
                guard position < parts.count - 1 else {
                    compile(part)
                    continue
                }
                let fork = steps.count
                steps.append(.match)
                compile(part)
                ends.append(steps.count)
                steps.append(.match)
                steps[fork] = .split(fork + 1, steps.count)
            }
            for end in ends { steps[end] = .jump(steps.count) }
        case .repeated(let part, let least, let most):
            for _ in 0..<least { compile(part) }
            if let most {
                var forks: [Int] = []
                for _ in least..<max(least, most) {
                    forks.append(steps.count)
                    steps.append(.match)
                    compile(part)
                }
                for fork in forks { steps[fork] = .split(fork + 1, steps.count) }
            } else {
                let fork = steps.count
                steps.append(.match)
                compile(part)
                steps.append(.jump(fork))
                steps[fork] = .split(fork + 1, steps.count)
            }
        }
    }

    func matches(_ text: String) -> Bool {
        let characters = text.unicodeScalars.map(\.value)
        var states: [Int] = []
        var marks = [Int](repeating: -1, count: steps.count)
        enter(0, at: 0, of: characters.count, into: &states, &marks)
        for (position, character) in characters.enumerated() {
            var next: [Int] = []
            for state in states {
                if case .take(let allowed) = steps[state], allowed.contains(character) {
                    enter(state + 1, at: position + 1, of: characters.count, into: &next, &marks)
                }
            }
            states = next
            if states.isEmpty { return false }
        }
        return states.contains { if case .match = steps[$0] { true } else { false } }
    }

    /// All states reached from one without taking a character; `marks` remembers where each was last entered.
    private func enter(_ state: Int, at position: Int, of count: Int, into states: inout [Int], _ marks: inout [Int]) {
        var open = [state]
        while let state = open.popLast() {
            guard marks[state] != position else { continue }
            marks[state] = position
            switch steps[state] {
            case .take, .match: states.append(state)
            case .jump(let target): open.append(target)
            case .split(let one, let other): open += [other, one]
            case .start: if position == 0 { open.append(state + 1) }
            case .end: if position == count { open.append(state + 1) }
            }
        }
    }
}
