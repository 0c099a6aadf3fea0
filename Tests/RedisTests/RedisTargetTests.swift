import Network
import Redis
import Testing

@Suite struct RedisTargetTests {
    @Test func `addresses are read in all their parts`() throws {
        let plain = try RedisTarget(url: "redis://cache.test")
        #expect(plain == RedisTarget(Endpoint(host: "cache.test", port: 6_379)))
        let full = try RedisTarget(url: "REDISS://me:p%40ss%2F1@[::1]:6380/7")
        #expect(full.endpoint == Endpoint(host: "::1", port: 6_380))
        #expect(full.user == "me")
        #expect(full.database == 7)
        #expect(full.tls == TLSExpectation(serverName: "::1"))
        let expected = RedisTarget(full.endpoint, user: "me", password: "p@ss/1", database: 7, tls: full.tls)
        #expect(full == expected)
        let password = try RedisTarget(url: "redis://:pw@h:1/")
        #expect(password == RedisTarget(Endpoint(host: "h", port: 1), password: "pw"))
        #expect(password.hasPassword && !plain.hasPassword)
    }

    @Test(
        arguments: [
            ("http://h", .scheme("http")), ("cache.test:6379", .scheme("")), ("", .scheme("")),
            ("redis:h", .hostMissing),
            ("redis://", .hostMissing), ("redis://:6379", .hostMissing), ("redis://u:p@", .hostMissing),
            ("unix:///run/redis.sock", .unixSocket), ("redis://h:x", .port), ("redis://h:0", .port),
            ("redis://h:70000", .port), ("redis://h/x", .database("x")), ("redis://h/-1", .database("-1")),
            ("redis://h/1?a=b", .query), ("redis://user@h", .passwordMissing), ("redis://user:@h", .passwordMissing),
            ("redis://:%4@h", .percentEncoding), ("redis://:%ff@h", .percentEncoding),
            ("redis://:%+1@h", .percentEncoding),
            ("redis://:a@b@h", .passwordNotEncoded), ("redis://:a/b@h", .passwordNotEncoded),
            ("redis://:a#b@h", .passwordNotEncoded), ("redis://:a?b@h", .passwordNotEncoded),
        ] as [(String, RedisURLError)]
    ) func `what is wrong with an address is said`(url: String, expected: RedisURLError) {
        #expect(throws: expected) { try RedisTarget(url: url) }
    }

    @Test func `no way of printing gives the password away`() throws {
        let target = try RedisTarget(url: "redis://me:hunter2@h:1/2")
        var dumped = ""
        dump(target, to: &dumped)
        for text in ["\(target)", String(reflecting: target), dumped, "\([target])", "\(Optional(target) as Any)"] {
            #expect(!text.contains("hunter2"))
        }
        #expect("\(target)" == "redis://me@h:1/2")
        #expect(throws: RedisURLError.self) { try RedisTarget(url: "hunter2:x") }
        do throws(RedisURLError) {
            _ = try RedisTarget(url: "redis://:hunter2/x@h")
        } catch {
            #expect(!"\(error)".contains("hunter2"))
        }
    }
}
