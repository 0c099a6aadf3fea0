internal import Words
internal import YAML

/// Reads a document's tree into pieces; goes on behind a fault, so that one look shows them all.
struct PieceReader {
    var lines: TemplateLines
    private(set) var faults: [TemplateFault] = []
    /// Texts with holes by their places.
    var known: [YAML.Place: HoledText] = [:]

    init(_ lines: TemplateLines) {
        self.lines = lines
    }

    mutating func blame(_ kind: TemplateFault.Kind, _ place: Place, path: ValuePath? = nil) {
        guard faults.count < TemplateFailure.limit else { return }
        let fault = TemplateFault(kind, at: place, path: path)
        // What an alias repeats is told once.
        if faults.last != fault { faults.append(fault) }
    }

    /// Holes of all kinds; beyond the limit no more are read.
    private var holes = 0

    /// Whether there is room for so many holes more; tells once when there is not.
    mutating func mayHave(_ more: Int, at place: Place) -> Bool {
        let had = holes <= HoledText.mostHoles
        holes += more
        if holes <= HoledText.mostHoles { return true }
        if had {
            blame(.unreadable("more than \(HoledText.mostHoles) holes are too many: say it with a loop"), place)
        }
        return false
    }

    /// How many tags were met: a tree without one stays as it is.
    var tags = 0

    mutating func piece(_ node: YAML.Node) -> Piece {
        if node.tag != nil { tags += 1 }
        switch node.tag {
        case nil: return untagged(node)
        case "!v": return value(node)
        case "!s": return text(node)
        case "!if": return choice(node)
        case "!each": return loop(node)
        case "!default": return fallback(node)
        case let tag?:
            guard let plain = plain(node, tag) else {
                unknown(tag, node)
                return .fixed(.null, size: 1)
            }
            return untagged(plain)
        }
    }

    private mutating func untagged(_ node: YAML.Node) -> Piece {
        let before = tags
        switch node.content {
        case .scalar: return .fixed(node, size: 1)
        case .sequence(let items):
            var pieces: [Piece] = []
            pieces.reserveCapacity(items.count)
            for item in items { pieces.append(piece(item)) }
            if tags == before { return .fixed(node, size: 1 + pieces.reduce(0) { $0 + $1.size }) }
            return .list(pieces, node: node)
        case .mapping(let mapping):
            var pieces: [MapPiece] = []
            pieces.reserveCapacity(mapping.count)
            for entry in mapping.entries { pieces.append(self.entry(entry)) }
            if tags == before { return .fixed(node, size: 1 + pieces.reduce(0) { $0 + $1.size }) }
            return .map(pieces, node: node)
        }
    }

    /// A node whose tag is YAML's own, with what the tag says of it and without the tag; nil for every other tag.
    func plain(_ node: YAML.Node, _ tag: String) -> YAML.Node? {
        var plain = node
        plain.tag = nil
        switch (tag, node.content, node.value) {
        case ("!!map", .mapping, _), ("!!seq", .sequence, _), ("!", .mapping, _), ("!", .sequence, _): return plain
        case ("!!str", .scalar(var scalar), _), ("!", .scalar(var scalar), _):
            scalar.style = .doubleQuoted
            plain.content = .scalar(scalar)
            return plain
        case ("!!null", .scalar, .null), ("!!bool", .scalar, .boolean), ("!!int", .scalar, .integer),
            ("!!int", .scalar, .hugeInteger), ("!!float", .scalar, .float):
            guard case .scalar(var scalar) = node.content else { return nil }
            scalar.style = .plain
            if case .float(let number) = node.value, case .integer = scalar.value {
                scalar = YAML.Node(number).scalar ?? scalar
            }
            plain.content = .scalar(scalar)
            return plain
        default: return nil
        }
    }

    mutating func unknown(_ tag: String, _ node: YAML.Node) {
        let names = ["v", "s", "if", "each", "default"]
        let near = tag.utf8.first == UInt8(ascii: "!") ? NearestName.to(String(tag.dropFirst()), among: names) : nil
        blame(.unknownTag(YAML.excerpt(tag), near: near.map { "!\($0)" }), Place(node))
    }
}
