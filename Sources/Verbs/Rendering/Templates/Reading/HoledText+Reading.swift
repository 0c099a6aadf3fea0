internal import Words

extension HoledText {
    /// Reads a text: `{path}` is a hole, `{{` a brace; a brace before white space is one too, and so is `}` everywhere.
    ///
    /// - Parameters:
    ///   - allowsAsIs: whether `{path as is}` may stand there.
    ///   - place: the place of a brace, by its offset in UTF-8; they come in ascending order.
    init(_ text: String, allowsAsIs: Bool, place: (Int) -> Place, fault: (TemplateFault) -> Void) {
        parts = []
        var text = text
        text.makeContiguousUTF8()
        var written: [UInt8] = []
        var rest = text[...]
        while let brace = rest.utf8.firstIndex(of: Self.brace) {
            written += rest[..<brace].utf8
            let inside = rest[rest.utf8.index(after: brace)...]
            if inside.utf8.first == Self.brace {
                written.append(Self.brace)
                rest = inside.dropFirst()
                continue
            }
            let here = place(text.utf8.distance(from: text.startIndex, to: brace))
            guard Self.begins(inside) else {
                written.append(Self.brace)
                rest = inside
                if Self.looksLikeHole(inside) {
                    fault(
                        TemplateFault(
                            .malformedHole("a hole has no white space within: {path}, and a brace is {{"),
                            at: here
                        )
                    )
                }
                continue
            }
            var scanner = HoleScanner(inside, allowsAsIs: allowsAsIs)
            switch scanner.hole() {
            case .success(let hole):
                if !written.isEmpty { parts.append(.text(String(decoding: written, as: UTF8.self))) }
                written = []
                parts.append(.hole(hole.path, here, isAsIs: hole.isAsIs))
            case .failure(let problem): fault(TemplateFault(problem.kind, at: here))
            }
            rest = scanner.rest
        }
        written += rest.utf8
        if !written.isEmpty { parts.append(.text(String(decoding: written, as: UTF8.self))) }
    }

    static let brace = UInt8(ascii: "{")
    /// A template with more is none: each hole takes a hundred times its bytes.
    static let mostHoles = 100_000

    /// Whether a hole begins behind a brace.
    static func begins(_ inside: Substring) -> Bool {
        guard let next = inside.utf8.first else { return false }
        return next != 0x20 && next != 0x09 && next != 0x0A && next != 0x0D
    }

    /// `{ path }`: whoever wrote that meant a hole.
    private static func looksLikeHole(_ inside: Substring) -> Bool {
        let within = inside.utf8.prefix(200).prefix { $0 != UInt8(ascii: "}") && $0 != 0x0A }
        guard within.endIndex < inside.utf8.endIndex, inside.utf8[within.endIndex] == UInt8(ascii: "}") else {
            return false
        }
        let words = inside[..<within.endIndex].split { $0 == " " || $0 == "\t" }
        guard words.count == 1, let path = try? ValuePath(spelled: String(words[0])) else { return false }
        return path.steps.count > 1
    }
}

/// Reads one hole, from behind its brace.
struct HoleScanner {
    struct Problem: Error {
        var kind: TemplateFault.Kind
    }

    private(set) var rest: Substring
    private let allowsAsIs: Bool

    init(_ inside: Substring, allowsAsIs: Bool) {
        rest = inside
        self.allowsAsIs = allowsAsIs
    }

    mutating func hole() -> Result<(path: ValuePath, isAsIs: Bool), Problem> {
        var scanner = ValuePathScanner(rest)
        let path: ValuePath
        do throws(ValuePath.Malformed) {
            path = try scanner.path()
        } catch {
            rest = scanner.rest
            return .failure(Problem(kind: error == .empty ? .malformedHole(Self.empty) : .malformedPath(error)))
        }
        rest = scanner.rest
        var isAsIs = false
        if allowsAsIs, rest.utf8.starts(with: " as is}".utf8) {
            isAsIs = true
            rest = rest.dropFirst(6)
        }
        guard rest.utf8.first == UInt8(ascii: "}") else {
            return .failure(Problem(kind: .malformedHole(Self.open)))
        }
        rest = rest[rest.utf8.index(after: rest.startIndex)...]
        return .success((path, isAsIs))
    }

    private static let empty = "this hole names no value; a brace is {{"
    private static let open = "this hole is not closed behind its path; a brace is {{"
}
