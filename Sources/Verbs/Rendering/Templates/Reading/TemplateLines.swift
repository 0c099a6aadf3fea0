internal import Words
internal import YAML

/// Where the lines of a template begin, for places within its texts.
struct TemplateLines: Sendable {
    private let bytes: [UInt8]
    private let starts: [Int]
    private let file: String

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
        var position = 0
        while position < bytes.count {
            let length = Self.lineBreak(in: bytes, at: position)
            position += max(length, 1)
            if length > 0 { starts.append(position) }
        }
        self.starts = starts
    }

    /// How long the line break is that stands here, of all that YAML counts; 0 for anything else.
    private static func lineBreak(in bytes: [UInt8], at position: Int) -> Int {
        switch bytes[position] {
        case 0x0A: return 1
        case 0x0D: return position + 1 < bytes.count && bytes[position + 1] == 0x0A ? 2 : 1
        case 0xC2: return position + 1 < bytes.count && bytes[position + 1] == 0x85 ? 2 : 0
        case 0xE2:
            guard position + 2 < bytes.count, bytes[position + 1] == 0x80 else { return 0 }
            return bytes[position + 2] == 0xA8 || bytes[position + 2] == 0xA9 ? 3 : 0
        default: return 0
        }
    }

    /// The places of bytes, in ascending order.
    func places(of offsets: [Int]) -> [Place] {
        places(of: offsets, from: Cursor(line: 1, column: 1, offset: starts[0]))
    }

    /// The same, counted from a place before the first of them.
    private func places(of offsets: [Int], from start: Cursor) -> [Place] {
        var line = start.line - 1
        var (position, column) = (start.offset, start.column)
        return offsets.map { offset in
            while line + 1 < starts.count, starts[line + 1] <= offset {
                line += 1
                (position, column) = (starts[line], 1)
            }
            while position < offset {
                if bytes[position] & 0xC0 != 0x80 { column += 1 }
                position += 1
            }
            return Place(file, line: line + 1, column: column)
        }
    }

    private struct Cursor {
        var line: Int
        var column: Int
        var offset: Int
    }

    /// The last place looked up: the next one mostly stands behind it, on lines however long.
    private var cursor = Cursor(line: 0, column: 1, offset: 0)

    private mutating func offset(of place: YAML.Place) -> Int? {
        guard place.line >= 1, place.line <= starts.count else { return nil }
        if cursor.line != place.line || cursor.column > place.column {
            cursor = Cursor(line: place.line, column: 1, offset: starts[place.line - 1])
        }
        while cursor.column < place.column {
            guard cursor.offset < bytes.count else { return nil }
            cursor.offset += 1
            while cursor.offset < bytes.count, bytes[cursor.offset] & 0xC0 == 0x80 { cursor.offset += 1 }
            cursor.column += 1
        }
        return cursor.offset
    }

    /// Where the braces of a YAML text stand in the file; nil where they are not those of the text.
    ///
    /// Folding and most escapes change no brace, so they are found by counting. A brace in an escape or in a comment behind
    /// `|` spoils the count: the text's own place has to do then.
    mutating func braces(of node: YAML.Node, count: Int) -> [Place]? {
        guard let start = offset(of: node.place) else { return nil }
        let beginning = cursor
        guard let end = offset(of: node.end), start <= end else { return nil }
        var found: [Int] = []
        for position in start..<end where bytes[position] == HoledText.brace { found.append(position) }
        return found.count == count ? places(of: found, from: beginning) : nil
    }
}
