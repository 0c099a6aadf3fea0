internal import Words
internal import YAML

// Entries of maps and their keys. Reading recurses through `entry`: what needs room stands in functions beside it.
extension PieceReader {
    /// What a key begins.
    private enum Opening {
        case entry(KeyPiece)
        case choice(Condition)
        case loop(Loop)
    }

    mutating func entry(_ entry: YAML.Mapping.Entry) -> MapPiece {
        let opening = opening(entry.key)
        let value = piece(entry.value)
        return closed(opening, value, entry)
    }

    /// A key that is at fault stands for itself.
    private mutating func opening(_ key: YAML.Node) -> Opening {
        let name = key.scalar?.text ?? ""
        if key.tag != nil { tags += 1 }
        switch key.tag {
        case nil: return .entry(.fixed(key))
        case "!v": return .entry(reading(name, key).map(KeyPiece.value) ?? .fixed(key))
        case "!s": return .entry(keyText(name, key))
        case "!if": return condition(name, key).map(Opening.choice) ?? .entry(.fixed(key))
        case "!each": return header(name, key).map(Opening.loop) ?? .entry(.fixed(key))
        case "!default":
            blame(.misplacedTag("!default", wanted: "a value, not before a key"), Place(key))
            return .entry(.fixed(key))
        case let tag?:
            if let plain = plain(key, tag) { return .entry(.fixed(plain)) }
            unknown(tag, key)
            return .entry(.fixed(key))
        }
    }

    private mutating func closed(_ opening: Opening, _ value: Piece, _ entry: YAML.Mapping.Entry) -> MapPiece {
        switch opening {
        case .entry(let key): return .entry(key, value)
        case .choice(let condition):
            demandMap(value, behind: "!if", entry.value)
            return .choice(condition, value)
        case .loop(let loop):
            demandMap(value, behind: "!each", entry.value)
            return .loop(loop, value)
        }
    }

    private mutating func keyText(_ text: String, _ key: YAML.Node) -> KeyPiece {
        guard let holed = holed(text, key) else { return .fixed(key) }
        guard let fixed = holed.fixed else { return .text(holed, node: key) }
        return .fixed(Self.node(fixed, like: key))
    }

    /// Behind a key that places entries stands a map, or what may become one.
    private mutating func demandMap(_ piece: Piece, behind tag: String, _ node: YAML.Node) {
        switch piece {
        case .fixed(let node, _) where node.mapping != nil: return
        case .fixed, .list, .text:
            blame(.misplacedTag(tag, wanted: "a key with a map behind it: its entries are placed here"), Place(node))
        default: return
        }
    }

    /// A text that stands where a node of the template stood.
    static func node(_ text: String, like node: YAML.Node) -> YAML.Node {
        var copy = node
        copy.tag = nil
        copy.content = .scalar(YAML.Scalar(text: text, style: .doubleQuoted))
        return copy
    }
}
