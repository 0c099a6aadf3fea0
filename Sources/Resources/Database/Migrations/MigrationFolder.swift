internal import Deadlines
internal import Dispatch
internal import Glibc

/// The migrations of a folder, oldest first.
package struct MigrationFolder: Sendable {
    /// As it was given: messages name files by it.
    package let path: String
    package let dialect: Dialect
    package let files: [MigrationFile]
    /// What lies there beside them and has a meaning to the tool, but none here.
    package let leftOut: [SourceFault]

    package init(path: String, dialect: Dialect = .ihctl, files: [MigrationFile], leftOut: [SourceFault] = []) {
        self.path = path
        self.dialect = dialect
        self.files = files
        self.leftOut = leftOut
    }

    /// Reads every `.sql` file of the folder `path`, told to people as `shown`, in the manner of the tool it was written for.
    package static func read(_ path: String, shown: String) throws(SourceFaults) -> MigrationFolder {
        var faults: [SourceFault] = []
        var sources: [SourceText] = []
        do throws(SourceFault) {
            let found = try migrationFiles(in: path, shown: shown).sorted { $0.shown < $1.shown }
            sources.reserveCapacity(found.count)
            for source in texts(of: found) {
                do throws(SourceFault) { sources.append(try source.get()) } catch { faults.append(error) }
            }
        } catch {
            throw SourceFaults([error])
        }
        guard faults.isEmpty else { throw SourceFaults(faults) }
        return try FolderReader(sources).folder(shown)
    }

    /// The files read and hashed, many of them by all processors at once.
    private static func texts(of files: [Found]) -> [Result<SourceText, SourceFault>] {
        let size = 512
        let read = Locked<[Int: [Result<SourceText, SourceFault>]]>([:])
        DispatchQueue.concurrentPerform(iterations: (files.count + size - 1) / size) { stretch in
            let texts = files[(stretch * size)..<min(files.count, (stretch + 1) * size)].map { file in
                Result { () throws(SourceFault) in
                    SourceText(path: file.shown, bytes: try contents(of: file.path, shown: file.shown))
                }
            }
            read.withLock { $0[stretch] = texts }
        }
        return read.withLock { read in read.keys.sorted().flatMap { read[$0] ?? [] } }
    }

    package subscript(version: Version) -> MigrationFile? {
        files.first { $0.version == version }
    }

    /// A bigger one is no migration but a dump of data, and would be held in memory several times.
    private static let largest = 64 << 20

    private typealias Found = (path: String, shown: String)

    private static func migrationFiles(in path: String, shown: String) throws(SourceFault) -> [Found] {
        let entries = try entries(of: path, shown: shown)
        let names = entries.filter { !$0.isFolder && FolderReader.looksAt($0.name) }.map(\.name)
        var found = names.map { below(path, shown, $0) }
        // Flyway looks into folders as well.
        if names.isEmpty || names.contains(where: { FlywayName($0) != nil }) {
            for folder in entries where folder.isFolder && !folder.name.hasPrefix(".") {
                let (path, shown) = below(path, shown, folder.name)
                found += try flywayFiles(in: path, shown: shown)
            }
        }
        return found
    }

    private static func flywayFiles(in path: String, shown: String) throws(SourceFault) -> [Found] {
        var found: [Found] = []
        for entry in try entries(of: path, shown: shown) where !entry.name.hasPrefix(".") {
            let inner = below(path, shown, entry.name)
            if entry.isFolder {
                found += try flywayFiles(in: inner.path, shown: inner.shown)
            } else if FlywayName(entry.name) != nil || isConduct(entry.name) {
                found.append(inner)
            }
        }
        return found
    }

    private static func isConduct(_ name: String) -> Bool {
        name.hasSuffix(".conf") && FlywayName(String(name.dropLast(5))) != nil
    }

    private static func below(_ path: String, _ shown: String, _ name: String) -> Found {
        ("\(path)/\(name)", shown == "." ? name : "\(shown)/\(name)")
    }

    private static func entries(of path: String, shown: String) throws(SourceFault) -> [(name: String, isFolder: Bool)]
    {
        guard let folder = opendir(path) else {
            let code = errno
            if code == ENOENT {
                throw SourceFault(
                    shown,
                    "there is no such folder",
                    hint: "ihctl migrate new NAME makes it, or say --dir"
                )
            }
            throw SourceFault(shown, "cannot be read: \(String(cString: strerror(code)).lowercased())")
        }
        defer { closedir(folder) }
        var entries: [(name: String, isFolder: Bool)] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            entries.append((name, Int(entry.pointee.d_type) == Int(DT_DIR) && name != "." && name != ".."))
        }
        return entries
    }

    private static func contents(of path: String, shown: String) throws(SourceFault) -> [UInt8] {
        func fault(_ code: Int32) -> SourceFault {
            SourceFault(shown, "cannot be read: \(String(cString: strerror(code)).lowercased())")
        }
        // A pipe of that name must not make us wait for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw fault(errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw fault(errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw SourceFault(shown, "is not a regular file") }
        guard facts.st_size <= largest else { throw SourceFault(shown, "is larger than 64 MiB") }
        var isWhole = false
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(facts.st_size)) { buffer, count in
            guard let start = buffer.baseAddress else {
                isWhole = true
                return
            }
            while count < buffer.count {
                let got = Glibc.read(descriptor, start + count, buffer.count - count)
                if got < 0, errno == EINTR { continue }
                code = got < 0 ? errno : 0
                if got <= 0 { break }
                count += got
            }
            isWhole = code == 0
        }
        guard isWhole else { throw fault(code) }
        return bytes
    }
}
