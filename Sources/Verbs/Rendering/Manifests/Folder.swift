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
    private static let largest = 32 << 20

    /// No folder of templates and no rendering holds more: where one does, somebody has named another one.
    package struct Most: Sendable {
        package var entries: Int
        package var bytes: Int

        package init(entries: Int = 100_000, bytes: Int = 256 << 20) {
            self.entries = entries
            self.bytes = bytes
        }
    }

    private let most: Most

    package init(_ path: String, most: Most = Most()) {
        self.path = path
        self.most = most
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
        var found: [(name: String, kind: mode_t)] = []
        var waiting = [""]
        while let folder = waiting.popLast() {
            guard let stream = opendir("\(root)/\(folder)") else {
                throw .unreadable(folder.isEmpty ? path : "\(path)/\(folder)", reason: String(cString: strerror(errno)))
            }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { bytes in
                    bytes.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard !name.hasPrefix(".") else { continue }
                let below = folder.isEmpty ? name : "\(folder)/\(name)"
                var facts = stat()
                guard lstat("\(root)/\(below)", &facts) == 0 else { continue }
                let kind = facts.st_mode & S_IFMT
                if kind == S_IFDIR { waiting.append(below) }
                found.append((below, kind))
                guard found.count <= most.entries else {
                    throw .unreadable(path, reason: "more than \(most.entries) files and folders stand in it")
                }
            }
        }
        return found.sorted { $0.name < $1.name }
    }

    package func read(_ name: String) throws(Fault) -> [UInt8] {
        let file = "\(path)/\(name)"
        switch SmallFile.read(file, atMost: Self.largest) {
        case .success(let bytes): return bytes
        case .failure(.missing): throw .unreadable(file, reason: "there is no such file")
        case .failure(.tooLarge): throw .unreadable(file, reason: "it is larger than \(Self.largest >> 20) MiB")
        case .failure(.other(let reason)): throw .unreadable(file, reason: reason)
        }
    }

    package func readAll() throws(Fault) -> [OutputFile] {
        var all: [OutputFile] = []
        var size = 0
        for name in try files() {
            let bytes = try read(name)
            size += bytes.count
            guard size <= most.bytes else {
                throw .unreadable(path, reason: "its files are larger than \(most.bytes >> 20) MiB together")
            }
            all.append(OutputFile(path: name, bytes: bytes))
        }
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
