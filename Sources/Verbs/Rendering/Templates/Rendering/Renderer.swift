internal import Words
internal import YAML

/// Makes trees of pieces.
///
/// Where a list is expected `!each` and `!if` give items, in a map entries, and at the top of a template documents; as the
/// value of a key `!each` is a list.
struct Renderer {
    private(set) var reader: ValueReader
    private(set) var documents: [RenderedDocument] = []
    private var sources: [RenderedDocument.Source] = []
    private var way: [YAML.Path.Step] = []

    init(_ values: Values) {
        reader = ValueReader(values)
    }

    var faults: [TemplateFault] { reader.faults }

    mutating func document(_ piece: Piece) {
        switch piece {
        case .choice(let condition, let holds, let fails):
            if let chosen = chosen(condition, holds, fails) { document(chosen) }
        case .loop(let loop, let item, _): each(loop) { $0.document(item) }
        default:
            sources = []
            guard let root = node(piece) else { return }
            documents.append(RenderedDocument(root: root, sources: sources))
        }
    }

    /// One value; nil where it goes away, and after a fault.
    ///
    /// It is what recurses: whatever needs room stands in functions of its own.
    private mutating func node(_ piece: Piece) -> YAML.Node? {
        switch piece {
        case .fixed(let node, let size): spend(size, node) ? node : nil
        case .value(let reading): value(reading)
        case .text(let text, let node): filled(text, node)
        case .list(let pieces, let node): list(pieces, node)
        case .map(let pieces, let node): map(pieces, node)
        case .choice(let condition, let holds, let fails): chosen(condition, holds, fails).flatMap { node($0) }
        case .loop(let loop, let item, let node): list(loop, item, node)
        case .fallback(let reading, let other): fallback(reading, other)
        }
    }

    private mutating func value(_ reading: Reading) -> YAML.Node? {
        reader.value(reading.path, at: reading.place).flatMap { put($0, for: reading) }
    }

    private mutating func fallback(_ reading: Reading, _ other: Piece) -> YAML.Node? {
        let (value, isSound) = reader.valueIfSet(reading.path, at: reading.place)
        if let value { return put(value, for: reading) }
        return isSound ? node(other) : nil
    }

    private mutating func list(_ pieces: [Piece], _ node: YAML.Node) -> YAML.Node? {
        guard spend(1, node) else { return nil }
        var items: [YAML.Node] = []
        items.reserveCapacity(pieces.count)
        for piece in pieces { self.items(piece, &items) }
        return Self.node(.sequence(items), like: node)
    }

    private mutating func list(_ loop: Loop, _ item: Piece, _ node: YAML.Node) -> YAML.Node? {
        guard spend(1, node) else { return nil }
        var items: [YAML.Node] = []
        each(loop) { $0.items(item, &items) }
        return Self.node(.sequence(items), like: node)
    }

    private mutating func map(_ pieces: [MapPiece], _ node: YAML.Node) -> YAML.Node? {
        guard spend(1, node) else { return nil }
        var mapping = YAML.Mapping()
        for piece in pieces { entries(piece, &mapping) }
        return Self.node(.mapping(mapping), like: node)
    }

    /// The items that a piece gives to the list it stands in.
    private mutating func items(_ piece: Piece, _ items: inout [YAML.Node]) {
        switch piece {
        case .choice(let condition, let holds, let fails):
            if let chosen = chosen(condition, holds, fails) { self.items(chosen, &items) }
        case .loop(let loop, let item, _): each(loop) { $0.items(item, &items) }
        default:
            way.append(.index(items.count))
            if let node = node(piece) { items.append(node) }
            way.removeLast()
        }
    }

    /// The entries that a piece gives to the map it stands in.
    private mutating func entries(_ piece: MapPiece, _ mapping: inout YAML.Mapping) {
        switch piece {
        case .entry(let key, let value):
            guard let key = self.key(key) else { return }
            way.append(.key(key.scalar?.text ?? ""))
            if let node = node(value) { set(key, to: node, in: &mapping) }
            way.removeLast()
        case .choice(let condition, let inner):
            if reader.holds(condition) == true { place(inner, &mapping) }
        case .loop(let loop, let inner): each(loop) { $0.place(inner, &mapping) }
        }
    }

    /// Puts the entries of a map among those of the map around it.
    private mutating func place(_ piece: Piece, _ mapping: inout YAML.Mapping) {
        if case .map(let pieces, _) = piece {
            for piece in pieces { entries(piece, &mapping) }
        } else if let node = node(piece) {
            place(node, &mapping)
        }
    }

    private mutating func place(_ node: YAML.Node, _ mapping: inout YAML.Mapping) {
        guard let inner = node.mapping else {
            let found = node.sequence == nil ? "a single value" : "a list"
            return reader.blame(TemplateFault(.mismatch(expected: "a map", found: found), at: Place(node)))
        }
        for entry in inner.entries { set(entry.key, to: entry.value, in: &mapping) }
    }

    private mutating func set(_ key: YAML.Node, to node: YAML.Node, in mapping: inout YAML.Mapping) {
        guard let first = mapping.add(key, node) else { return }
        let fault = TemplateFault.Kind.duplicateKey(YAML.excerpt(first.name), first: Place(first.key))
        reader.blame(TemplateFault(fault, at: Place(key)))
    }

    private mutating func key(_ key: KeyPiece) -> YAML.Node? {
        switch key {
        case .fixed(let node): return spend(1, node) ? node : nil
        case .text(let text, let node): return filled(text, node)
        case .value(let reading):
            guard let value = reader.value(reading.path, at: reading.place) else { return nil }
            guard let spelled = value.spelled else {
                let kind = TemplateFault.Kind.mismatch(expected: "a single value, as a key is one", found: value.named)
                reader.blame(kind, reading.path, at: reading.place, value.origin)
                return nil
            }
            return spend(1, reading.node) ? PieceReader.node(spelled, like: reading.node) : nil
        }
    }
}

extension Renderer {
    private mutating func filled(_ text: HoledText, _ node: YAML.Node) -> YAML.Node? {
        guard spend(1, node) else { return nil }
        return reader.text(text).map { PieceReader.node($0, like: node) }
    }

    private mutating func chosen(_ condition: Condition, _ holds: Piece, _ fails: Piece?) -> Piece? {
        reader.holds(condition).flatMap { $0 ? holds : fails }
    }

    /// Goes through a list or a map in its order, its loop's name bound to each in turn.
    private mutating func each(_ loop: Loop, _ body: (inout Renderer) -> Void) {
        guard let value = reader.collection(of: loop) else { return }
        let place = loop.reading.place
        switch value.content {
        case .list(let items): for item in items { turn(loop.name, nil, item, place, body) }
        case .map(let fields): for entry in fields.entries { turn(loop.name, entry.name, entry.value, place, body) }
        default: return
        }
    }

    private mutating func turn(
        _ name: String,
        _ key: String?,
        _ value: Values.Value,
        _ place: Place,
        _ body: (inout Renderer) -> Void,
    ) {
        guard reader.spend(nodes: 1, at: place) else { return }
        reader.bindings.append(ValueReader.Binding(name: name, key: key, value: value))
        body(&self)
        reader.bindings.removeLast()
    }

    /// Puts a value where a hole was, and remembers whence it came.
    private mutating func put(_ value: Values.Value, for reading: Reading) -> YAML.Node? {
        sources.append(
            RenderedDocument.Source(output: way, hole: reading.place, path: reading.path, value: value)
        )
        return node(value, reading.path, reading)
    }

    private mutating func node(_ value: Values.Value, _ path: ValuePath, _ reading: Reading) -> YAML.Node? {
        guard reader.spend(nodes: 1, bytes: value.spelled?.utf8.count ?? 0, at: reading.place) else { return nil }
        switch value.content {
        case .nothing: return Self.node(.scalar(YAML.Scalar(text: "null", style: .plain)), like: reading.node)
        case .truth, .integer, .number:
            let text = value.spelled ?? ""
            return Self.node(.scalar(YAML.Scalar(text: text, style: .plain)), like: reading.node)
        case .text(let text): return PieceReader.node(text, like: reading.node)
        case .list(let values):
            var items: [YAML.Node] = []
            items.reserveCapacity(values.count)
            for (position, item) in values.enumerated() {
                if let node = node(item, path / String(position), reading) { items.append(node) }
            }
            return Self.node(.sequence(items), like: reading.node)
        case .map(let fields):
            var mapping = YAML.Mapping()
            for entry in fields.entries {
                if case .nothing = entry.value.content { continue }
                guard let node = node(entry.value, path / entry.name, reading) else { continue }
                mapping.set(PieceReader.node(entry.name, like: reading.node), to: node)
            }
            return Self.node(.mapping(mapping), like: reading.node)
        case .reference(let reference):
            reader.blame(.secret(reference: reference), path, at: reading.place, value.origin)
            return nil
        }
    }

    private mutating func spend(_ size: Int, _ node: YAML.Node) -> Bool {
        reader.spend(nodes: size, at: Place(node))
    }

    /// Something else in the place of a template's node.
    private static func node(_ content: YAML.Node.Content, like node: YAML.Node) -> YAML.Node {
        var copy = node
        copy.tag = nil
        copy.content = content
        return copy
    }
}
