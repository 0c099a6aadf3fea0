internal import Glibc

/// A folder for PostgreSQL's data outside of the checkout: `/var/tmp/ihctl-dev-NUMBER`, ours alone.
enum DatabaseHome {
    private static let prefix = "/var/tmp/ihctl-dev-"

    static func make() throws(StackError) -> String {
        let home = prefix + String(UInt64.random(in: 0 ..< .max))
        guard mkdir(home, 0o755) == 0 else {
            throw StackError(.folder(path: home, reason: String(cString: strerror(errno))), .database)
        }
        return home
    }

    /// Whether a path can be one: a state file could name any, and what it names is removed by `dev reset`.
    static func isOne(_ path: String) -> Bool {
        guard path.hasPrefix(prefix), path.utf8.count <= 64 else { return false }
        let number = path.utf8.dropFirst(prefix.utf8.count)
        guard !number.isEmpty, number.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return false
        }
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return errno == ENOENT }
        return facts.st_mode & S_IFMT == S_IFDIR && facts.st_uid == geteuid()
    }
}
