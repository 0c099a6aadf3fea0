import Doctor
import FoundationEssentials
import Glibc
import TestSupport
import Testing
import Words

@testable import Cache

/// The rungs up to a server that talks to us.
@Suite(.live, .timeLimit(.minutes(5))) struct ConnectTests {
    private let secret = "fjordquartz"

    @Test(arguments: [
        ("http://127.0.0.1:6379", "begins with http:"), ("redis://:fjord@quartz@127.0.0.1", "percent-encoded"),
        ("redis://user@127.0.0.1", "no password"), ("redis://127.0.0.1:99999", "port"),
        ("redis://127.0.0.1/fjord", "no database"), ("redis://:6379", "no host"), ("", "no URL"),
        ("unix:///run/redis.sock", "socket"), ("redis://127.0.0.1?db=1", "options"),
        ("redis://:fjord%zz@127.0.0.1", "percent-encoded right"),
    ])
    func `a URL that cannot be one is told before anything is asked`(url: String, word: String) async throws {
        let examination = await examine(url)
        #expect(examination.told == ["fail cache.connect config"])
        #expect(examination.allElseIsBlocked)
        #expect(examination["cache.connect"]?.summary.contains(word) == true)
        #expect(!"\(examination)".contains("fjord"))
    }

    @Test func `no password, a wrong one, a user that is off`() async throws {
        let server = try RedisServer(arguments: ["--requirepass", secret, "--user", "gone", "off", ">\(secret)"])
        defer { keep(server) }
        let none = await examine(server.url())
        #expect(none.told == ["fail cache.connect auth"] && none.allElseIsBlocked)
        #expect(none["cache.connect"]?.evidence("answer")?.hasPrefix("NOAUTH") == true)
        #expect(none.outcomes.map { Redactor().redact($0) } == none.outcomes)
        for (user, password) in [("", "wrong-\(secret)"), ("gone", secret), ("nobody", secret)] {
            let examination = await examine(server.url(user, password: password))
            #expect(examination.told == ["fail cache.connect auth"] && examination.allElseIsBlocked)
            #expect(examination["cache.connect"]?.evidence("answer")?.hasPrefix("WRONGPASS") == true)
            #expect(examination["cache.connect"]?.fixes().first?.contains(" --askpass ACL GETUSER ") == true)
            #expect(!"\(examination)".contains(secret))
        }
        let right = await examine(server.url(password: secret))
        #expect(right.told == [] && right.blocked == [])
        #expect(!"\(right)".contains(secret))
    }

    @Test func `a password for a server that has none is told as an open door, and the remedy shuts it`() async throws {
        let server = try RedisServer()
        defer { keep(server) }
        let url = server.url(password: secret)
        let examination = await examine(url)
        #expect(examination.told == ["fail cache.connect exposed"] && examination.allElseIsBlocked)
        #expect(!"\(examination)".contains(secret))
        try carryOut(examination["cache.connect"]?.fixes().first, url: url, password: secret)
        #expect(await examine(url).told == [])
    }

    @Test func `too many clients are not taken for a wrong password`() async throws {
        let server = try RedisServer(arguments: ["--maxclients", "1"])
        defer { keep(server) }
        let line = try Holder(server.port)
        for password in [nil, secret] {
            let examination = await examine(server.url(password: password))
            #expect(examination.told == ["fail cache.connect capacity"] && examination.allElseIsBlocked)
        }
        line.let()
        try await waitFor("there is room") {
            try run(["redis-cli", "-p", "\(server.port)", "CONFIG", "SET", "maxclients", "100"]).output == "OK\n"
        }
        #expect(await examine(server.url()).told == [])
    }

    @Test func `a database that is not there`() async throws {
        let server = try TestServers.redis()
        let examination = await examine(server.url(database: 99))
        #expect(examination.told == ["fail cache.connect missing"] && examination.allElseIsBlocked)
        #expect(examination["cache.connect"]?.summary.contains("no database 99") == true)
    }

    @Test func `a server that reads its data is starting, and then is well`() async throws {
        let scratch = Scratch("redis-load")
        let first = try RedisServer(arguments: ["--dir", scratch.path, "--rdbcompression", "no"])
        try carryOut(
            "redis-cli -p \(first.port) EVAL \"for i = 1, 200 do redis.call('SET', i, string.rep('x', 2000)) end\" 0"
        )
        try carryOut("redis-cli -p \(first.port) SAVE")
        first.child.stop()
        let server = try RedisServer(
            arguments: [
                "--dir", scratch.path, "--key-load-delay", "50000", "--loading-process-events-interval-bytes", "1024",
            ]
        )
        defer { keep(server) }
        let examination = await examine(server.url())
        #expect(examination.told == ["fail cache.connect starting"] && examination.allElseIsBlocked)
        try await waitFor("it is done") {
            try run(["redis-cli", "-p", "\(server.port)", "PING"]).output == "PONG\n"
        }
        #expect(await examine(server.url()).told == [])
    }

    @Test func `a script without an end is named, and the remedy ends it`() async throws {
        let server = try RedisServer(arguments: ["--busy-reply-threshold", "10"])
        defer { keep(server) }
        let looping = try Holder(server.port, saying: "EVAL \"while true do end\" 0\r\n")
        defer { looping.let() }
        try await waitFor("it loops") {
            try run(["redis-cli", "-p", "\(server.port)", "PING"]).output.hasPrefix("BUSY")
        }
        let examination = await examine(server.url())
        #expect(examination.told == ["fail cache.connect stuck"] && examination.allElseIsBlocked)
        try carryOut(examination["cache.connect"]?.fixes().first)
        try await waitFor("it has ended") {
            try run(["redis-cli", "-p", "\(server.port)", "PING"]).output == "PONG\n"
        }
        #expect(await examine(server.url()).told == [])
    }

    @Test func `a frozen server gives no reply within its time`() async throws {
        let server = try RedisServer()
        try await server.child.freeze()
        let began = ContinuousClock.now
        let examination = await examine(server.url(), timeout: .seconds(4))
        #expect(ContinuousClock.now - began < .seconds(12))
        #expect(examination.told == ["fail cache.connect no_reply"] && examination.allElseIsBlocked)
        server.child.thaw()
        #expect(await examine(server.url()).told == [])
    }

    @Test func `nobody listening, a black hole, a name that is none`() async throws {
        let hole = try Listener(.blackholed)
        defer { keep(hole) }
        for (url, word) in [
            ("redis://127.0.0.1:\(freePort())", "refused"), ("redis://127.0.0.1:\(hole.port)", "connect_timeout"),
            ("redis://a..b:6379", "dns"),
        ] {
            let examination = await examine(url, timeout: .seconds(4))
            #expect(examination.told == ["fail cache.connect \(word)"] && examination.allElseIsBlocked)
        }
    }

    @Test func `another protocol, a silent one, a closed door, protected mode`() async throws {
        let web = try Listener(.answering("HTTP/1.1 400 Bad Request\r\n\r\n"))
        let silent = try Listener(.silent)
        let guarded = try Listener(.answering("-DENIED Redis is running in protected mode\r\n"))
        let nats = try TestServers.nats().port
        let (resetting, closing) = (try Listener(.resetting), try Listener(.closing))
        defer { keep(web, silent, guarded, resetting, closing) }
        for (port, word) in [
            (web.port, "protocol_mismatch"), (nats, "protocol_mismatch"), (silent.port, "no_reply"),
            (guarded.port, "permission"), (resetting.port, "reset"), (closing.port, "closed"),
        ] {
            let examination = await examine("redis://127.0.0.1:\(port)", timeout: .seconds(4))
            #expect(examination.told == ["fail cache.connect \(word)"] && examination.allElseIsBlocked)
        }
    }
}

/// A connection that stays, and may say something.
final class Holder: Sendable {
    private let descriptor: Int32

    init(_ port: Int, saying text: String = "PING\r\n") throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        try #require(connected)
        _ = send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL))
        var byte: UInt8 = 0
        // A script that never ends has no answer to wait for.
        if text.hasPrefix("PING") { _ = recv(descriptor, &byte, 1, 0) }
    }

    func `let`() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    deinit { close(descriptor) }
}
