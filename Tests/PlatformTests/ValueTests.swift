import Platform
import Testing

/// What each type of value takes, and what it says of all else.
@Suite
struct ValueTests {
    private static let said = "manifests/platform.yaml:2:"

    @Test(arguments: [
        // Text.
        ("description: 5", "14: description: must be text, found 5 | put it in quotes to make it text"),
        ("description: true", "14: description: must be text, found true | put it in quotes to make it text"),
        ("description: [a]", "14: description: must be text, found a list"),
        ("description: {a: b}", "14: description: must be text, found a map"),
        ("description: env:NAME", "14: description: must be the text itself, a reference is not followed here"),
        ("database: {name: secret:DB}", "18: database.name: must be the text itself, a reference is not followed here"),
        (
            "kubernetes: {version: 1.24}",
            "23: kubernetes.version: must be text, found 1.24 | put it in quotes to make it text"
        ),
        // Whole numbers.
        ("database: {port: abc}", "18: database.port: must be a whole number, found the text \"abc\""),
        (
            "database: {port: '5432'}",
            "18: database.port: must be a whole number, found the text \"5432\" | take the quotes away"
        ),
        ("database: {port: 5.5}", "18: database.port: must be a whole number, found 5.5"),
        ("database: {port: true}", "18: database.port: must be a whole number, found true"),
        ("database: {port: [1]}", "18: database.port: must be a whole number, found a list"),
        ("database: {port: 70000}", "18: database.port: must be a whole number from 1 to 65535, found 70000"),
        ("database: {port: 0}", "18: database.port: must be a whole number from 1 to 65535, found 0"),
        ("database: {port: -1}", "18: database.port: must be a whole number from 1 to 65535, found -1"),
        (
            "database: {port: 99999999999999999999}",
            "18: database.port: must be a whole number, found 99999999999999999999 | it is too large"
        ),
        ("database: {sessions: {per_user: 0}}", "33: database.sessions.per_user: must be 1 or more, found 0"),
        ("database: {version: 12}", "21: database.version: must be a whole number from 13 to 99, found 12"),
        // Numbers.
        ("availability: {target: x}", "24: availability.target: must be a number, found the text \"x\""),
        ("availability: {target: 100.1}", "24: availability.target: must be a number from 0 to 100, found 100.1"),
        ("availability: {target: .inf}", "24: availability.target: must be a number, found .inf"),
        ("availability: {target: .nan}", "24: availability.target: must be a number, found .nan"),
        (
            "availability: {target: '99'}",
            "24: availability.target: must be a number, found the text \"99\" | take the quotes away"
        ),
        // Truths.
        (
            "protected: yes",
            "12: protected: must be true or false, found the text \"yes\" | write true or false, without quotes"
        ),
        ("protected: 1", "12: protected: must be true or false, found 1"),
        (
            "protected: 'true'",
            "12: protected: must be true or false, found the text \"true\" | write true or false, without quotes"
        ),
        // Choices.
        (
            "database: {sslmode: required}",
            "21: database.sslmode: must be one of disable, allow, prefer, require, verify-ca, verify-full, "
                + "found the text \"required\" | did you mean \"require\"?"
        ),
        (
            "storage: {style: 5}",
            "18: storage.style: must be one of path, virtual, found 5"
        ),
        // Times.
        (
            "database: {pool: {timeout: 30}}",
            "28: database.pool.timeout: must be a time like 500ms, 30s, 5m, 24h or 7d, found 30 | "
                + "with its unit, say 30s"
        ),
        (
            "database: {pool: {timeout: 30 s}}",
            "28: database.pool.timeout: must be a time like 500ms, 30s, 5m, 24h or 7d, found the text \"30 s\""
        ),
        (
            "database: {pool: {timeout: 1.5h}}",
            "28: database.pool.timeout: must be a time like 500ms, 30s, 5m, 24h or 7d, found the text \"1.5h\""
        ),
        (
            "database: {pool: {timeout: 0s}}",
            "28: database.pool.timeout: must be a time longer than 0, found the text \"0s\""
        ),
        (
            "database: {pool: {timeout: 99999999999999999d}}",
            "28: database.pool.timeout: must be a time like 500ms, 30s, 5m, 24h or 7d, "
                + "found the text \"99999999999999999d\""
        ),
        (
            "storage: {buckets: {abc: {lifecycle: [{id: a, expire_after: 36h}]}}}",
            "61: storage.buckets.abc.lifecycle.0.expire_after: must be whole days, at least one, found the text \"36h\""
        ),
        // Sizes.
        (
            "database: {memory: 2 GB}",
            "20: database.memory: must be a size like 512Mi, 4Gi or 64MB, found the text \"2 GB\""
        ),
        (
            "database: {memory: 2KB}",
            "20: database.memory: must be a size like 512Mi, 4Gi or 64MB, found the text \"2KB\""
        ),
        ("database: {memory: 1.5}", "20: database.memory: must be a size like 512Mi, 4Gi or 64MB, found 1.5"),
        ("database: {memory: -5}", "20: database.memory: must be a size like 512Mi, 4Gi or 64MB, found -5"),
        // Processors.
        (
            "agent: {resources: {cpu: 2 cores}}",
            "26: agent.resources.cpu: must be processors like 250m, 2 or 0.5, found the text \"2 cores\""
        ),
        (
            "agent: {resources: {cpu: 0.0005}}",
            "26: agent.resources.cpu: must be processors like 250m, 2 or 0.5, found 0.0005"
        ),
        ("agent: {resources: {cpu: +5}}", "26: agent.resources.cpu: must be processors like 250m, 2 or 0.5, found +5"),
        // Lists and maps.
        ("database: {extensions: pgcrypto}", "24: database.extensions: must be a list, found a text"),
        ("database: {extensions: {a: b}}", "24: database.extensions: must be a list, found a map"),
        (
            "database: {extensions: [a, 5]}",
            "28: database.extensions.1: must be text, found 5 | put it in quotes to make it text"
        ),
        ("database: {extensions: [~]}", "25: database.extensions.0: must be text, found nothing"),
        ("providers: [a]", "12: providers: must be a map, found a list"),
        ("providers: {a: 5}", "16: providers.a: must be a map, found 5"),
        ("database: [a]", "11: database: must be a map, found a list"),
        ("database: postgres://db/x", "11: database: must be a map, found a text"),
        ("database: {settings: {a: [1]}}", "26: database.settings.a: must be a single value, found a list"),
        // Rules on text.
        (
            "kubernetes: {namespace: Island_Hopper}",
            "25: kubernetes.namespace: must be a name of small letters, digits and dashes, at most 63, "
                + "found the text \"Island_Hopper\""
        ),
        (
            "kubernetes: {namespace: ''}",
            "25: kubernetes.namespace: must be a name of small letters, digits and dashes, at most 63, found the text \"\""
        ),
        ("storage: {region: ''}", "19: storage.region: must be a text that is not empty, found the text \"\""),
        ("messaging: {version: 2.x}", "22: messaging.version: must be a version like 2.10, found the text \"2.x\""),
        (
            "messaging: {version: '2.10.'}",
            "22: messaging.version: must be a version like 2.10, found the text \"2.10.\""
        ),
    ])
    func `a wrong value is told with its place, what was wanted and what was found`(text: String, complaint: String)
        throws
    {
        #expect(try complaints("platform: tiny\n\(text)\n") == [ValueTests.said + complaint])
    }

    @Test(arguments: [
        "description: ''", "description: |\n  two\n  lines", "database: {port: 5432}", "database: {port: 0x1538}",
        "availability: {target: 99}", "availability: {target: 99.95}", "protected: True", "logging: {level: CRITICAL}",
        "database: {pool: {timeout: 500ms, recycle: 1w}}", "database: {memory: 2048}", "database: {memory: 2kB}",
        "agent: {resources: {cpu: 2, cpu_limit: 2500m}}", "agent: {resources: {cpu: 0.5, cpu_limit: '1.25'}}",
        "database: {extensions: []}", "database: {settings: {a: 1, b: on, c: 0.5, d: true, e: '0640'}}",
        "messaging: {version: '2.10'}", "messaging: {version: '3'}", "database: {sslmode: verify-full}",
        "storage: {buckets: {a.b-c.d1: {policy: {Version: '2012-10-17', Statement: [{Effect: Allow}]}}}}",
        "description: 'file: a note'", "description: secret things",
    ])
    func `what is right is taken without a word`(text: String) throws {
        #expect(try complaints("platform: tiny\n\(text)\n") == [])
    }

    @Test
    func `amounts are equal by what they amount to`() throws {
        #expect(Period("60m") == Period("1h"))
        #expect(Period("7d") == Period("1w"))
        #expect(Period("365d") == Period("1y"))
        #expect(Period("999ms").map { $0 < Period(seconds: 1) } == true)
        #expect(Set([Period("3600s"), Period("1h"), Period("60m")]).count == 1)
        #expect(ByteSize("1Gi")?.bytes == 1_073_741_824)
        #expect(ByteSize("1G")?.bytes == 1_000_000_000)
        #expect(ByteSize("1024Mi") == ByteSize("1Gi"))
        #expect(ByteSize("64MB")?.bytes == 64_000_000)
        #expect(CPUAmount("1500m") == CPUAmount("1.5"))
        #expect(CPUAmount("2") == CPUAmount("2000m"))
        #expect(CPUAmount("0.025")?.thousandths == 25)
        #expect(["", "m", "5x", "-1s", "+1s", "１s", " 1s", "1S"].compactMap(Period.init).isEmpty)
        #expect(["", "B", "1KB", "1e3", "0x1"].compactMap(ByteSize.init).isEmpty)
        #expect(
            ["", "m", ".5", "1.", "1.2345", "0.5m", "-1", "1000001", "99999999999999999999"].compactMap(CPUAmount.init)
                .isEmpty
        )
    }

    @Test
    func `a constant of the code is spelled as a person would`() {
        #expect(
            [0, 1, 59, 60, 90, 3_600, 5_400, 86_400, 2_592_000].map { Period(seconds: $0).spelled }
                == ["0s", "1s", "59s", "1m", "90s", "1h", "90m", "1d", "30d"]
        )
        #expect(Period(milliseconds: 500).spelled == "500ms")
    }
}
