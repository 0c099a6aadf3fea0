extension YAML {
    /// The canonical text of a tree: equal trees give equal bytes, and what is read back is the same tree.
    ///
    /// Block style, two spaces, sequences not indented under their key (as kubectl prints them), no line ever folded,
    /// aliases written out, tags kept. Scalars are written by what they mean: `~` as `null`, `0x1F` as `31`; a text is
    /// quoted wherever any YAML 1.1 or 1.2 reader could take it for something else, and several lines stand as `|`.
    /// Keys are texts: `1: a` becomes `"1": a`.
    ///
    /// Written by hand and not over libyaml's emitter, which escapes every character beyond U+FFFF (an emoji becomes
    /// `\U0001F600`), turns keys beyond 128 bytes into `? key`, ends an open `|+` text with `...`, knows nothing of
    /// which plain texts are ambiguous, and so leaves the choice of style, the hard half, to its caller anyway.
    /// - Parameter comment: a header, each of its lines behind a `#`.
    package static func text(of root: Node, comment: String? = nil) -> String {
        text(ofAll: [root], comment: comment)
    }

    /// The canonical text of a stream, `---` between its documents.
    package static func text(ofAll roots: [Node], comment: String? = nil) -> String {
        var printer = Printer()
        if let comment { printer.header(comment) }
        for (position, root) in roots.enumerated() {
            if position > 0 { printer.write("---\n") }
            printer.document(root)
        }
        return String(decoding: printer.bytes, as: UTF8.self)
    }

    /// The same text given away piece by piece, whole documents each, so that a long stream is never held as one.
    package static func write(_ roots: some Sequence<Node>, to take: (String) -> Void) {
        let enough = 1 << 16
        var printer = Printer()
        var isFirst = true
        for root in roots {
            if !isFirst { printer.write("---\n") }
            isFirst = false
            printer.document(root)
            guard printer.bytes.count >= enough else { continue }
            take(String(decoding: printer.bytes, as: UTF8.self))
            printer.bytes.removeAll(keepingCapacity: true)
        }
        if !printer.bytes.isEmpty { take(String(decoding: printer.bytes, as: UTF8.self)) }
    }
}

extension YAML {
    /// Writes collections; `Printer+Scalars` writes what stands in them.
    struct Printer {
        var bytes: [UInt8] = []
        /// libyaml finds the colon of a simple key only within 1,024 characters.
        private static let longestSimpleKey = 1_000

        mutating func write(_ text: StaticString) {
            bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        }

        mutating func header(_ comment: String) {
            for line in comment.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
                write("#")
                let shown = line.unicodeScalars.map { Self.isPrintable($0) ? $0 : " " }
                if !shown.isEmpty { write(" ") }
                for character in shown { bytes.append(contentsOf: UTF8.encode(character).map(Array.init) ?? []) }
                write("\n")
            }
        }

        mutating func document(_ root: Node) {
            switch root.content {
            case .mapping(let mapping) where !mapping.isEmpty:
                if write(tagOf: root) { write("\n") }
                entries(mapping, indent: 0, startsInLine: false)
            case .sequence(let items) where !items.isEmpty:
                if write(tagOf: root) { write("\n") }
                self.items(items, indent: 0, startsInLine: false)
            default:
                leaf(root, indent: nil)
            }
        }

        /// Entries, the first one on the line already begun where a `- ` opened it.
        private mutating func entries(_ mapping: Mapping, indent: Int, startsInLine: Bool) {
            var isInLine = startsInLine
            for entry in mapping.entries {
                if !isInLine { spaces(indent) }
                isInLine = false
                key(entry.spelling, indent: indent)
                write(":")
                switch entry.value.content {
                case .mapping(let inner) where !inner.isEmpty:
                    openBelow(entry.value)
                    entries(inner, indent: indent + 2, startsInLine: false)
                case .sequence(let inner) where !inner.isEmpty:
                    openBelow(entry.value)
                    items(inner, indent: indent, startsInLine: false)
                default:
                    write(" ")
                    leaf(entry.value, indent: indent)
                }
            }
        }

        private mutating func items(_ items: [Node], indent: Int, startsInLine: Bool) {
            var isInLine = startsInLine
            for item in items {
                if !isInLine { spaces(indent) }
                isInLine = false
                write("-")
                switch item.content {
                case .mapping(let inner) where !inner.isEmpty:
                    let isTagged = openBeside(item)
                    entries(inner, indent: indent + 2, startsInLine: !isTagged)
                case .sequence(let inner) where !inner.isEmpty:
                    let isTagged = openBeside(item)
                    self.items(inner, indent: indent + 2, startsInLine: !isTagged)
                default:
                    write(" ")
                    leaf(item, indent: indent)
                }
            }
        }

        private mutating func openBelow(_ node: Node) {
            if node.label != nil { write(" ") }
            write(tagOf: node)
            write("\n")
        }

        /// Behind a dash a collection begins on the same line, unless its tag stands there.
        private mutating func openBeside(_ node: Node) -> Bool {
            write(" ")
            guard write(tagOf: node) else { return false }
            write("\n")
            return true
        }

        /// A scalar or an empty collection, and the end of its line; without an indent it is the whole document.
        private mutating func leaf(_ node: Node, indent: Int?) {
            if write(tagOf: node) { write(" ") }
            switch node.content {
            case .sequence: write("[]\n")
            case .mapping: write("{}\n")
            case .scalar(let scalar): self.scalar(scalar, of: node, indent: indent)
            }
        }

        private mutating func key(_ key: Spelling, indent: Int) {
            let start = bytes.count
            if write(key.label) { write(" ") }
            quoted(key.text)
            guard bytes.count - start > Self.longestSimpleKey else { return }
            bytes.insert(contentsOf: "? ".utf8, at: start)
            write("\n")
            spaces(indent)
        }

        @discardableResult
        private mutating func write(tagOf node: Node) -> Bool {
            write(node.label)
        }

        @discardableResult
        private mutating func write(_ label: Tag?) -> Bool {
            guard let label else { return false }
            bytes.append(contentsOf: label.written.utf8)
            return true
        }

        mutating func spaces(_ count: Int) {
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: count))
        }
    }
}
