/// Files that were made up: of tests, and of trees rendered a moment ago.
package struct MemoryFiles: FileTree {
    private let files: [String: [UInt8]]
    private let folders: Set<String>

    /// - Parameter files: their texts by path; a relative one stands under `/`.
    package init(_ files: [String: String]) {
        self.init(bytes: files.mapValues { Array($0.utf8) })
    }

    package init(bytes files: [String: [UInt8]]) {
        var clean: [String: [UInt8]] = [:]
        var folders: Set<String> = ["/"]
        for (name, bytes) in files {
            let path = Path.joined("/", name)
            clean[path] = bytes
            var folder = Path.parent(of: path)
            while folders.insert(folder).inserted { folder = Path.parent(of: folder) }
        }
        self.files = clean
        self.folders = folders
    }

    package func resolved(_ path: String) -> String { Path.joined("/", path) }

    package func kind(of path: String) -> FileKind? {
        if files[path] != nil { return .file }
        return folders.contains(path) ? .folder : nil
    }

    package func read(_ path: String) throws(FileTreeError) -> [UInt8] {
        guard let bytes = files[path] else { throw .missing }
        return bytes
    }
}
