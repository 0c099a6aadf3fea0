/// The way to a value: `regions.fr-par.replicas`, `labels."app.kubernetes.io/name"`, `agents.0`.
package struct ValuePath: Sendable, Hashable, CustomStringConvertible {
    package var steps: [String]

    package init(_ steps: [String]) {
        self.steps = steps
    }

    /// Why a spelling is no path.
    package enum Malformed: Error, Sendable, Hashable {
        case empty, emptyStep, unfinishedQuote, badCharacter(Character)
    }

    /// Reads a whole spelling.
    package init(spelled text: String) throws(Malformed) {
        var scanner = ValuePathScanner(text[...])
        self = try scanner.path()
        if let left = scanner.rest.first { throw .badCharacter(left) }
    }

    package static func / (path: ValuePath, step: String) -> ValuePath {
        ValuePath(path.steps + [step])
    }

    package func starts(with beginning: ValuePath) -> Bool {
        steps.starts(with: beginning.steps)
    }

    package var description: String {
        steps.map { Self.isPlain($0) ? $0 : "\"\($0)\"" }.joined(separator: ".")
    }

    private static func isPlain(_ step: String) -> Bool {
        !step.isEmpty && step.unicodeScalars.allSatisfy(ValuePathScanner.isPlain)
    }
}

extension ValuePath.Malformed: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "no path stands here"
        case .emptyStep: "a path has a name between any two dots"
        case .unfinishedQuote: "the quote in the path is never closed"
        case .badCharacter(let character):
            "no path holds \(Self.shown(character)); a name with more than letters, digits, - and _ stands in quotes"
        }
    }

    private static func shown(_ character: Character) -> String {
        switch character {
        case " ": "a space"
        case _ where character.isNewline: "a line break"
        case _ where character.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }: "\"\(character)\""
        default: "a control character"
        }
    }
}

/// Reads a path from the beginning of a text and leaves the rest.
struct ValuePathScanner {
    private(set) var rest: Substring

    init(_ text: Substring) {
        rest = text
    }

    mutating func path() throws(ValuePath.Malformed) -> ValuePath {
        var steps: [String] = []
        while true {
            let step = try step()
            guard !step.isEmpty else { throw fault(isFirst: steps.isEmpty) }
            steps.append(step)
            guard rest.utf8.first == UInt8(ascii: ".") else { return ValuePath(steps) }
            rest = rest.dropFirst()
        }
    }

    private mutating func step() throws(ValuePath.Malformed) -> String {
        guard rest.utf8.first == UInt8(ascii: "\"") else {
            let scalars = rest.unicodeScalars.prefix(while: Self.isPlain)
            rest = rest[scalars.endIndex...]
            return String(scalars)
        }
        let inside = rest.utf8.dropFirst()
        guard let end = inside.firstIndex(of: UInt8(ascii: "\"")) else { throw .unfinishedQuote }
        let step = String(rest[inside.startIndex..<end])
        rest = rest[rest.utf8.index(after: end)...]
        return step
    }

    private func fault(isFirst: Bool) -> ValuePath.Malformed {
        guard let next = rest.first, next != "}" else { return isFirst ? .empty : .emptyStep }
        return next == "." || next == "\"" ? .emptyStep : .badCharacter(next)
    }

    static func isPlain(_ scalar: UnicodeScalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: scalar.value >= 0xA1 && !scalar.properties.isWhitespace
        }
    }
}
