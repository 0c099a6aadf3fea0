internal import CSystem
internal import Glibc

/// Where a program lies: a path as it is, a name on the given PATH.
package func locate(
    _ program: String,
    on path: String?,
    from folder: String? = nil,
) throws(SubprocessError) -> String {
    if program.contains("/") {
        let seen = program.hasPrefix("/") || folder == nil ? program : "\(folder ?? ".")/\(program)"
        try check(seen, named: program)
        return program
    }
    guard !program.isEmpty else { throw .notFound(program: program) }
    var forbidden: String?
    for place in (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":") {
        let candidate = "\(place)/\(program)"
        do throws(SubprocessError) {
            try check(candidate, named: program)
            return candidate
        } catch {
            if case .notExecutable(let path) = error { forbidden = forbidden ?? path }
        }
    }
    if let forbidden { throw .notExecutable(path: forbidden) }
    throw .notFound(program: program)
}

private func check(_ path: String, named program: String) throws(SubprocessError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
        let code = errno
        if code == EACCES { throw .notExecutable(path: path) }
        throw .notFound(program: program)
    }
    guard csystem_is_directory(status.st_mode) == 0, access(path, X_OK) == 0 else { throw .notExecutable(path: path) }
}

func checkFolder(_ path: String) throws(SubprocessError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .folderUnusable(path: path, errno: errno) }
    guard csystem_is_directory(status.st_mode) != 0 else { throw .folderUnusable(path: path, errno: ENOTDIR) }
    guard access(path, X_OK) == 0 else { throw .folderUnusable(path: path, errno: EACCES) }
}
