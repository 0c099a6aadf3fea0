package struct Agent: Section {
    package var image: String?
    package var tag: String?
    package var digest: ImageDigest?
    package var endpoint: Reference?
    package var port = 8_000
    package var portName = "http"
    package var replicas = 1
    package var resources = Resources()
    package var liveness = Probe(path: "/health", delay: 30, period: 10, timeout: 5, failures: 3)
    package var readiness = Probe(path: "/ready", delay: 5, period: 5, timeout: 3, failures: 3)
    package var metrics = "/metrics"
    package var user = 10_001
    package var scratch: [String] = ["/tmp", "/app/logs"]

    package init() {}

    package static let summary = "The agent: image, endpoints, resources."

    package static let fields: [Field<Agent>] = [
        field("image", \.image, "The container image, without its tag."),
        field("tag", \.tag, "The image's tag; never latest."),
        field(
            "digest",
            \.digest,
            "The tag and its digest, TAG@sha256:…: what was tested is what runs; a new tag wants a new one."
        ),
        field("endpoint", \.endpoint, "Where a client reaches it."),
        field("port", \.port, "The port it listens on.", .within(1...65_535)),
        field("port_name", \.portName, "What Kubernetes calls the port.", .dnsLabel),
        field("replicas", \.replicas, "Agents at the same time.", .within(0...1_000)),
        field("resources", \.resources, "What each may use."),
        field("liveness", \.liveness, "Asked to learn whether it lives."),
        field("readiness", \.readiness, "Asked to learn whether it can take work."),
        field("metrics", \.metrics, "Where Prometheus reads."),
        field("user", \.user, "The user, group and file system group it runs as; never root.", .within(1...65_535)),
        field("scratch", \.scratch, "Folders it may write to; they are empty at every start."),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        if tag == "latest" {
            let origin = setting.origin(of: "tag")
            reader.refuse(path / "tag", origin, "the tag latest changes under your feet", hint: "name a version")
        }
        reader.refuseMalformed(image: image, tag: tag, at: path, in: setting)
        reader.demand(digest, of: tag, at: path, in: setting)
        if let name = image?.split(separator: "/").last, name.contains(":") {
            reader.refuse(
                path / "image",
                setting.origin(of: "image"),
                "a tag stands in the image",
                hint: "it has a key: tag; a digest stands behind the tag in digest: TAG@sha256:…"
            )
        }
    }
}

package struct Resources: Section {
    package var memory: ByteSize?
    package var cpu: CPUAmount?
    package var memoryLimit: ByteSize?
    package var cpuLimit: CPUAmount?

    package init() {}

    package static let summary = "What each may use."

    package static let fields: [Field<Resources>] = [
        field("memory", \.memory, "Memory kept for it."),
        field("cpu", \.cpu, "Processors kept for it."),
        field("memory_limit", \.memoryLimit, "Memory at most."),
        field("cpu_limit", \.cpuLimit, "Processors at most."),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        reader.demandOrder(("memory", memory), ("memory_limit", memoryLimit), at: path, in: setting)
        reader.demandOrder(("cpu", cpu), ("cpu_limit", cpuLimit), at: path, in: setting)
    }
}

package struct Probe: Section {
    package var path = "/"
    package var delay = Period(seconds: 0)
    package var period = Period(seconds: 10)
    package var timeout = Period(seconds: 1)
    package var failures = 3

    package init() {}

    init(path: String, delay: Int, period: Int, timeout: Int, failures: Int) {
        self.path = path
        self.delay = Period(seconds: delay)
        self.period = Period(seconds: period)
        self.timeout = Period(seconds: timeout)
        self.failures = failures
    }

    package static let summary = "An HTTP question asked again and again."

    package static let fields: [Field<Probe>] = [
        field("path", \.path, "The path asked for.", .notEmpty),
        field("delay", \.delay, "Before the first."),
        field("period", \.period, "Between two.", .positive),
        field("timeout", \.timeout, "How long an answer may take.", .positive),
        field("failures", \.failures, "Misses in a row before it counts.", .atLeast(1)),
    ]
}
