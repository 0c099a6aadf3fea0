internal import FoundationEssentials
internal import Glibc
internal import Platform

/// A folder of the real file system with all that stands below it, links in it not followed.
package struct Folder: Sendable {
    package enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
        case unreadable(String, reason: String)
        case unwritable(String, reason: String)

        package var description: String {
            switch self {
            case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
            case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
            }
        }
    }

    package let path: String

    /// No template and no rendering is larger.
    private static let most = 32 << 20

    package init(_ path: String) {
        self.path = path
    }

    package var exists: Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// The regular files below, by their paths seen from here, sorted; hidden ones are somebody's own.
    package func files() throws(Fault) -> [String] {
        try entries().filter { $0.kind == S_IFREG }.map(\.name)
    }

    /// What is neither a file nor a folder: links, pipes, sockets.
    package func others() throws(Fault) -> [String] {
        try entries().filter { $0.kind != S_IFREG && $0.kind != S_IFDIR }.map(\.name)
    }

    private func entries() throws(Fault) -> [(name: String, kind: mode_t)] {
        guard exists, let real = realpath(path, nil) else { return [] }
        defer { free(real) }
        let root = String(cString: real)
        let names: [String]
        do {
            names = try FileManager.default.subpathsOfDirectory(atPath: root)
        } catch {
            throw .unreadable(path, reason: String(cString: strerror(errno)))
        }
        return names.filter { name in !name.split(separator: "/").contains { $0.hasPrefix(".") } }.sorted().compactMap {
            var facts = stat()
            return lstat("\(root)/\($0)", &facts) == 0 ? ($0, facts.st_mode & S_IFMT) : nil
        }
    }

    package func read(_ name: String) throws(Fault) -> [UInt8] {
        let file = "\(path)/\(name)"
        switch SmallFile.read(file, atMost: Self.most) {
        case .success(let bytes): return bytes
        case .failure(.missing): throw .unreadable(file, reason: "there is no such file")
        case .failure(.tooLarge): throw .unreadable(file, reason: "it is larger than \(Self.most >> 20) MiB")
        case .failure(.other(let reason)): throw .unreadable(file, reason: reason)
        }
    }

    package func readAll() throws(Fault) -> [OutputFile] {
        var all: [OutputFile] = []
        for name in try files() { all.append(OutputFile(path: name, bytes: try read(name))) }
        return all
    }
}

extension TemplateFolder {
    /// The templates of a folder of the file system.
    package init(reading folder: Folder, name: String = "templates") throws(Folder.Fault) {
        // One that is passed over would take what it makes out of the output without a word.
        if let other = try folder.others().first {
            throw .unreadable(
                "\(folder.path)/\(other)",
                reason: "a template is a file, and this is a link or no file at all"
            )
        }
        self.init(try folder.readAll().map { File(path: $0.path, bytes: $0.bytes) }, name: name)
    }
}
