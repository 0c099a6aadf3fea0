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

        package var content: Content
        var label: Tag?
        var extent: Extent

        init(content: Content, label: Tag?, extent: Extent) {
            self.content = content
            self.label = label
            self.extent = extent
        }

        package init(_ content: Content, tag: String? = nil, at place: Place = .nowhere) {
            self.content = content
            label = tag.map(Tag.init)
            extent = Extent()
            if place != .nowhere { self.place = place }
        }

        package init(_ scalar: Scalar) { self.init(.scalar(scalar)) }
        package init(_ items: [Node]) { self.init(.sequence(items)) }
        package init(_ mapping: Mapping) { self.init(.mapping(mapping)) }

        /// The explicit tag as it is written: `!v`, `!!str`, or `!<tag:example.org,2024:x>` for any other URI.
        ///
        /// `!` alone says that a plain scalar is a text.
        package var tag: String? {
            get { label?.name }
            set { label = newValue.map(Tag.init) }
        }

        /// Where it begins.
        package var place: Place {
            get { Place(file: extent.source?.file, line: Int(extent.line), column: Int(extent.column)) }
            set {
                extent.source = newValue.file.map(Source.init(file:))
                extent.line = UInt32(clamping: newValue.line)
                extent.column = UInt32(clamping: newValue.column)
                extent.endLine = extent.line
                extent.endColumn = extent.column
            }
        }

        /// Where it ends: just behind its last character, for a block collection behind its last child.
        package var end: Place {
            Place(file: extent.source?.file, line: Int(extent.endLine), column: Int(extent.endColumn))
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
