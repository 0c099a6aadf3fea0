import Platform
import Testing

@Suite
struct ReferenceTests {
    @Test(arguments: [
        ("env:NAME", Reference.Target.variable("NAME", fallback: nil)),
        ("env:_a9", .variable("_a9", fallback: nil)),
        ("env:NAME:-", .variable("NAME", fallback: "")),
        ("env:NAME:-nats://localhost:4222", .variable("NAME", fallback: "nats://localhost:4222")),
        ("env:NAME:-a:-b", .variable("NAME", fallback: "a:-b")),
        ("file:/run/secrets/x", .file("/run/secrets/x")),
        ("file:rel/path with space", .file("rel/path with space")),
        ("secret:db-password", .secret("db-password")),
        ("plain", .literal("plain")),
        ("", .literal("")),
        ("https://env:8080", .literal("https://env:8080")),
        ("ENV:NAME", .literal("ENV:NAME")),
    ])
    func `a spelling is read and written back`(text: String, target: Reference.Target) throws {
        let reference = try #require(Reference(text, origin: .builtIn))
        #expect(reference.target == target)
        #expect(reference.spelled == text)
    }

    @Test(arguments: [
        "env:", "env:9A", "env:A-B", "env:A B", "env: A", "env::-x", "file:", "secret:", "env:A:", "env:Ä",
    ])
    func `a prefix before nothing that it could mean is no reference`(text: String) throws {
        #expect(Reference(text, origin: .builtIn) == nil)
        #expect(
            try complaints("platform: tiny\ncache: {url: '\(text)'}\n") == [
                "manifests/platform.yaml:2:14: cache.url: must be a reference (env:NAME, file:PATH or secret:NAME)"
            ]
        )
        #expect(
            try complaints("platform: tiny\nagent: {endpoint: '\(text)'}\n") == [
                "manifests/platform.yaml:2:19: agent.endpoint: must be text or a reference, and this is half of one | write env:NAME, file:PATH or secret:NAME"
            ]
        )
    }

    @Test
    func `a secret that stands in the file is refused and never shown`() throws {
        let place = "manifests/platform.yaml:2:14: cache.url: "
        #expect(
            try complaints("platform: tiny\ncache: {url: hunter2}\n") == [
                "\(place)must be a reference to the secret, never the secret itself | write env:NAME, file:PATH or secret:NAME"
            ]
        )
        #expect(
            try complaints("platform: tiny\ncache: {url: 'env:REDIS_URL:-redis://:hunter2@h'}\n") == [
                "\(place)must not have a fallback: it would be the secret | leave out what follows \":-\""
            ]
        )
        for value in ["5", "true", "[hunter2]", "{a: hunter2}"] {
            #expect(
                try complaints("platform: tiny\ncache: {url: \(value)}\n") == [
                    "\(place)must be a reference (env:NAME, file:PATH or secret:NAME)"
                ]
            )
        }
    }

    @Test(arguments: [
        "nats://agent:hunter2@localhost:4222", "nats://hunter2@localhost", "https://hunter2@host/x",
        "redis://:hunter2@h:1/0",
        "postgres://u:hunt/er2@h/db", "https://h/x?token=hunter2", "env:NATS_URL:-nats://a:hunter2@h",
        "nats://a,nats://u:hunter2@b",
        "Bearer hunter2hunter2",
    ])
    func `a password in a URL is refused and never shown`(text: String) throws {
        #expect(
            try complaints("platform: tiny\nmessaging: {url: '\(text)'}\n") == [
                "manifests/platform.yaml:2:18: messaging.url: must not hold a secret, and this looks like one | "
                    + "write env:NAME, file:PATH or secret:NAME"
            ]
        )
    }

    @Test(arguments: [
        "nats://localhost:4222", "https://s3.fr-par.scw.cloud", "nats://a:4222,nats://b:4222", "https://h/x?a=b",
        "postgres://user@host/db", "env:X:-https://h", "http://[::1]:8222/varz",
    ])
    func `a URL without a password is taken`(text: String) throws {
        #expect(try complaints("platform: tiny\nmessaging: {url: '\(text)'}\n") == [])
    }
}
