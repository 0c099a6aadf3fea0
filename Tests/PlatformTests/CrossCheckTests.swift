import Platform
import Testing

/// What no single value can be wrong about alone.
@Suite
struct CrossCheckTests {
    @Test(arguments: [
        // Order of two.
        ("database: {pool: {min: 30, max: 20}}", "2:24: database.pool.min: 30 is more than max, which is 20"),
        ("database: {pool: {max: 3}}", "2:24: database.pool.max: 3 is less than min, which is 5"),
        (
            "agent: {resources: {memory: 2Gi, memory_limit: 1Gi}}",
            "2:29: agent.resources.memory: 2Gi is more than memory_limit, which is 1Gi"
        ),
        (
            "agent: {resources: {cpu: 1, cpu_limit: 500m}}",
            "2:26: agent.resources.cpu: 1 is more than cpu_limit, which is 500m"
        ),
        (
            "compose: {resources: {cpu: 3, cpu_limit: 2}}",
            "2:28: compose.resources.cpu: 3 is more than cpu_limit, which is 2"
        ),
        (
            "kubernetes: {autoscaling: {min: 30}}",
            "2:33: kubernetes.autoscaling.min: 30 is more than max, which is 20"
        ),
        (
            "kubernetes: {autoscaling: {max: 2}}", "2:33: kubernetes.autoscaling.max: 2 is less than min, which is 3"
        ),
        (
            "kubernetes: {service_monitor: {timeout: 40s}}",
            "2:41: kubernetes.service_monitor.timeout: 40s is more than every, which is 30s"
        ),
        (
            "telemetry: {jobs: {j: {target: t, every: 5s, timeout: 10s}}}",
            "2:55: telemetry.jobs.j.timeout: 10s is more than every, which is 5s"
        ),
        (
            "performance: {response_time_min: 4s}",
            "2:34: performance.response_time_min: 4s is more than response_time_max, which is 3s"
        ),
        (
            "health: {usage_critical: 70}", "2:26: health.usage_critical: 70 is less than usage_warning, which is 80"
        ),
        (
            "kubernetes: {rollout: {surge: 0}}",
            "2:23: kubernetes.rollout: nothing can be replaced with surge and unavailable both 0"
        ),
        // Names.
        (
            "routing: {primary: {provider: opnai, model: m}}\nproviders: {openai: {kind: openai, endpoint: e, key: env:K}}",
            "2:31: routing.primary.provider: there is no provider \"opnai\" | did you mean \"openai\"?"
        ),
        (
            "routing: {fallback: {provider: x, model: m}}",
            "2:32: routing.fallback.provider: there is no provider \"x\" | there is none at all"
        ),
        (
            "messaging: {streams: {work: {}}, consumers: {c: {stream: wrk}}}",
            "2:58: messaging.consumers.c.stream: there is no stream \"wrk\" | did you mean \"work\"?"
        ),
        (
            "storage: {default_bucket: reprots, buckets: {reports: {}}}",
            "2:27: storage.default_bucket: there is no bucket \"reprots\" | did you mean \"reports\"?"
        ),
        (
            "compose: {load_balancer: nginx, images: {web: nginx:1}}",
            "2:26: compose.load_balancer: there is no image for \"nginx\" | known: web"
        ),
        (
            "compose: {networks: [front, back], internal_networks: [bcak]}",
            "2:56: compose.internal_networks.0: there is no network \"bcak\" | did you mean \"back\"?"
        ),
        (
            "access: {roles: {dev: {may: [chat, helth]}}}",
            "2:36: access.roles.dev.may.1: there is no permission \"helth\" | did you mean \"health\"?"
        ),
        // Names a server would refuse.
        (
            "storage: {buckets: {My_Bucket: {}}}",
            "2:21: storage.buckets.My_Bucket: this is no bucket's name | 3 to 63 small letters, digits, dots and dashes"
        ),
        (
            "storage: {buckets: {a..b: {}}}",
            "2:21: storage.buckets.\"a..b\": this is no bucket's name | 3 to 63 small letters, digits, dots and dashes"
        ),
        // A bucket's settings.
        (
            "storage: {buckets: {abc: {ignore: [tag]}}}",
            "2:35: storage.buckets.abc.ignore: there is no setting \"tag\" | did you mean \"tags\"?"
        ),
        (
            "storage: {buckets: {abc: {required: [ignore]}}}",
            "2:37: storage.buckets.abc.required: there is no setting \"ignore\" | known: location, versioning, encryption, "
                + "lifecycle, cors, policy, tags, object_lock, replication"
        ),
        (
            "storage: {buckets: {abc: {lifecycle: [{id: a, expire_after: 1d}, {id: a, expire_after: 2d}]}}}",
            "2:38: storage.buckets.abc.lifecycle: two rules are called \"a\" | the store tells rules apart by their ids"
        ),
        (
            "storage: {buckets: {abc: {lifecycle: [{id: a, prefix: b}]}}}",
            "2:39: storage.buckets.abc.lifecycle.0: this rule does nothing | say when objects move or go"
        ),
        (
            "storage: {buckets: {abc: {lifecycle: [{id: a, transitions: [{after: 9d, to: X}], expire_after: 9d}]}}}",
            "2:96: storage.buckets.abc.lifecycle.0.expire_after: objects would go before they move, after 9d"
        ),
        (
            "storage: {buckets: {abc: {object_lock: {}, versioning: false}}}",
            "2:56: storage.buckets.abc.versioning: a bucket with object lock keeps its versions | leave the key out"
        ),
        (
            "messaging: {agents: [a.b]}",
            "2:22: messaging.agents.0: NATS takes no such name | letters, digits, dashes and underscores"
        ),
        (
            "messaging: {streams: {'a b': {}}}",
            "2:23: messaging.streams.\"a b\": NATS takes no such name | letters, digits, dashes and underscores"
        ),
        (
            "messaging: {key_value: {'k>': {}}}",
            "2:25: messaging.key_value.k>: NATS takes no such name | letters, digits, dashes and underscores"
        ),
        // Alerts.
        (
            "telemetry: {alerts: {A: {of: agent, measure: down, above: 1}}}",
            "2:25: telemetry.alerts.A: down has no limit | leave out above and below"
        ),
        (
            "telemetry: {alerts: {A: {of: agent, measure: throughput}}}",
            "2:25: telemetry.alerts.A: wants either above or below"
        ),
        (
            "telemetry: {alerts: {A: {of: agent, measure: throughput, above: 1, below: 2}}}",
            "2:25: telemetry.alerts.A: wants either above or below"
        ),
        // Messaging.
        (
            "messaging: {streams: {s: {fields: {max_msgs: 5}}}}",
            "2:36: messaging.streams.s.fields.max_msgs: this field has a key of its own | "
                + "write it as messaging.streams.s.max_messages"
        ),
        (
            "messaging: {key_value: {k: {fields: {name: x}}}}",
            "2:38: messaging.key_value.k.fields.name: the name is the key above"
        ),
        (
            "messaging: {object_stores: {o: {fields: 5}}}",
            "2:41: messaging.object_stores.o.fields: must be a map, found 5"
        ),
        (
            "messaging: {object_stores: {'a b': {}}}",
            "2:29: messaging.object_stores.\"a b\": NATS takes no such name | letters, digits, dashes and underscores"
        ),
        (
            "messaging: {streams: {s: {}}, consumers: {c: {stream: s, filter: 'x.{agent}'}}}",
            "2:66: messaging.consumers.c.filter: {agent} stands here and not in the name | "
                + "with {agent} in its name too there is one for each"
        ),
        (
            "telemetry: {jobs: {app: {target: 'a:1'}}, metrics: {job: ap}}",
            "2:58: telemetry.metrics.job: there is no job \"ap\" | did you mean \"app\"?"
        ),
        (
            "telemetry: {email: a@b.c}",
            "2:20: telemetry.email: no server carries mails there | mail_server says which, host and port"
        ),
        (
            "telemetry: {metrics: {requests: 1_total}}",
            "2:33: telemetry.metrics.requests: must be a metric's name: letters, digits, _ and :, no digit first, "
                + "found the text \"1_total\""
        ),
        // Images.
        (
            "compose: {images: {cache: 'reg:5000/redis'}}",
            "2:27: compose.images.cache: an image without a version changes under your feet | name a version, never latest"
        ),
        (
            "compose: {images: {cache: 'redis:latest'}}",
            "2:27: compose.images.cache: an image without a version changes under your feet | name a version, never latest"
        ),
        ("agent: {tag: latest}", "2:14: agent.tag: the tag latest changes under your feet | name a version"),
        (
            "agent: {image: 'reg:5000/agent:v1'}",
            "2:16: agent.image: a tag stands in the image | "
                + "it has a key: tag; a digest stands behind the tag in digest: TAG@sha256:…"
        ),
        (
            "agent: {tag: 'v1@sha256:00'}",
            "2:14: agent.tag: no registry takes this tag | a digest has a key: digest: TAG@sha256:…"
        ),
        (
            "kubernetes: {networks: [10.0.0.0/8, 'fd00::/8', 10.0.0.300/8]}",
            "2:49: kubernetes.networks.2: \"10.0.0.300/8\" is no block of addresses | "
                + "write one like 10.0.0.0/8 or fd00::/8"
        ),
        (
            "kubernetes: {secrets: {from: external}}",
            "2:23: kubernetes.secrets: \"store\" is missing: external secrets come from one"
        ),
        (
            "kubernetes: {secrets: {from: sealed}}",
            "2:23: kubernetes.secrets: \"sealed\" is missing: it holds each key's sealed text | kubeseal --raw makes them"
        ),
        (
            "kubernetes: {ihctl: {image: r/ihctl, tag: latest}}",
            "2:43: kubernetes.ihctl.tag: the tag latest changes under your feet | name a version"
        ),
        (
            "agent: {tag: v2, digest: 'v1@%s'}",
            "2:26: agent.digest: it is the digest of v1, and the tag is v2 | "
                + "write v2@sha256:… as the registry tells it, or leave the digest out"
        ),
        (
            "kubernetes: {ihctl: {image: i, tag: v2, digest: 'v1@%s'}}",
            "2:49: kubernetes.ihctl.digest: it is the digest of v1, and the tag is v2 | "
                + "write v2@sha256:… as the registry tells it, or leave the digest out"
        ),
        (
            "agent: {tag: v1, digest: 'sha256:00'}",
            "2:26: agent.digest: must be a tag and its digest like v1.0.0@sha256: and 64 hexadecimal digits, found the text "
                + "\"sha256:00\""
        ),
        (
            "delivery: {ihctl: registry.test/ihctl}",
            "2:19: delivery.ihctl: an image without a version changes under your feet | name a version, never latest"
        ),
    ])
    func `what does not go together is told at the value that was said`(text: String, complaint: String) throws {
        let digest = "sha256:" + String(repeating: "0", count: 64)
        let (text, complaint) = (text.replacing("%s", with: digest), complaint.replacing("%s", with: digest))
        #expect(try complaints("platform: tiny\n\(text)\n") == ["manifests/platform.yaml:\(complaint)"])
    }

    @Test(arguments: [
        "agent: {image: 'reg:5000/agent', tag: v1}",
        "messaging: {agents: [a], streams: {w: {retention: workqueue}}, consumers: {'c-{agent}': {stream: w}}}",
        "messaging: {streams: {w: {retention: workqueue}}, consumers: {c: {stream: w}}}",
        "routing: {strategy: speed_first}",
        "telemetry: {alerts: {A: {of: agent, measure: down}}, slack: 'env:S'}",
        "telemetry: {alerts: {A: {of: agent, measure: throughput, below: 1}}, pagerduty: 'env:P'}",
        "telemetry: {jobs: {a: {target: 'a:1'}}, metrics: {job: a}, email: a@b.c, mail_server: 'm:587'}",
        "compose: {images: {cache: 'reg:5000/redis:7', storage: 'minio@sha256:0123'}}",
        "protected: true\nkubernetes: {istio: {host: h, tls_secret: t}}", "kubernetes: {istio: {host: h, ports: [80]}}",
        "agent: {tag: v1, digest: 'v1@sha256:0000000000000000000000000000000000000000000000000000000000000000'}",
    ])
    func `what goes together is taken without a word`(text: String) throws {
        #expect(try complaints("platform: tiny\n\(text)\n") == [])
    }

    @Test func `what would go unheard or unseen is a warning`() throws {
        #expect(
            try complaints("platform: tiny\ntelemetry: {alerts: {A: {of: agent, measure: down}}}\n") == [
                "warning: manifests/platform.yaml:2:21: telemetry.alerts: nobody is told of an alert | "
                    + "slack, pagerduty or email says whom"
            ]
        )
        #expect(
            try complaints("platform: tiny\nkubernetes: {istio: {host: h, ports: [443]}}\n") == [
                "warning: manifests/platform.yaml:2:38: kubernetes.istio.ports: 443 is open without a certificate | "
                    + "tls_secret names one that lies in istio-system, where the gateway looks"
            ]
        )
    }

    @Test
    func `a workqueue stream that nobody reads is a warning`() throws {
        let warning =
            "warning: manifests/platform.yaml:2:23: messaging.streams.w: a workqueue stream without a consumer | "
            + "without one it only fills up: add it under messaging.consumers"
        #expect(try complaints("platform: tiny\nmessaging: {streams: {w: {retention: workqueue}}}\n") == [warning])
        // One for each agent, and no agent.
        #expect(
            try complaints(
                "platform: tiny\nmessaging: {streams: {w: {retention: workqueue}}, consumers: {'c-{agent}': {stream: w}}}\n"
            ) == [warning]
        )
        #expect(
            try complaints("platform: tiny\nmessaging: {streams: {a: {}}}\n") == []
        )
    }

    @Test
    func `a model that a provider does not list is a warning`() throws {
        let providers = "providers: {p: {kind: openai, endpoint: e, key: env:K, models: [fast-1, slow-1]}}"
        #expect(
            try complaints("platform: tiny\n\(providers)\nrouting: {primary: {provider: p, model: fsat-1}}\n") == [
                "warning: manifests/platform.yaml:3:41: routing.primary.model: \"fsat-1\" is none of the models of p | "
                    + "did you mean \"fast-1\"?"
            ]
        )
        #expect(
            try complaints("platform: tiny\n\(providers)\nrouting: {primary: {provider: p, model: slow-1}}\n") == []
        )
    }

    @Test
    func `faults injected in a protected environment are a warning`() throws {
        let istio = "kubernetes: {istio: {host: h, fault: {delay: 5s, percent: 0.1}, tls_secret: t}}"
        #expect(try complaints("platform: tiny\n\(istio)\n") == [])
        #expect(
            try complaints("platform: tiny\n\(istio)\n", over: "protected: true") == [
                "warning: manifests/platform.yaml:2:38: kubernetes.istio.fault: faults are injected where people are served | "
                    + "this environment is protected"
            ]
        )
    }

    @Test
    func `a value that was refused draws no second fault behind it`() throws {
        #expect(
            try complaints("platform: tiny\ndatabase: {pool: {min: 30, max: many}}\n") == [
                "manifests/platform.yaml:2:33: database.pool.max: must be a whole number, found the text \"many\""
            ]
        )
        #expect(
            try complaints("platform: tiny\nmessaging: {consumers: {c: {stream: 5}}}\n") == [
                "manifests/platform.yaml:2:37: messaging.consumers.c.stream: must be text, found 5 | "
                    + "put it in quotes to make it text"
            ]
        )
    }

    @Test
    func `text that goes on as it stands and looks like a secret is a warning`() throws {
        for text in [
            "description: 'postgres://u:hunter2pass@h/db'",
            "database: {settings: {primary_conninfo: 'host=h password=hunter2pass'}}",
            "storage: {buckets: {abc: {policy: {a: [{b: 'Bearer hunter2pass99'}]}}}}",
            "compose: {images: {x: 'https://u:hunter2pass@reg/x:1'}}",
        ] {
            let found = try complaints("platform: tiny\n\(text)\n")
            #expect(found.count == 1)
            #expect(found.first?.contains("must not hold a secret, and this looks like one") == true, "\(found)")
            #expect(found.first?.contains("hunter2") == false)
        }
    }
}
