import Platform
import Testing

/// Keys with nothing behind them, and what must not be missing.
@Suite
struct EmptyTests {
    @Test
    func `an empty file misses the platform's name`() throws {
        for text in ["", "\n\n", "# nothing\n", "---\n", "{}", "null\n"] {
            let found = try complaints(text)
            #expect(found.count == 1)
            #expect(found.first?.hasSuffix(": \"platform\" is missing | The platform's name.") == true, "\(found)")
            #expect(found.first?.hasPrefix("manifests/platform.yaml:") == true)
        }
    }

    @Test(arguments: [
        (
            "providers: {p: {kind: openai}}",
            ["2:16: providers.p: \"endpoint\" is missing", "2:16: providers.p: \"key\" is missing"]
        ),
        ("storage: {buckets: {abc: {lifecycle: [{}]}}}", ["2:39: storage.buckets.abc.lifecycle.0: \"id\" is missing"]),
        ("messaging: {consumers: {c: {}}}", ["2:28: messaging.consumers.c: \"stream\" is missing"]),
        ("kubernetes: {ingress: {}}", ["2:23: kubernetes.ingress: \"host\" is missing"]),
        ("telemetry: {jobs: {j: {}}}", ["2:23: telemetry.jobs.j: \"target\" is missing"]),
        ("delivery: {canary: [{for: 1m}]}", ["2:21: delivery.canary.0: \"percent\" is missing"]),
        ("routing: {primary: {provider: p, model: null}}", ["2:20: routing.primary: \"model\" is missing"]),
    ])
    func `what must be said and is not is missing, once`(text: String, expected: [String]) throws {
        let found = try ProjectFixture("platform: tiny\n\(text)\n").load().problems
            .map(\.description).filter { $0.contains("is missing") }
        #expect(found == expected.map { "manifests/platform.yaml:\($0)" })
    }

    @Test
    func `a key with nothing behind it counts as left out, with a warning`() throws {
        #expect(
            try complaints("platform: tiny\ncache:\ndescription: ~\n") == [
                "warning: manifests/platform.yaml:2:1: cache: no value stands here, nor one below to take away | "
                    + "write {} to have it with its built-in values, or leave the key out",
                "warning: manifests/platform.yaml:3:1: description: no value stands here, nor one below to take away | "
                    + "leave the key out",
            ]
        )
        #expect(try ProjectFixture("platform: tiny\ncache:\n").load().platform.cache == nil)
        #expect(try ProjectFixture("platform: tiny\ncache: {}\n").load().platform.cache != nil)
    }

    @Test
    func `a named thing with nothing behind it is a fault: a wrong name would go unseen`() throws {
        #expect(
            try complaints("platform: tiny\nstorage: {buckets: {reports: {}, logs: }}\n") == [
                "manifests/platform.yaml:2:34: storage.buckets.logs: no value stands here, nor one below to take away | "
                    + "write {} to have it with its built-in values, or leave the key out"
            ]
        )
        #expect(
            try complaints(
                "platform: tiny\nstorage: {buckets: {reports: {}}}\n",
                over: "storage: {buckets: {reprots: null}}"
            )
                == [
                    "manifests/environments/development.yaml:1:21: storage.buckets.reprots: no value stands here, "
                        + "nor one below to take away | did you mean \"reports\"?"
                ]
        )
    }

    @Test
    func `null in a layer takes away what the file says`() throws {
        let loaded = try ProjectFixture(
            "platform: tiny\ncache: {append_only: true}\nstorage: {buckets: {aaa: {}, bbb: {}}}\n",
            ["development": "cache: null\nstorage: {buckets: {aaa: null}}\n"],
        ).load()
        #expect(loaded.problems == [])
        #expect(loaded.platform.cache == nil)
        #expect(loaded.platform.storage?.buckets.names == ["bbb"])
    }

    @Test
    func `a list in a layer replaces the whole list`() throws {
        let loaded = try ProjectFixture(
            "platform: tiny\nmessaging: {agents: [a, b, c]}\n",
            ["development": "messaging: {agents: [z]}\n"],
        ).load()
        #expect(loaded.platform.messaging?.agents == ["z"])
    }
}
