extension YAML {
    /// Where something stands: lines and columns count from 1, columns in characters (code points; a tab is one).
    ///
    /// A node with an anchor or a tag begins at it. What an alias stands for keeps the place of its anchor.
    package struct Place: Sendable, Hashable, CustomStringConvertible {
        package var file: String?
        package var line: Int
        package var column: Int

        /// A place without a line names a whole source, an environment variable say.
        package init(file: String?, line: Int = 0, column: Int = 0) {
            self.file = file
            self.line = line
            self.column = column
        }

        /// The place of what was made in memory.
        package static let nowhere = Place(file: nil)

        /// `manifests/platform.yaml:14:9`, as compilers write it and editors follow it.
        package var description: String {
            switch (file, line) {
            case (nil, 0): "(made in memory)"
            case (let file?, 0): file
            case (nil, _): "\(line):\(column)"
            case (let file?, _): "\(file):\(line):\(column)"
            }
        }
    }

    /// The file that all nodes of a text share.
    final class Source: Sendable {
        let file: String?

        init(file: String?) {
            self.file = file
        }
    }

    /// A node's place as it is stored: 24 bytes, the file by reference, lines from 1 and 0 where there is none.
    struct Extent: Sendable {
        var source: Source?
        var line: UInt32 = 0
        var column: UInt32 = 0
        var endLine: UInt32 = 0
        var endColumn: UInt32 = 0
    }
}
