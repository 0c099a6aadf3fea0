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

    /// What nodes have in common: all of a text share one with its file alone; one with a tag, a rare thing, has its own.
    final class Origin: Sendable {
        let file: String?
        let tag: Tag?

        init(file: String?, tag: Tag? = nil) {
            self.file = file
            self.tag = tag
        }
    }

    /// Where a node begins and ends: lines from 1, and 0 where there is none.
    struct Extent: Sendable {
        var line: UInt32
        var column: UInt32
        var endLine: UInt32
        var endColumn: UInt32
    }
}

extension YAML.Extent {
    /// Of what ends where it begins.
    init(at place: YAML.Place) {
        let (line, column) = (UInt32(clamping: place.line), UInt32(clamping: place.column))
        self.init(line: line, column: column, endLine: line, endColumn: column)
    }
}
