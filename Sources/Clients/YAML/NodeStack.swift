extension YAML {
    /// Nodes whose collection is still open, those of inner collections above those of outer ones.
    ///
    /// A closed collection takes its nodes from the top into an array of just their number, moved and not copied: no
    /// array ever grows, and no reference count is touched.
    struct NodeStack: ~Copyable {
        private var nodes: UnsafeMutablePointer<Node>
        private var capacity: Int
        private(set) var count = 0

        init() {
            capacity = 256
            nodes = .allocate(capacity: capacity)
        }

        deinit {
            nodes.deinitialize(count: count)
            nodes.deallocate()
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

        func last<Result>(_ read: (borrowing Node) -> Result) -> Result? {
            count > 0 ? read(nodes[count - 1]) : nil
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

        /// Takes all nodes from a position on, a key and its value in turn.
        mutating func takeEntries(from base: Int) -> [Mapping.Entry] {
            let taken = (count - base) / 2
            let start = nodes + base
            count = base
            return [Mapping.Entry](unsafeUninitializedCapacity: taken) { buffer, initialized in
                for position in 0..<taken {
                    let key = (start + 2 * position).move()
                    let value = (start + 2 * position + 1).move()
                    buffer.initializeElement(at: position, to: Mapping.Entry(key: key, value: value))
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
