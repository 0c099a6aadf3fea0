internal import Words
internal import YAML

// What each tag stands before.
extension PieceReader {
    mutating func value(_ node: YAML.Node) -> Piece {
        guard let text = node.scalar?.text else {
            blame(.misplacedTag("!v", wanted: "a path: !v kubernetes.replicas"), Place(node))
            return .fixed(.null, size: 1)
        }
        return reading(text, node).map(Piece.value) ?? .fixed(.null, size: 1)
    }

    mutating func text(_ node: YAML.Node) -> Piece {
        guard let text = node.scalar?.text else {
            let wanted = "a text: !s \"{image.repository}:{image.tag}\", in quotes where it begins with a brace"
            blame(.misplacedTag("!s", wanted: wanted), Place(node))
            return .fixed(.null, size: 1)
        }
        guard let holed = holed(text, node) else { return .fixed(.null, size: 1) }
        guard let fixed = holed.fixed else { return .text(holed, node: node) }
        return .fixed(Self.node(fixed, like: node), size: 1)
    }

    /// Reads `!if [path, value]` and `!if [not path, value, other value]`.
    mutating func choice(_ node: YAML.Node) -> Piece {
        guard let items = node.sequence, (2...3).contains(items.count), let header = plainText(items[0]) else {
            return misplaced(node, "!if", "a list of two or three: [path, value where it holds, value where not]")
        }
        let condition = condition(header, items[0])
        let holds = piece(items[1])
        let fails = items.count == 3 ? piece(items[2]) : nil
        return condition.map { .choice($0, holds: holds, fails: fails) } ?? holds
    }

    /// Reads `!each [name in path, item]`.
    mutating func loop(_ node: YAML.Node) -> Piece {
        guard let items = node.sequence, items.count == 2, let text = plainText(items[0]) else {
            return misplaced(node, "!each", "a list of two: [name in path, item]")
        }
        let header = header(text, items[0])
        let item = piece(items[1])
        return header.map { .loop($0, item, node: node) } ?? item
    }

    /// Reads `!default [path, value]`.
    mutating func fallback(_ node: YAML.Node) -> Piece {
        guard let items = node.sequence, items.count == 2, let text = plainText(items[0]) else {
            return misplaced(node, "!default", "a list of two: [path, value where nothing is set]")
        }
        var reading = reading(text, items[0])
        reading?.node = node
        let other = piece(items[1])
        return reading.map { .fallback($0, other) } ?? other
    }

    /// The faults within are told too.
    private mutating func misplaced(_ node: YAML.Node, _ tag: String, _ wanted: String) -> Piece {
        blame(.misplacedTag(tag, wanted: wanted), Place(node))
        for item in node.sequence ?? [] { _ = piece(item) }
        return .fixed(.null, size: 1)
    }

    private func plainText(_ node: YAML.Node) -> String? {
        node.tag == nil ? node.scalar?.text : nil
    }
}

// Paths, names, conditions, holes.
extension PieceReader {
    mutating func reading(_ text: String, _ node: YAML.Node) -> Reading? {
        guard mayHave(1, at: Place(node)) else { return nil }
        do throws(ValuePath.Malformed) {
            return Reading(path: try ValuePath(spelled: text), place: Place(node), node: node)
        } catch {
            blame(.malformedPath(error), Place(node))
            return nil
        }
    }

    mutating func condition(_ text: String, _ node: YAML.Node) -> Condition? {
        let isNegated = text.hasPrefix("not ")
        let path = isNegated ? String(text.dropFirst(4)) : text
        return reading(path, node).map { Condition(reading: $0, isNegated: isNegated) }
    }

    mutating func header(_ text: String, _ node: YAML.Node) -> Loop? {
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, words[1] == "in" else {
            blame(.malformedHole("a loop is named: name in path"), Place(node))
            return nil
        }
        let name = String(words[0])
        guard Self.isName(name) else {
            blame(.malformedName(YAML.excerpt(name)), Place(node))
            return nil
        }
        return reading(String(words[2]), node).map { Loop(name: name, reading: $0) }
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else { return false }
        return name.unicodeScalars.allSatisfy(ValuePathScanner.isPlain)
    }

    /// A text with its holes at their own places; nil where one is malformed.
    mutating func holed(_ text: String, _ node: YAML.Node) -> HoledText? {
        guard text.utf8.contains(HoledText.brace) else { return HoledText(parts: [.text(text)]) }
        // What an alias repeats is read once.
        if let known = known[node.place] { return known }
        let offsets = text.utf8.enumerated().filter { $0.element == HoledText.brace }.map(\.offset)
        let own = Place(node)
        guard mayHave(offsets.count, at: own) else { return nil }
        let places = lines.braces(of: node, count: offsets.count)
        var next = 0
        var faults: [TemplateFault] = []
        let holed = HoledText(text, allowsAsIs: false) { offset in
            guard let places else { return own }
            while next < offsets.count, offsets[next] < offset { next += 1 }
            return places[next]
        } fault: {
            faults.append($0)
        }
        for fault in faults { blame(fault.kind, fault.place) }
        guard faults.isEmpty else { return nil }
        known[node.place] = holed
        return holed
    }
}
