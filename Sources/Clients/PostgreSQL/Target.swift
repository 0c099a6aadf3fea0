internal import CLibPQ
internal import CSystem
internal import Glibc

/// What to connect to and as whom: a connection URL, taken apart.
///
/// Only what stands here counts. `PGHOST`, `PGPASSWORD` and the other `PG…` variables, `~/.pgpass`, service files and
/// the certificates under `~/.postgresql` are kept from libpq, so that the same target connects to the same place in
/// every shell.
package struct Target: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// One server of the list; a name that begins with `/` is the folder of a Unix socket.
    package struct Host: Sendable, Hashable, CustomStringConvertible {
        package var name: String
        /// A numeric address that spares the name's resolution; the name still counts for TLS.
        package var address: String?
        package var port: Int

        package init(_ name: String, address: String? = nil, port: Int = 5432) {
            self.name = name
            self.address = address
            self.port = port
        }

        package var isSocketFolder: Bool { name.hasPrefix("/") }

        package var description: String {
            if isSocketFolder { return "\(name)/.s.PGSQL.\(port)" }
            return name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)"
        }
    }

    /// How much TLS there must be; the raw values are libpq's `sslmode`.
    package enum TLSMode: String, Sendable, CaseIterable {
        case disable, allow, prefer, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    /// Which of several servers will do; the raw values are libpq's `target_session_attrs`.
    package enum SessionRole: String, Sendable, CaseIterable {
        case any, primary, standby
        case readWrite = "read-write"
        case readOnly = "read-only"
        case preferStandby = "prefer-standby"
    }

    /// Tried in order; never empty.
    package var hosts: [Host]
    package var database: String
    package var user: String
    package var tlsMode: TLSMode = .prefer
    package var role: SessionRole = .any
    package var applicationName = "ihctl"
    /// The most seconds for one address, below the deadline of the whole; nil for none.
    package var connectTimeout: Int?
    /// How long a server may take to accept that a statement is to stop, before the connection is cut; it comes on top
    /// of a deadline.
    ///
    /// A server that accepts is alive, if busy, and gets three times as long again to stop it.
    package var grace: Duration = .milliseconds(400)
    var password: Hidden?
    /// The other options of libpq, by its names.
    var options: [String: Hidden] = [:]

    package init(host: String, port: Int = 5432, database: String, user: String, password: String? = nil) {
        hosts = [Host(host, port: port)]
        self.database = database
        self.user = user
        self.password = password.map(Hidden.init)
    }

    package var hasPassword: Bool { password?.value.isEmpty == false }

    package mutating func setPassword(_ password: String?) {
        self.password = password.map(Hidden.init)
    }

    /// Whether C strings can carry it.
    var isPlainText: Bool {
        let texts =
            [user, database, applicationName, password?.value ?? ""] + hosts.flatMap { [$0.name, $0.address ?? ""] }
        return !(texts + options.values.map(\.value)).contains { $0.utf8.contains(0) }
    }

    /// The host most likely meant where one has to be named.
    package var firstHost: Host { hosts.first ?? Host(Target.socketFolder) }

    /// The CA file that the server's certificate is checked against, where the mode checks it.
    package var certificateAuthorities: String? {
        guard tlsMode == .verifyCA || tlsMode == .verifyFull || options["sslrootcert"] != nil else { return nil }
        guard let file = options["sslrootcert"]?.value, file != "system" else { return Target.systemAuthorities }
        return file
    }

    package func with(host: String, port: Int? = nil) -> Target {
        var copy = self
        copy.hosts = [Host(host, port: port ?? firstHost.port)]
        return copy
    }

    package func with(port: Int) -> Target {
        var copy = self
        for index in copy.hosts.indices { copy.hosts[index].port = port }
        return copy
    }

    package func with(database: String) -> Target {
        var copy = self
        copy.database = database
        return copy
    }

    package func with(user: String, password: String? = nil) -> Target {
        var copy = self
        copy.user = user
        copy.setPassword(password)
        return copy
    }

    package var description: String {
        "postgresql://\(user)@\(hosts.map(\.description).joined(separator: ","))/\(database)"
    }

    package var customMirror: Mirror { Mirror(self, children: ["target": description]) }

    /// Where Debian's server puts its socket.
    static let socketFolder = "/var/run/postgresql"
    /// Debian's bundle: what `sslrootcert=system` means, which libpq 15 does not know yet.
    static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"

    /// The name of the account this process runs as, which is libpq's default too.
    static func accountName() -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4_096)
        guard getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found) == 0, let name = found?.pointee.pw_name
        else {
            return String(geteuid())
        }
        return String(cString: name)
    }
}

/// A value that prints as nothing.
struct Hidden: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let value: String

    init(_ value: String) {
        self.value = value
    }

    var description: String { "••••••" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
