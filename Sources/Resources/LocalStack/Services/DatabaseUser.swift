internal import Glibc

/// PostgreSQL refuses to run as root; where ihctl does, the server runs as the user `postgres`.
enum DatabaseUser {
    private static let name = "postgres"

    static var isNeeded: Bool { geteuid() == 0 }

    /// What stands before a command so that it runs as that user; `setpriv` execs, so the pid stays the server's.
    static func prefix() throws(StackError) -> [String] {
        guard isNeeded else { return [] }
        _ = try ids()
        return ["setpriv", "--reuid=\(name)", "--regid=\(name)", "--clear-groups"]
    }

    static func own(_ path: String) throws(StackError) {
        let (user, group) = try ids()
        guard lchown(path, user, group) == 0 else {
            throw StackError(.folder(path: path, reason: String(cString: strerror(errno))), .database)
        }
    }

    /// Whether that user may walk down to a folder; `/root` for one lets nobody through.
    static func canReach(_ folder: String) throws(StackError) -> Bool {
        guard isNeeded else { return true }
        let (user, group) = try ids()
        var path = ""
        for step in folder.split(separator: "/") {
            path += "/\(step)"
            var facts = stat()
            guard stat(path, &facts) == 0 else { return true }
            let bit: mode_t =
                facts.st_uid == user ? S_IXUSR : facts.st_gid == group ? S_IXGRP : S_IXOTH
            if facts.st_mode & bit == 0 { return false }
        }
        return true
    }

    private static func ids() throws(StackError) -> (uid_t, gid_t) {
        var entry = passwd()
        var buffer = [CChar](repeating: 0, count: 4_096)
        var found: UnsafeMutablePointer<passwd>?
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            throw StackError(.noPostgresUser, .database)
        }
        return (entry.pw_uid, entry.pw_gid)
    }
}
