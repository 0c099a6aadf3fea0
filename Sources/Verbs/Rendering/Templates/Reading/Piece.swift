internal import Words
internal import YAML

/// A template's YAML, read: what stands as it is, and what is asked of the values.
indirect enum Piece: Sendable {
    /// Without a hole; `size` counts its nodes.
    case fixed(YAML.Node, size: Int)
    /// `!v`
    case value(Reading)
    /// `!s`
    case text(HoledText, node: YAML.Node)
    case list([Piece], node: YAML.Node)
    case map([MapPiece], node: YAML.Node)
    /// `!if`
    case choice(Condition, holds: Piece, fails: Piece?)
    /// `!each`
    case loop(Loop, Piece, node: YAML.Node)
    /// `!default`
    case fallback(Reading, Piece)
}

extension Piece {
    /// The nodes of what stands as it is.
    var size: Int {
        if case .fixed(_, let size) = self { size } else { 1 }
    }
}

extension MapPiece {
    /// The same, keys included.
    var size: Int {
        if case .entry(_, let value) = self { value.size + 1 } else { 1 }
    }
}

/// What stands in a map: an entry, or entries that come and go.
enum MapPiece: Sendable {
    case entry(KeyPiece, Piece)
    case choice(Condition, Piece)
    case loop(Loop, Piece)
}

enum KeyPiece: Sendable {
    case fixed(YAML.Node)
    case value(Reading)
    case text(HoledText, node: YAML.Node)
}

/// A path that is read at one place; `node` is that place in the template, for what is put there.
struct Reading: Sendable {
    var path: ValuePath
    var place: Place
    var node: YAML.Node
}

/// `path` or `not path`.
struct Condition: Sendable {
    var reading: Reading
    var isNegated: Bool
}

/// `name in path`.
struct Loop: Sendable {
    var name: String
    var reading: Reading
}

/// A text with `{path}` in it.
struct HoledText: Sendable {
    enum Part: Sendable {
        case text(String)
        case hole(ValuePath, Place, isAsIs: Bool)
    }

    var parts: [Part]

    /// The text itself where nothing is to be filled in.
    var fixed: String? {
        switch parts.count {
        case 0: ""
        case 1: if case .text(let text) = parts[0] { text } else { nil }
        default: nil
        }
    }
}

extension Place {
    init(_ node: YAML.Node) {
        let (start, end) = (node.place, node.end)
        self.init(
            start.file ?? "",
            line: start.line,
            column: start.column,
            endLine: end.line,
            endColumn: end.column,
        )
    }
}
