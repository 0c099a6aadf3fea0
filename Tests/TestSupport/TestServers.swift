internal import FoundationEssentials
internal import Glibc

/// The real servers of the tests: one of each shared by the whole test process, started by whoever asks first; a test that stops or
/// spoils a server starts its own.
package enum TestServers {
    private static let sharedPostgreSQL = Result { try PostgreSQLServer() }
    private static let sharedNATS = Result { try NATSServer() }
    private static let sharedObjectStore = Result { try ObjectStore() }
    private static let sharedRedis = Result { try RedisServer() }

    package static func postgreSQL() throws -> PostgreSQLServer { try sharedPostgreSQL.get() }
    package static func nats() throws -> NATSServer { try sharedNATS.get() }
    package static func objectStore() throws -> ObjectStore { try sharedObjectStore.get() }
    package static func redis() throws -> RedisServer { try sharedRedis.get() }
}

/// A PostgreSQL 15 cluster of its own on loopback; superuser `postgres`, trust for it, scram for all others.
package final class PostgreSQLServer: Sendable {
    package let port: Int
    package let child: LinkedChild
    private let scratch: Scratch

    package static let binaries = "/usr/lib/postgresql/15/bin"

    /// `settings` go to the command line as `-c name=value`; `hba` replaces pg_hba.conf.
    package init(settings: [String: String] = [:], hba: String? = nil, prepare: (String) throws -> Void = { _ in })
        throws
    {
        (scratch, port, child) = try onFreePorts { ports in
            try Self.start(on: ports[0], settings, hba, prepare)
        }
    }

    private static func start(
        on port: Int,
        _ settings: [String: String],
        _ hba: String?,
        _ prepare: (String) throws -> Void,
    ) throws -> (Scratch, Int, LinkedChild) {
        let scratch = Scratch("pg")
        let data = scratch.file("data")
        let demote = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "env", "LC_ALL=C.UTF-8"]
        try require(run(["chown", "postgres:postgres", scratch.path]))
        try require(
            run(
                demote + [
                    "\(binaries)/initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync",
                    "--no-instructions", "--locale=C.UTF-8", "-E", "UTF8",
                ],
                in: scratch.path,
            )
        )
        let rules =
            hba
            ?? "local all postgres trust\nhost all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        try scratch.write(rules, to: "data/pg_hba.conf")
        try prepare(data)
        try require(run(["chown", "-R", "postgres:postgres", data]))
        var options = [
            "fsync": "off", "max_connections": "150", "shared_buffers": "32MB", "jit": "off", "autovacuum": "off",
            "listen_addresses": "127.0.0.1", "unix_socket_directories": scratch.path, "wal_level": "minimal",
            "max_wal_senders": "0", "log_min_messages": "fatal",
        ]
        options.merge(settings) { _, new in new }
        let arguments = options.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        let command = demote + ["\(binaries)/postgres", "-D", data, "-p", String(port)] + arguments
        let child = try LinkedChild(command, stopSignal: "INT", scratch: scratch, removing: scratch.path)
        try child.waitUntilReady {
            try run(["\(binaries)/pg_isready", "-q", "-h", "127.0.0.1", "-p", String(port)]).status == 0
        }
        return (scratch, port, child)
    }

    /// A connection URL of the superuser.
    package func url(database: String = "postgres") -> String {
        "postgresql://postgres@127.0.0.1:\(port)/\(database)"
    }

    package func psql(_ sql: String, database: String = "postgres") throws -> String {
        let outcome = try run([
            "psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", url(database: database), "-c", sql,
        ])
        try require(outcome)
        return outcome.output
    }

    /// A database of one test's own.
    package func freshDatabase() throws -> String {
        let name = "t\(UInt64.random(in: 0 ..< .max))"
        _ = try psql("create database \(name)")
        return name
    }
}

/// A nats-server with JetStream and monitoring.
package final class NATSServer: Sendable {
    package let port: Int
    package let monitoringPort: Int
    package let child: LinkedChild
    private let scratch: Scratch

    /// `configuration` is added to the file; `executable` lets a test bring another version.
    package init(configuration: String = "", jetStream: Bool = true, executable: String? = nil) throws {
        (scratch, port, monitoringPort, child) = try onFreePorts(2) { ports in
            let scratch = Scratch("nats")
            let store = jetStream ? "jetstream { store_dir: \"\(scratch.file("store"))\" }" : ""
            let file = try scratch.write(
                "listen: 127.0.0.1:\(ports[0])\nhttp: 127.0.0.1:\(ports[1])\n\(store)\n\(configuration)\n",
                to: "nats.conf",
            )
            let command = [executable ?? serverExecutable("nats-server"), "-c", file]
            let child = try LinkedChild(command, scratch: scratch, removing: scratch.path)
            try child.waitUntilReady {
                exchange("", port: ports[0])?.hasPrefix("INFO") == true
                    && exchange("GET /healthz HTTP/1.0\r\n\r\n", port: ports[1])?.contains(" 200 ") == true
            }
            return (scratch, ports[0], ports[1], child)
        }
    }

    package var url: String { "nats://127.0.0.1:\(port)" }
    package var monitoringURL: String { "http://127.0.0.1:\(monitoringPort)" }
    package func log() throws -> String { try scratch.read("log") }
}

/// A SeaweedFS with one S3 identity that may do everything and one that may only read.
package final class ObjectStore: Sendable {
    package let port: Int
    package let child: LinkedChild
    private let scratch: Scratch

    package static let accessKey = "test-access-key"
    package static let secretKey = "test-secret-key-of-some-length"
    package static let readerAccessKey = "reader-access-key"
    package static let readerSecretKey = "reader-secret-key-of-some-length"

    package init() throws {
        (scratch, port, child) = try onFreePorts(6, start: Self.start)
    }

    private static func start(on ports: [Int]) throws -> (Scratch, Int, LinkedChild) {
        let scratch = Scratch("weed")
        let identities = """
            {"identities":[
              {"name":"admin","credentials":[{"accessKey":"\(accessKey)","secretKey":"\(secretKey)"}],"actions":["Admin","Read","Write","List","Tagging"]},
              {"name":"reader","credentials":[{"accessKey":"\(readerAccessKey)","secretKey":"\(readerSecretKey)"}],"actions":["Read","List"]}
            ]}
            """
        let config = try scratch.write(identities, to: "s3.json")
        let command = [
            serverExecutable("weed"), "mini", "-dir=\(scratch.path)", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
            "-s3.port=\(ports[0])", "-master.port=\(ports[1])", "-volume.port=\(ports[2])", "-filer.port=\(ports[3])",
            "-admin.port=\(ports[4])", "-metricsPort=\(ports[5])", "-s3.port.iceberg=0", "-s3.port.lance=0",
            "-webdav=false", "-admin.ui=false", "-s3.autoCreateBucket=false", "-s3.config=\(config)",
        ]
        // SeaweedFS leaves its sockets in /tmp, named after its ports.
        let sockets = (ports + ports.map { $0 + 10_000 }).map { "/tmp/seaweedfs-*-\($0).sock" }
        let removing = ([scratch.path] + sockets).joined(separator: " ")
        let child = try LinkedChild(command, scratch: scratch, removing: removing)
        try child.waitUntilReady {
            exchange("GET /healthz HTTP/1.0\r\n\r\n", port: ports[0])?.contains(" 200 ") == true
        }
        return (scratch, ports[0], child)
    }

    package var endpoint: String { "http://127.0.0.1:\(port)" }
    package func log() throws -> String { try scratch.read("log") }
}

/// A Redis 7 that keeps nothing.
package final class RedisServer: Sendable {
    package let port: Int
    package let child: LinkedChild
    private let scratch: Scratch

    package init(arguments: [String] = []) throws {
        (scratch, port, child) = try onFreePorts { ports in
            let scratch = Scratch("redis")
            let command = [
                "redis-server", "--port", String(ports[0]), "--bind", "127.0.0.1", "--save", "", "--dir", scratch.path,
            ]
            let child = try LinkedChild(command + arguments, scratch: scratch, removing: scratch.path)
            try child.waitUntilReady { exchange("PING\r\n", port: ports[0])?.isEmpty == false }
            return (scratch, ports[0], child)
        }
    }

    package var url: String { "redis://127.0.0.1:\(port)" }
    package func log() throws -> String { try scratch.read("log") }
}

/// Fails with what the command printed unless it ended with 0.
package func require(_ outcome: Outcome) throws {
    guard outcome.status == 0 else {
        throw SpawnFailure(description: "exit \(outcome.status): \(outcome.errors)\(outcome.output)")
    }
}
