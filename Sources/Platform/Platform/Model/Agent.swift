package struct Agent: Section {
    package var image: String?
    package var tag: String?
    package var endpoint: Reference?
    package var port = 8_000
    package var replicas = 1
    package var resources = Resources()
    package var liveness = Probe(path: "/health", delay: 30, period: 10, timeout: 5, failures: 3)
    package var readiness = Probe(path: "/ready", delay: 5, period: 5, timeout: 3, failures: 3)
    package var metrics = "/metrics"
    package var user = 10_001

    package init() {}

    package static let summary = "The agent: image, endpoints, resources."

    package static var fields: [Field<Agent>] {
        [
            field("image", \.image, "The container image, without its tag."),
            field("tag", \.tag, "The image's tag; never latest."),
            field("endpoint", \.endpoint, "Where a client reaches it."),
            field("port", \.port, "The port it listens on.", .within(1...65_535)),
            field("replicas", \.replicas, "Agents at the same time.", .within(0...1_000)),
            field("resources", \.resources, "What each may use."),
            field("liveness", \.liveness, "Asked to learn whether it lives."),
            field("readiness", \.readiness, "Asked to learn whether it can take work."),
            field("metrics", \.metrics, "Where Prometheus reads."),
            field("user", \.user, "The user and group id it runs as.", .within(1...65_535)),
        ]
    }

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        guard tag == "latest" else { return }
        let origin = setting.map?["tag"]?.origin ?? setting.origin
        reader.refuse(path / "tag", origin, "the tag latest changes under your feet", hint: "name a version")
    }
}

package struct Resources: Section {
    package var memory: ByteSize?
    package var cpu: CPUAmount?
    package var memoryLimit: ByteSize?
    package var cpuLimit: CPUAmount?

    package init() {}

    package static let summary = "What each may use."

    package static var fields: [Field<Resources>] {
        [
            field("memory", \.memory, "Memory kept for it."),
            field("cpu", \.cpu, "Processors kept for it."),
            field("memory_limit", \.memoryLimit, "Memory at most."),
            field("cpu_limit", \.cpuLimit, "Processors at most."),
        ]
    }

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        if let memory, let memoryLimit, memory.bytes > memoryLimit.bytes {
            let origin = setting.map?["memory"]?.origin ?? setting.origin
            reader.refuse(path / "memory", origin, "\(memory.spelled) is more than the limit \(memoryLimit.spelled)")
        }
        if let cpu, let cpuLimit, cpu.thousandths > cpuLimit.thousandths {
            let origin = setting.map?["cpu"]?.origin ?? setting.origin
            reader.refuse(path / "cpu", origin, "\(cpu.spelled) is more than the limit \(cpuLimit.spelled)")
        }
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

    package static var fields: [Field<Probe>] {
        [
            field("path", \.path, "The path asked for.", .notEmpty),
            field("delay", \.delay, "Before the first."),
            field("period", \.period, "Between two."),
            field("timeout", \.timeout, "How long an answer may take."),
            field("failures", \.failures, "Misses in a row before it counts.", .atLeast(1)),
        ]
    }
}
