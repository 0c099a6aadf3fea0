internal import FoundationEssentials
internal import Glibc

/// A folder that renderings are written to and compared with.
///
/// Which files are ours is in an index beside them: a file that is no longer made goes only if it is still as we wrote it.
package struct OutputFolder: Sendable {
    /// What of the folder a rendering speaks for: the whole of it, or the folders below it that are named.
    package enum Scope: Sendable, Hashable {
        case everything
        case folders([String])

        package func holds(_ path: String) -> Bool {
            switch self {
            case .everything: true
            case .folders(let names): names.contains { path.hasPrefix("\($0)/") }
            }
        }
    }

    /// How the folder stands to a rendering; paths sorted.
    package struct Comparison: Sendable, Hashable {
        package var stale: [String] = []
        package var missing: [String] = []
        /// No longer made, and as we wrote it: it goes with the next writing.
        package var stray: [String] = []
        /// Made by nobody here: never ours, or changed since.
        package var foreign: [String] = []

        package var isCurrent: Bool { stale.isEmpty && missing.isEmpty && stray.isEmpty && foreign.isEmpty }
    }

    package struct Outcome: Sendable, Hashable {
        package var made: [String] = []
        package var changed: [String] = []
        package var removed: [String] = []
        /// No longer made, and not removed: somebody has changed them, or they were never ours.
        package var left: [String] = []
    }

    package let root: Folder
    private static let index = ".rendered.sha256"

    package init(_ root: Folder) {
        self.root = root
    }

    package func comparison(with files: [OutputFile], in scope: Scope) throws(Folder.Fault) -> Comparison {
        var comparison = Comparison()
        let present = Set(try root.files())
        for file in files.sorted(by: { $0.path < $1.path }) {
            if !present.contains(file.path) {
                comparison.missing.append(file.path)
            } else if try root.read(file.path) != file.bytes {
                comparison.stale.append(file.path)
            }
        }
        let wanted = Set(files.map(\.path))
        let known = readIndex()
        for path in present.sorted() where scope.holds(path) && !wanted.contains(path) {
            if let digest = known[path], let bytes = try? root.read(path), Digests.sha256(of: bytes) == digest {
                comparison.stray.append(path)
            } else {
                comparison.foreign.append(path)
            }
        }
        return comparison
    }

    /// Writes all files or, where one cannot be written, none; each appears whole by a rename.
    package func write(_ files: [OutputFile], in scope: Scope) throws(Folder.Fault) -> Outcome {
        // Two that write at once would take each other's half-written files for their own.
        try makeFolder(root.path)
        let lock = try FolderLock(root)
        defer { withExtendedLifetime(lock) {} }
        let comparison = try comparison(with: files, in: scope)
        let known = readIndex()
        var outcome = Outcome(made: comparison.missing, changed: comparison.stale)
        let due = Set(comparison.missing + comparison.stale)
        try put(files.filter { due.contains($0.path) })
        outcome.left = comparison.foreign
        for path in comparison.stray {
            if unlink("\(root.path)/\(path)") == 0 {
                outcome.removed.append(path)
                removeEmptyFolders(above: path)
            } else {
                outcome.left.append(path)
            }
        }
        var index = known.filter { !scope.holds($0.key) || outcome.left.contains($0.key) }
        for file in files { index[file.path] = Digests.sha256(of: file.bytes) }
        let lines = index.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
        if index != known { try put([OutputFile(path: Self.index, bytes: Array(lines.utf8))]) }
        return outcome
    }

    /// All beside their places first: what cannot be written is found out before anything has changed.
    private func put(_ files: [OutputFile]) throws(Folder.Fault) {
        var staged: [(temporary: String, path: String)] = []
        do throws(Folder.Fault) {
            for file in files {
                let path = "\(root.path)/\(file.path)"
                let (folder, name) = Self.split(path)
                let temporary = "\(folder)/.\(name).ihctl-new"
                staged.append((temporary, path))
                try makeFolder(folder)
                guard leadsInside(folder) else {
                    throw Folder.Fault.unwritable(path, reason: "a link leads out of \(root.path) there")
                }
                try writeAnew(file.bytes, to: temporary, meaning: path)
                var facts = stat()
                if lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR {
                    throw Folder.Fault.unwritable(path, reason: "a folder stands there")
                }
            }
        } catch {
            for file in staged {
                unlink(file.temporary)
                removeEmptyFolders(above: String(file.path.dropFirst(root.path.count + 1)))
            }
            throw error
        }
        for file in staged where rename(file.temporary, file.path) != 0 {
            let reason = String(cString: strerror(errno))
            for file in staged { unlink(file.temporary) }
            throw .unwritable(file.path, reason: reason)
        }
    }

    /// A file that was not there before: what a killed run or somebody else has left under that name goes, and no link is followed.
    private func writeAnew(_ bytes: [UInt8], to temporary: String, meaning path: String) throws(Folder.Fault) {
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unwritable(path, reason: String(cString: strerror(errno))) }
            written += count
        }
    }

    private func leadsInside(_ folder: String) -> Bool {
        guard let top = realpath(root.path, nil), let real = realpath(folder, nil) else { return false }
        defer {
            free(top)
            free(real)
        }
        let (outer, inner) = (String(cString: top), String(cString: real))
        return inner == outer || inner.hasPrefix("\(outer)/")
    }

    private func makeFolder(_ folder: String) throws(Folder.Fault) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(folder, reason: "it cannot be made a folder")
        }
    }

    private func removeEmptyFolders(above path: String) {
        var parts = path.split(separator: "/").dropLast()
        while !parts.isEmpty, rmdir("\(root.path)/\(parts.joined(separator: "/"))") == 0 { parts.removeLast() }
    }

    /// As `sha256sum` writes it; lines that say nothing are passed over.
    private func readIndex() -> [String: String] {
        guard let bytes = try? root.read(Self.index) else { return [:] }
        var known: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard let gap = line.firstIndex(of: " ") else { continue }
            known[String(line[gap...].drop { $0 == " " })] = String(line[..<gap])
        }
        return known
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}
