extension YAML {
    /// A collection that is still open.
    struct Frame {
        enum Shape {
            case sequence, mapping
        }

        let shape: Shape
        /// Where its nodes begin on the stack.
        let base: Int
        /// And its keys among those of all that are open.
        let firstKey: Int
        let anchor: String?
        let origin: Origin
        var extent: Extent
        /// Nodes met by who walks it, itself and aliases included.
        var size = 1
        /// Collections on the longest way down from it, itself included.
        var height = 1
        /// Whether one of its keys may be a merge.
        var merges = false
    }

    /// What an anchor names, once it is read to its end.
    enum Anchor {
        case open
        case whole(Node, size: Int, height: Int)
    }
}
