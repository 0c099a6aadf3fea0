internal import Glibc

/// The migrations of a folder, oldest first.
package struct MigrationFolder: Sendable {
    /// As it was given: messages name files by it.
    package let path: String
    package let files: [MigrationFile]

    package init(path: String, files: [MigrationFile]) {
        self.path = path
        self.files = files
    }

    /// Reads every `.sql` file of the folder `path`, told to people as `shown`; what is named otherwise is not looked at.
    package static func read(_ path: String, shown: String) throws(SourceFaults) -> MigrationFolder {
        var faults: [SourceFault] = []
        var files: [MigrationFile] = []
        let names: [String]
        do throws(SourceFault) {
            names = try entries(of: path, shown: shown)
        } catch {
            throw SourceFaults([error])
        }
        for name in names where name.hasSuffix(".sql") && !name.hasPrefix(".") {
            let shownPath = shown == "." ? name : "\(shown)/\(name)"
            guard let (version, title) = MigrationFile.parts(of: name) else {
                faults.append(
                    SourceFault(
                        shownPath,
                        "a migration is named <version>_<name>.sql, its version in digits",
                        hint: "such as 20260101120000_create_sessions.sql; ihctl migrate new NAME makes one"
                    )
                )
                continue
            }
            do throws(SourceFault) {
                let bytes = try contents(of: "\(path)/\(name)", shown: shownPath)
                files.append(MigrationFile(version: version, name: title, path: shownPath, bytes: bytes))
            } catch {
                faults.append(error)
            }
        }
        files.sort { ($0.version, $0.path) < ($1.version, $1.path) }
        for (one, other) in zip(files, files.dropFirst()) where one.version == other.version {
            faults.append(SourceFault(other.path, "has the version of \(one.path)", hint: "give one of them another"))
        }
        guard faults.isEmpty else { throw SourceFaults(faults) }
        return MigrationFolder(path: shown, files: files)
    }

    package subscript(version: Version) -> MigrationFile? {
        files.first { $0.version == version }
    }

    /// A bigger one is no migration but a dump of data, and would be held in memory several times.
    private static let largest = 64 << 20

    private static func entries(of path: String, shown: String) throws(SourceFault) -> [String] {
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
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
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
