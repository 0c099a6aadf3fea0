internal import FoundationEssentials
internal import Glibc

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

    package init(_ path: String) {
        self.path = path
    }

    package var exists: Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// The regular files below, by their paths seen from here, sorted; hidden ones are somebody's own.
    package func files() throws(Fault) -> [String] {
        guard exists, let real = realpath(path, nil) else { return [] }
        defer { free(real) }
        let root = String(cString: real)
        let names: [String]
        do {
            names = try FileManager.default.subpathsOfDirectory(atPath: root)
        } catch {
            throw .unreadable(path, reason: "\(error)")
        }
        return names.filter { name in
            var facts = stat()
            return !name.split(separator: "/").contains { $0.hasPrefix(".") }
                && lstat("\(root)/\(name)", &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
        }.sorted()
    }

    package func read(_ name: String) throws(Fault) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
        } catch {
            throw .unreadable("\(path)/\(name)", reason: "\(error)")
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
        self.init(try folder.readAll().map { File(path: $0.path, bytes: $0.bytes) }, name: name)
    }
}
