/// A pgbouncer before a PostgreSQL server, which hands the server's sessions out to whoever asks.
package final class Pooler: Sendable {
    package enum Mode: String, Sendable, CaseIterable {
        case session, transaction
    }

    package let port: Int
    package let child: LinkedChild
    private let scratch: Scratch

    package init(before server: PostgreSQLServer, _ mode: Mode) throws {
        (scratch, port, child) = try onFreePorts { ports in
            let scratch = Scratch("pooler")
            let users = try scratch.write("\"postgres\" \"\"\n", to: "users")
            let settings = """
                [databases]
                * = host=127.0.0.1 port=\(server.port)
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = \(ports[0])
                unix_socket_dir =
                auth_type = trust
                auth_file = \(users)
                pool_mode = \(mode.rawValue)
                """
            let file = try scratch.write(settings + "\n", to: "pgbouncer.ini")
            try require(run(["chown", "-R", "postgres:postgres", scratch.path]))
            // It refuses to run as root.
            let demote = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            // Debian keeps it where only administrators look.
            let command = demote + ["/usr/sbin/pgbouncer", file]
            let child = try LinkedChild(command, scratch: scratch, removing: scratch.path)
            try child.waitUntilReady {
                try run(["psql", "-X", "-q", "-d", Self.url("postgres", ports[0]), "-c", "select 1"]).status == 0
            }
            return (scratch, ports[0], child)
        }
    }

    package func url(database: String) -> String { Self.url(database, port) }

    private static func url(_ database: String, _ port: Int) -> String {
        "postgresql://postgres@127.0.0.1:\(port)/\(database)"
    }
}
