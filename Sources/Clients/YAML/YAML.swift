/// YAML read into trees that remember where everything stood, and written back in one canonical form.
///
/// The text is scanned by libyaml, so all of YAML 1.1's syntax is understood; what a plain scalar *means* follows
/// YAML 1.2's core schema (see `Scalar.value`), and `Scalar.oldReading` tells where a YAML 1.1 reader would differ.
package enum YAML {
    /// The one document of a text; more than one is an error, none is a document that holds null.
    package static func parse(
        _ bytes: [UInt8],
        file: String? = nil,
        limits: Limits = Limits(),
    ) throws(YAMLError) -> Document {
        try single(try documents(in: bytes, file: file, limits: limits, only: true), file: file)
    }

    /// The one document of a text; more than one is an error, none is a document that holds null.
    package static func parse(
        _ text: String,
        file: String? = nil,
        limits: Limits = Limits(),
    ) throws(YAMLError) -> Document {
        try parse(Array(text.utf8), file: file, limits: limits)
    }

    /// Every document of a stream, in order; a stream of comments alone has none.
    package static func parseAll(
        _ bytes: [UInt8],
        file: String? = nil,
        limits: Limits = Limits(),
    ) throws(YAMLError) -> [Document] {
        try documents(in: bytes, file: file, limits: limits, only: false)
    }

    /// Every document of a stream, in order; a stream of comments alone has none.
    package static func parseAll(
        _ text: String,
        file: String? = nil,
        limits: Limits = Limits(),
    ) throws(YAMLError) -> [Document] {
        try parseAll(Array(text.utf8), file: file, limits: limits)
    }

    private static func single(_ documents: [Document], file: String?) throws(YAMLError) -> Document {
        if let document = documents.first { return document }
        var nothing = Node(Scalar(text: "", style: .plain))
        nothing.place = Place(file: file, line: 1, column: 1)
        return Document(root: nothing, isEmpty: true)
    }

    private static func documents(
        in bytes: [UInt8],
        file: String?,
        limits: Limits,
        only: Bool,
    ) throws(YAMLError) -> [Document] {
        let start = try Encoding.startOfText(in: bytes, file: file, limits: limits)
        guard start < bytes.count else { return [] }
        return try bytes.withUnsafeBufferPointer { buffer throws(YAMLError) in
            let text = UnsafeBufferPointer(rebasing: buffer[start...])
            var builder = TreeBuilder(try EventReader(text, file: file), file: file, limits: limits)
            return try builder.documents(only: only)
        }
    }
}

extension YAML {
    /// One document of a stream.
    package struct Document: Sendable {
        package var root: Node
        /// Whether nothing but white space and comments stood there; `root` is null then.
        package var isEmpty: Bool

        package init(root: Node, isEmpty: Bool = false) {
            self.root = root
            self.isEmpty = isEmpty
        }
    }

    /// What a text may cost at most; the figures fit configuration and Kubernetes manifests and stop a hostile text early.
    package struct Limits: Sendable, Hashable {
        package var bytes: Int
        /// How deep collections may stand in one another, aliases followed.
        ///
        /// Never above 200, whatever is asked: trees are freed, printed and compared by recursion, and 200 fit a stack of
        /// 512 KB in a debug build. Decoding recurses as its type does; a type that holds itself needs 2 MB for 100.
        package var depth: Int
        /// Nodes of the whole stream, each counted where it is written.
        package var nodes: Int
        /// Nodes that a walker of the tree meets through aliases: what an alias bomb explodes.
        package var aliasedNodes: Int
        /// Whether `<<` draws in the entries of another mapping; if not, it is a key like any other.
        package var mergesKeys: Bool

        package init(
            bytes: Int = 32 << 20,
            depth: Int = 100,
            nodes: Int = 2_000_000,
            aliasedNodes: Int = 200_000,
            mergesKeys: Bool = true,
        ) {
            self.bytes = bytes
            self.depth = depth
            self.nodes = nodes
            self.aliasedNodes = aliasedNodes
            self.mergesKeys = mergesKeys
        }
    }
}
