/// The files a build reads; paths are absolute and clean, `/` between their parts.
package protocol FileTree: Sendable {
    /// The path without links and dots; what does not exist comes back as it is.
    func resolved(_ path: String) throws(FileTreeError) -> String
    /// What stands at a path, nil for nothing.
    func kind(of path: String) -> FileKind?
    func read(_ path: String) throws(FileTreeError) -> [UInt8]
}

package enum FileKind: Sendable, Hashable {
    case file, folder
}

/// Why a file tree gives something not away.
package enum FileTreeError: Error, Hashable, Sendable {
    case missing
    case outside(root: String)
    case unreadable(reason: String)
}
