internal import CLibYAML

extension YAML {
    /// Makes trees of libyaml's events, without recursion: what is open stands in `frames` and `nodes`.
    struct TreeBuilder: ~Copyable {
        private var events: EventReader
        /// Of every node without a tag.
        private let origin: Origin
        private let limits: Limits
        private let depthLimit: Int
        private var nodes = NodeStack()
        private var frames: [Frame] = []
        /// Of the keys of all open mappings, as `nodes` holds them.
        private var fingerprints: [UInt64] = []
        private var texts = RecentTexts()
        private var spellings = Spellings()
        private var anchors: [String: Anchor] = [:]
        private var nodeCount = 0
        private var aliasedCount = 0

        init(_ events: consuming EventReader, file: String?, limits: Limits) {
            self.events = events
            origin = Origin(file: file)
            self.limits = limits
            depthLimit = min(limits.depth, 200)
        }

        /// All documents; with `only`, a second one is refused where it begins.
        mutating func documents(only: Bool) throws(YAMLError) -> [Document] {
            var documents: [Document] = []
            while true {
                let event = try events.next()
                switch event.pointee.type {
                case YAML_STREAM_END_EVENT: return documents
                case YAML_DOCUMENT_START_EVENT:
                    if only, !documents.isEmpty {
                        throw YAMLError(.severalDocuments, at: place(event.pointee.start_mark))
                    }
                case YAML_DOCUMENT_END_EVENT:
                    documents.append(Document(root: nodes.pop()))
                    anchors.removeAll(keepingCapacity: true)
                default: try take(event)
                }
            }
        }

        private mutating func take(_ event: UnsafeMutablePointer<yaml_event_t>) throws(YAMLError) {
            switch event.pointee.type {
            case YAML_SCALAR_EVENT: try takeScalar(event)
            case YAML_ALIAS_EVENT: try takeAlias(event)
            case YAML_SEQUENCE_START_EVENT:
                let start = event.pointee.data.sequence_start
                try open(.sequence, event, anchor: start.anchor, tag: start.tag)
            case YAML_MAPPING_START_EVENT:
                let start = event.pointee.data.mapping_start
                try open(.mapping, event, anchor: start.anchor, tag: start.tag)
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: try close(event)
            default: break
            }
        }

        private mutating func takeScalar(_ event: UnsafeMutablePointer<yaml_event_t>) throws(YAMLError) {
            let scalar = event.pointee.data.scalar
            let bytes = UnsafeBufferPointer(start: UnsafePointer(scalar.value), count: scalar.length)
            try count(event)
            if isAtKey {
                try takeKey(bytes, event)
            } else {
                let node = Node(
                    content: .scalar(Scalar(text: texts.text(of: bytes), style: ScalarStyle(scalar.style))),
                    origin: origin(tag: scalar.tag),
                    extent: extent(of: event),
                )
                if scalar.tag != nil { try refuseWrongTag(of: node) }
                if let anchor = scalar.anchor {
                    anchors[String(cString: anchor)] = .whole(node, size: 1, height: 0)
                }
                nodes.push(node)
            }
            enlarge(by: 1, height: 0)
        }

        private mutating func takeKey(_ bytes: UnsafeBufferPointer<UInt8>, _ event: UnsafeMutablePointer<yaml_event_t>)
            throws(YAMLError)
        {
            let scalar = event.pointee.data.scalar
            let extent = extent(of: event)
            let fingerprint = Key.fingerprint(of: bytes)
            noteKey(bytes, fingerprint)
            let spelling = spellings.spelling(
                of: bytes,
                fingerprint: fingerprint,
                ScalarStyle(scalar.style),
                extent: extent,
                origin: origin(tag: scalar.tag)
            )
            let key = NodeStack.Key(spelling: spelling, line: extent.line, column: extent.column)
            nodes.push(key)
            guard scalar.tag != nil || scalar.anchor != nil else { return }
            let node = Mapping.Entry(spelling, line: key.line, column: key.column, .null).key
            if scalar.tag != nil { try refuseWrongTag(of: node) }
            if let anchor = scalar.anchor { anchors[String(cString: anchor)] = .whole(node, size: 1, height: 0) }
        }

        private mutating func takeAlias(_ event: UnsafeMutablePointer<yaml_event_t>) throws(YAMLError) {
            let name = String(cString: event.pointee.data.alias.anchor)
            let here = place(event.pointee.start_mark)
            switch anchors[name] {
            case nil: throw YAMLError(.unknownAlias(name), at: here)
            case .open: throw YAMLError(.aliasInsideItself(name), at: here)
            case .whole(let node, let size, let height):
                aliasedCount += size
                guard aliasedCount <= limits.aliasedNodes else {
                    throw YAMLError(.tooManyAliasedNodes(limit: limits.aliasedNodes), at: here)
                }
                guard frames.count + height <= depthLimit else {
                    throw YAMLError(.tooDeep(limit: depthLimit), at: here)
                }
                if isAtKey {
                    guard let scalar = node.scalar else { throw YAMLError(.collectionAsKey, at: here) }
                    var text = scalar.text
                    text.withUTF8 { noteKey($0, Key.fingerprint(of: $0)) }
                    let extent = node.extent
                    let spelling = Spelling(text, scalar.style, extent: extent, origin: node.origin)
                    nodes.push(NodeStack.Key(spelling: spelling, line: extent.line, column: extent.column))
                } else {
                    nodes.push(node)
                }
                enlarge(by: size, height: height)
            }
        }

        private mutating func open(
            _ shape: Frame.Shape,
            _ event: UnsafeMutablePointer<yaml_event_t>,
            anchor: UnsafeMutablePointer<yaml_char_t>?,
            tag: UnsafeMutablePointer<yaml_char_t>?,
        ) throws(YAMLError) {
            guard frames.count < depthLimit else {
                throw YAMLError(.tooDeep(limit: depthLimit), at: place(event.pointee.start_mark))
            }
            if isAtKey { throw YAMLError(.collectionAsKey, at: place(event.pointee.start_mark)) }
            try count(event)
            let name = anchor.map { String(cString: $0) }
            if let name { anchors[name] = .open }
            let frame = Frame(
                shape: shape,
                base: nodes.count,
                firstKey: nodes.keys.count,
                anchor: name,
                origin: origin(tag: tag),
                extent: extent(of: event),
            )
            frames.append(frame)
        }

        private mutating func close(_ event: UnsafeMutablePointer<yaml_event_t>) throws(YAMLError) {
            guard var frame = frames.popLast() else { return }
            let mark = event.pointee.end_mark
            frame.extent.endLine = UInt32(truncatingIfNeeded: mark.line + 1)
            frame.extent.endColumn = UInt32(truncatingIfNeeded: mark.column + 1)
            // A block collection has no sign of its end: libyaml gives the next token's place, we the last child's.
            if event.pointee.start_mark.index == mark.index {
                let last = nodes.count > frame.base ? nodes.endOfTop : (frame.extent.line, frame.extent.column)
                (frame.extent.endLine, frame.extent.endColumn) = last
            }
            let content: Node.Content =
                switch frame.shape {
                case .sequence: .sequence(nodes.takeItems(from: frame.base))
                case .mapping: .mapping(try mapping(of: frame))
                }
            nodes.push(Node(content: content, origin: frame.origin, extent: frame.extent))
            if frame.origin.tag != nil { try refuseWrongTag(of: nodes.top) }
            if let anchor = frame.anchor {
                anchors[anchor] = .whole(nodes.top, size: frame.size, height: frame.height)
            }
            enlarge(by: frame.size, height: frame.height)
        }

        private mutating func mapping(of frame: Frame) throws(YAMLError) -> Mapping {
            var entries = nodes.takeEntries(from: frame.base)
            let firstKey = fingerprints.count - entries.count
            defer { fingerprints.removeLast(fingerprints.count - firstKey) }
            do throws(Mapping.Duplicate) {
                guard frame.merges else { return try Mapping(entries, fingerprints: fingerprints, from: firstKey) }
            } catch {
                throw Self.duplicateKey(error, in: entries)
            }
            entries = try Merging.merged(entries)
            do {
                return try Mapping(entries)
            } catch {
                throw Self.duplicateKey(error, in: entries)
            }
        }

        private static func duplicateKey(_ duplicate: Mapping.Duplicate, in entries: [Mapping.Entry]) -> YAMLError {
            let second = entries[duplicate.second]
            return YAMLError(
                .duplicateKey(second.name, first: entries[duplicate.first].key.place),
                at: second.key.place,
            )
        }

        private func refuseWrongTag(of node: Node) throws(YAMLError) {
            guard let tag = node.tag, !CoreSchema.accepts(tag, on: node.content) else { return }
            var untagged = node
            untagged.label = nil
            throw YAMLError(.wrongTag(tag, on: untagged.inWords), at: node.place)
        }

        /// Tells the collection that is open around the newest node what it has got.
        private mutating func enlarge(by size: Int, height: Int) {
            let top = frames.count - 1
            guard top >= 0 else { return }
            frames[top].size += size
            if height >= frames[top].height { frames[top].height = height + 1 }
        }

        private mutating func noteKey(_ bytes: UnsafeBufferPointer<UInt8>, _ fingerprint: UInt64) {
            fingerprints.append(fingerprint)
            guard limits.mergesKeys, bytes.count == 2, bytes.elementsEqual("<<".utf8) else { return }
            frames[frames.count - 1].merges = true
        }

        private var isAtKey: Bool {
            let top = frames.count - 1
            guard top >= 0, frames[top].shape == .mapping else { return false }
            return nodes.count - frames[top].base == nodes.keys.count - frames[top].firstKey
        }

        private mutating func count(_ event: UnsafeMutablePointer<yaml_event_t>) throws(YAMLError) {
            nodeCount += 1
            guard nodeCount <= limits.nodes else {
                throw YAMLError(.tooManyNodes(limit: limits.nodes), at: place(event.pointee.start_mark))
            }
        }

        private func place(_ mark: yaml_mark_t) -> Place {
            Place(file: origin.file, line: mark.line + 1, column: mark.column + 1)
        }

        private func origin(tag: UnsafeMutablePointer<yaml_char_t>?) -> Origin {
            tag.map { Origin(file: origin.file, tag: Tag(resolved: $0)) } ?? origin
        }

        private func extent(of event: UnsafeMutablePointer<yaml_event_t>) -> Extent {
            let (start, end) = (event.pointee.start_mark, event.pointee.end_mark)
            return Extent(
                line: UInt32(truncatingIfNeeded: start.line + 1),
                column: UInt32(truncatingIfNeeded: start.column + 1),
                endLine: UInt32(truncatingIfNeeded: end.line + 1),
                endColumn: UInt32(truncatingIfNeeded: end.column + 1),
            )
        }
    }
}

extension YAML.ScalarStyle {
    fileprivate init(_ style: yaml_scalar_style_t) {
        self =
            switch style {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
            case YAML_LITERAL_SCALAR_STYLE: .literal
            case YAML_FOLDED_SCALAR_STYLE: .folded
            default: .plain
            }
    }
}
