extension YAML {
    /// Nodes whose collection is still open, those of inner collections above those of outer ones.
    ///
    /// A closed collection takes its nodes from the top into an array of just their number, moved and not copied: no
    /// array ever grows, and no reference count is touched.
    struct NodeStack: ~Copyable {
        /// A key that waits for the end of its mapping.
        struct Key {
            let spelling: Spelling
            let line: UInt32
            let column: UInt32
        }

        private var nodes: UnsafeMutablePointer<Node>
        private var capacity: Int
        private(set) var count = 0
        /// Of all open mappings, those of the inner ones behind those of the outer.
        private(set) var keys: [Key] = []

        init() {
            capacity = 256
            nodes = .allocate(capacity: capacity)
        }

        deinit {
            nodes.deinitialize(count: count)
            nodes.deallocate()
        }

        mutating func push(_ key: Key) {
            keys.append(key)
        }

        mutating func push(_ node: consuming Node) {
            if count == capacity { grow() }
            (nodes + count).initialize(to: node)
            count += 1
        }

        mutating func pop() -> Node {
            precondition(count > 0, "a node is taken that was never put")
            count -= 1
            return (nodes + count).move()
        }

        var top: Node {
            precondition(count > 0, "a node is read that was never put")
            return nodes[count - 1]
        }

        var endOfTop: (line: UInt32, column: UInt32) {
            let extent = nodes[count - 1].extent
            return (extent.endLine, extent.endColumn)
        }

        /// Takes all nodes from a position on.
        mutating func takeItems(from base: Int) -> [Node] {
            let taken = count - base
            let start = nodes + base
            count = base
            return [Node](unsafeUninitializedCapacity: taken) { buffer, initialized in
                buffer.baseAddress?.moveInitialize(from: start, count: taken)
                initialized = taken
            }
        }

        /// Takes all nodes from a position on, and as many of the last keys.
        mutating func takeEntries(from base: Int) -> [Mapping.Entry] {
            let taken = count - base
            let start = nodes + base
            let firstKey = keys.count - taken
            count = base
            defer { keys.removeLast(taken) }
            return [Mapping.Entry](unsafeUninitializedCapacity: taken) { buffer, initialized in
                for position in 0..<taken {
                    let key = keys[firstKey + position]
                    let entry = Mapping.Entry(
                        key.spelling,
                        line: key.line,
                        column: key.column,
                        (start + position).move()
                    )
                    buffer.initializeElement(at: position, to: entry)
                }
                initialized = taken
            }
        }

        private mutating func grow() {
            let larger = UnsafeMutablePointer<Node>.allocate(capacity: capacity * 2)
            larger.moveInitialize(from: nodes, count: count)
            nodes.deallocate()
            nodes = larger
            capacity *= 2
        }
    }
}
