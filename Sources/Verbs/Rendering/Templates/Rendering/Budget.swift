/// What a rendering may cost: loops within loops make much of little.
struct Budget {
    private static let nodeLimit = 1_000_000
    private static let byteLimit = 64 << 20

    private var nodes = 0
    private var bytes = 0
    private(set) var isSpent = false

    /// The limit that is passed now, in words, or nil.
    mutating func spend(nodes: Int, bytes: Int) -> String? {
        self.nodes += nodes
        self.bytes += bytes
        isSpent = self.nodes > Self.nodeLimit || self.bytes > Self.byteLimit
        guard isSpent else { return nil }
        return self.nodes > Self.nodeLimit ? "1,000,000 values" : "64 MB of text"
    }
}
