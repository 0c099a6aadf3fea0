extension YAML {
    /// A value of a YAML tree: a scalar, a sequence or a mapping, with its tag and the place where it was written.
    ///
    /// Nodes are values: an alias shares its anchor's storage until one of the two is changed, and nodes of several
    /// files can be put into one tree without losing their places.
    package struct Node: Sendable {
        package enum Content: Sendable {
            case scalar(Scalar)
            case sequence([Node])
            case mapping(Mapping)
        }

        // In this order a node takes 40 bytes: a large tree is little else than nodes, so each byte of one counts.
        package var content: Content
        private var endColumnHigh: UInt8
        private var endColumnLow: UInt16
        private var line: UInt32
        private var column: UInt32
        private var endLine: UInt32
        private(set) var origin: Origin?

        init(content: Content, origin: Origin?, extent: Extent) {
            self.content = content
            self.origin = origin
            (line, column, endLine) = (extent.line, extent.column, extent.endLine)
            let endColumn = min(extent.endColumn, 0xFF_FFFF)
            endColumnHigh = UInt8(endColumn >> 16)
            endColumnLow = UInt16(truncatingIfNeeded: endColumn)
        }

        package init(_ content: Content, tag: String? = nil, at place: Place = .nowhere) {
            self.init(content, label: tag.map(Tag.init), at: place)
        }

        private init(_ content: Content, label: Tag?, at place: Place) {
            let origin = label == nil && place.file == nil ? nil : Origin(file: place.file, tag: label)
            self.init(content: content, origin: origin, extent: Extent(at: place))
        }

        package init(_ scalar: Scalar) { self.init(.scalar(scalar)) }
        package init(_ items: [Node]) { self.init(.sequence(items)) }
        package init(_ mapping: Mapping) { self.init(.mapping(mapping)) }

        /// Another text in the same place, its tag gone.
        package func saying(_ text: String) -> Node {
            var node = self
            node.label = nil
            node.content = .scalar(Scalar(text: text, style: .doubleQuoted))
            return node
        }

        /// The explicit tag as it is written: `!v`, `!!str`, or `!<tag:example.org,2024:x>` for any other URI.
        ///
        /// `!` alone says that a plain scalar is a text.
        package var tag: String? {
            get { label?.name }
            set { label = newValue.map(Tag.init) }
        }

        var label: Tag? {
            get { origin?.tag }
            set {
                guard newValue != nil || origin?.tag != nil else { return }
                origin = Origin(file: origin?.file, tag: newValue)
            }
        }

        /// Its lines and columns; an end beyond 16 million columns is taken for that.
        var extent: Extent {
            let endColumn = UInt32(endColumnHigh) << 16 | UInt32(endColumnLow)
            return Extent(line: line, column: column, endLine: endLine, endColumn: endColumn)
        }

        /// Where it begins.
        package var place: Place {
            get { Place(file: origin?.file, line: Int(line), column: Int(column)) }
            set { self = Node(content, label: label, at: newValue) }
        }

        /// Where it ends: just behind its last character, for a block collection behind its last child.
        package var end: Place {
            Place(file: origin?.file, line: Int(extent.endLine), column: Int(extent.endColumn))
        }
    }
}

/// Equal nodes print the same: text, meaning, tag and order count; places and the style of writing do not.
extension YAML.Node: Equatable {
    package static func == (one: Self, other: Self) -> Bool {
        guard one.tag == other.tag else { return false }
        switch (one.content, other.content) {
        case (.scalar(let mine), .scalar(let theirs)):
            return YAML.Key(mine.text) == YAML.Key(theirs.text) && (one.value == .text) == (other.value == .text)
        case (.sequence(let mine), .sequence(let theirs)): return mine == theirs
        case (.mapping(let mine), .mapping(let theirs)): return mine == theirs
        default: return false
        }
    }
}
