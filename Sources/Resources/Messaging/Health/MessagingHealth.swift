internal import Deadlines
package import HTTP
internal import JSON
package import NATS
package import Platform
package import Words

/// One region's NATS, looked at as often as somebody asks.
package struct MessagingHealth: Checkable {
    let region: String
    let messaging: Messaging
    let options: NATSOptions
    /// Of the monitoring pages; nil where the file declares none.
    let monitoring: String?
    /// The name that the cluster should have.
    let cluster: String?
    let http: HTTPClient
    let limits: HealthLimits
    let desired: DesiredMessaging

    /// `options`, `monitoring` and `cluster` are resolved; nothing is opened before the first check.
    package init(
        region: String,
        messaging: Messaging,
        options: NATSOptions,
        monitoring: String? = nil,
        cluster: String? = nil,
        http: HTTPClient = HTTPClient(),
        limits: HealthLimits = HealthLimits(),
    ) {
        self.region = region
        self.messaging = messaging
        self.options = options
        self.monitoring = monitoring
        self.cluster = cluster
        self.http = http
        self.limits = limits
        desired = DesiredMessaging(messaging, region)
    }

    package func checkup() -> Checkup {
        let round = HealthRound(self)
        return Checkup(of: .messaging(region), parallelism: 32, round.checks) { round.close() }
    }
}

/// The checks of one run, and what they share.
struct HealthRound: Sendable {
    let health: MessagingHealth
    let connection = Slot<NATSConnection>()
    let lookout: Lookout

    init(_ health: MessagingHealth) {
        self.health = health
        lookout = Lookout(health.desired, health.region)
    }

    var address: Address { .messaging(health.region) }
    var limits: HealthLimits { health.limits }
    var desired: DesiredMessaging { health.desired }

    func close() {
        connection.empty()?.close()
    }

    var checks: [Check] {
        var checks = ofServer
        for stream in desired.streams { checks += self.checks(of: stream) }
        let settings = settingsOfConsumers
        for consumer in desired.consumers {
            checks += self.checks(of: consumer, declaredAt: settings[consumer.address] ?? ["messaging"])
        }
        return checks
    }

    private var ofServer: [Check] {
        var checks = [
            Check(MessagingChecks.connect, of: address, declaredAt: ["messaging", "url"]) { await connect(by: $0) },
            Check(MessagingChecks.version, of: address, declaredAt: ["messaging", "version"]) {
                try await version(by: $0)
            },
            Check(MessagingChecks.permissions, of: address, declaredAt: ["messaging"]) {
                try await permissions(by: $0)
            },
            Check(MessagingChecks.roundTrip, of: address, declaredAt: ["messaging", "url"]) {
                try await roundTrip(by: $0)
            },
        ]
        if !declaredSizes.isEmpty {
            checks.append(
                Check(MessagingChecks.payload, of: address, declaredAt: ["messaging"]) { _ in try payload() }
            )
        }
        if health.monitoring != nil {
            let setting = ["messaging", "monitoring"]
            checks.append(
                Check(MessagingChecks.monitoring, of: address, declaredAt: setting) { try await monitoring(by: $0) }
            )
            checks.append(
                Check(MessagingChecks.slowConsumers, of: address, declaredAt: setting) {
                    try await slowConsumers(by: $0)
                }
            )
        }
        if health.messaging.role != .single {
            checks.append(
                Check(MessagingChecks.leaf, of: address, declaredAt: ["messaging", "role"]) {
                    try await links(by: $0)
                }
            )
        }
        checks.append(
            Check(MessagingChecks.jetStream, of: address, declaredAt: ["messaging"]) { try await jetStream(by: $0) }
        )
        checks.append(
            Check(MessagingChecks.account, of: address, declaredAt: ["messaging"]) { try await account(by: $0) }
        )
        return checks
    }

    private func checks(of stream: DesiredStream) -> [Check] {
        let setting = stream.setting
        func check(
            _ kind: CheckKind,
            _ examine: @escaping @Sendable (HealthRound, DesiredStream, Deadline) async throws -> Diagnosis
        ) -> Check {
            Check(kind, of: stream.address, declaredAt: setting) { try await examine(self, stream, $0) }
        }
        var checks = [
            check(MessagingChecks.stream) { try await $0.existence(of: $1, by: $2) },
            check(MessagingChecks.streamSettings) { try await $0.settings(of: $1, by: $2) },
            check(MessagingChecks.streamQuorum) { try await $0.quorum(of: $1, by: $2) },
            check(MessagingChecks.streamHeadroom) { try await $0.headroom(of: $1, by: $2) },
        ]
        if stream.declares("subjects") {
            checks.append(check(MessagingChecks.publish) { try await $0.publish(to: $1, by: $2) })
        }
        if stream.isWorkQueue {
            checks.append(check(MessagingChecks.workQueue) { try await $0.readers(of: $1, by: $2) })
        }
        if stream.hasOrigins {
            checks.append(check(MessagingChecks.mirror) { try await $0.origins(of: $1, by: $2) })
        }
        return checks
    }

    private func checks(of consumer: DesiredConsumer, declaredAt setting: [String]) -> [Check] {
        [
            Check(MessagingChecks.consumer, of: consumer.address, declaredAt: setting) {
                try await existence(of: consumer, by: $0)
            },
            Check(MessagingChecks.consumerSettings, of: consumer.address, declaredAt: setting) {
                try await settings(of: consumer, by: $0)
            },
            Check(MessagingChecks.consumerLag, of: consumer.address, declaredAt: setting) {
                try await lag(of: consumer, by: $0)
            },
            Check(MessagingChecks.consumerPoison, of: consumer.address, declaredAt: setting) {
                try await poison(of: consumer, by: $0)
            },
        ]
    }

    /// One that stands for each agent is declared once.
    private var settingsOfConsumers: [Address: [String]] {
        var settings: [Address: [String]] = [:]
        for (name, consumer) in health.messaging.consumers.items {
            for agent in health.messaging.agents.map(Optional.some) + [nil] {
                let address = Address.consumer(name.naming(agent), of: consumer.stream, health.region)
                if settings[address] == nil { settings[address] = ["messaging", "consumers", name] }
            }
        }
        return settings
    }
}

extension DesiredStream {
    var isWorkQueue: Bool { value("retention") == "workqueue" }

    /// Where the platform file declares it: its address without the region says which kind it is.
    var setting: [String] {
        let (section, name) = (address.parts[2], address.parts[3])
        switch section {
        case "key-value": return ["messaging", "key_value", name]
        case "object-store": return ["messaging", "object_stores", name]
        default: return ["messaging", "streams", name]
        }
    }
}
