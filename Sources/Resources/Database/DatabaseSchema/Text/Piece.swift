/// Statements that belong together, with their place among the others and what has to come before.
struct Piece {
    /// What is made before what, unless something needs it earlier.
    enum Phase: Int {
        case schemas, extensions, types, tables, attachments, partitionIndexes, routines, views, rules, foreignKeys
        case eventTriggers, defaultPrivileges
    }

    var phase: Phase
    /// By what it belongs to it stands beside its table.
    var root: SchemaObject
    var object: SchemaObject
    /// Among the pieces of one object.
    var step = 0
    var statements: [String]
    var needs: Set<SchemaObject>

    init(
        _ phase: Phase,
        _ entry: SchemaEntry,
        step: Int = 0,
        _ statements: [String],
        needs: Set<SchemaObject>? = nil
    ) {
        self.phase = phase
        root = entry.root
        object = entry.object
        self.step = step
        self.statements = statements
        self.needs = needs ?? entry.needs
        if let whole = entry.belongsTo { self.needs.insert(whole) }
    }

    func stands(before other: Piece) -> Bool {
        if phase != other.phase { return phase.rawValue < other.phase.rawValue }
        if !root.name.isSpelt(like: other.root.name) { return root.name.isSpelt(before: other.root.name) }
        if root != other.root { return root < other.root }
        return object == other.object ? step < other.step : object < other.object
    }
}

extension [Piece] {
    /// In their order, but each after what it needs.
    ///
    /// A circle is cut where it closes: PostgreSQL could not restore it from any order of whole statements.
    func inRestoreOrder() -> [Piece] {
        let pieces = sorted { $0.stands(before: $1) }
        var makers: [SchemaObject: [Int]] = [:]
        for (index, piece) in pieces.enumerated() { makers[piece.object, default: []].append(index) }
        var ordered: [Piece] = []
        var isVisited = [Bool](repeating: false, count: pieces.count)
        // A stack of its own: views may stand on views on views, and a task's is small.
        for start in pieces.indices where !isVisited[start] {
            isVisited[start] = true
            var stack = [(index: start, needs: pieces.needs(of: start, makers)[...])]
            while let top = stack.last {
                if let next = top.needs.first {
                    stack[stack.count - 1].needs.removeFirst()
                    guard !isVisited[next] else { continue }
                    isVisited[next] = true
                    stack.append((next, pieces.needs(of: next, makers)[...]))
                } else {
                    ordered.append(pieces[top.index])
                    stack.removeLast()
                }
            }
        }
        return ordered
    }

    private func needs(of index: Int, _ makers: [SchemaObject: [Int]]) -> [Int] {
        let piece = self[index]
        return piece.needs.flatMap { need in
            // A later step of what is needed may itself need more: only its making counts.
            (makers[need] ?? []).filter { $0 != index && self[$0].step == 0 }
        }.sorted()
    }
}
