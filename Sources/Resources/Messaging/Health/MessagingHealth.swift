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
        return Checkup(of: .messaging(region), parallelism: 32, round.checks, finish: { round.close() })
    }
}

/// The checks of one run, and what they share.
struct HealthRound: Sendable {
    let health: MessagingHealth
    let connection = Slot<NATSConnection>()
    /// Nil where the file declares no monitoring.
    let monitor: Monitor?
    let lookout: Lookout

    init(_ health: MessagingHealth) {
        self.health = health
        monitor = health.monitoring.map { Monitor($0, over: health.http) }
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

    /// A check of ours: what the client says of a broken request is what the check found.
    private func check(
        _ kind: CheckKind,
        of target: Address,
        declaredAt setting: [String],
        waitsFor: [CheckOutcome.Blocker] = [],
        _ examine: @escaping @Sendable (HealthRound, Deadline) async throws -> Diagnosis,
    ) -> Check {
        Check(kind, of: target, declaredAt: setting, waitsFor: waitsFor) { deadline in
            do {
                return try await examine(self, deadline)
            } catch let error as NATSError {
                if error == .cancelled, Task.isCancelled { throw CancellationError() }
                return .found(Finding(kind, at: target, error))
            }
        }
    }

    private var ofServer: [Check] {
        func check(
            _ kind: CheckKind,
            at key: String? = nil,
            _ examine: @escaping @Sendable (HealthRound, Deadline) async throws -> Diagnosis,
        ) -> Check {
            self.check(kind, of: address, declaredAt: ["messaging"] + (key.map { [$0] } ?? []), examine)
        }
        var checks = [
            check(MessagingChecks.connect, at: "url") { await $0.connect(by: $1) },
            check(MessagingChecks.version, at: "version") { try await $0.version(by: $1) },
            check(MessagingChecks.permissions) { try await $0.permissions(by: $1) },
            check(MessagingChecks.roundTrip, at: "url") { try await $0.roundTrip(by: $1) },
        ]
        if !declaredSizes.isEmpty {
            let key = health.messaging.largestMessage == nil ? nil : "largest_message"
            checks.append(check(MessagingChecks.payload, at: key) { round, _ in try round.payload() })
        }
        if health.monitoring != nil {
            checks += [
                check(MessagingChecks.monitoring, at: "monitoring") { try await $0.monitoring(by: $1) },
                check(MessagingChecks.slowConsumers, at: "monitoring") { try await $0.slowConsumers(by: $1) },
            ]
        }
        if health.messaging.role != .single {
            checks.append(check(MessagingChecks.leaf, at: "role") { try await $0.links(by: $1) })
        }
        return checks + [
            check(MessagingChecks.jetStream) { try await $0.jetStream(by: $1) },
            check(MessagingChecks.account) { try await $0.account(by: $1) },
        ]
    }

    private func checks(of stream: DesiredStream) -> [Check] {
        func check(
            _ kind: CheckKind,
            waitsFor: [CheckOutcome.Blocker] = [],
            _ examine: @escaping @Sendable (HealthRound, Deadline) async throws -> Diagnosis,
        ) -> Check {
            self.check(kind, of: stream.address, declaredAt: stream.setting, waitsFor: waitsFor, examine)
        }
        // Only a cluster can be without a leader while its streams still tell; elsewhere there is nothing to ask before the stream is there.
        let itself = CheckOutcome.Blocker(MessagingChecks.stream.id, stream.address)
        let isWorthAsking = health.messaging.role == .cluster
        var checks = [
            check(MessagingChecks.stream) { try await $0.existence(of: stream, by: $1) },
            check(MessagingChecks.streamSettings) { try await $0.settings(of: stream, by: $1) },
            check(MessagingChecks.streamQuorum, waitsFor: isWorthAsking ? [] : [itself]) {
                try await $0.quorum(of: stream, by: $1)
            },
            check(MessagingChecks.streamHeadroom) { try await $0.headroom(of: stream, by: $1) },
        ]
        if stream.declares("subjects") {
            checks.append(check(MessagingChecks.publish) { try await $0.publish(to: stream, by: $1) })
        }
        if stream.isWorkQueue {
            checks.append(check(MessagingChecks.workQueue) { try await $0.readers(of: stream, by: $1) })
        }
        if stream.hasOrigins {
            checks.append(check(MessagingChecks.mirror) { try await $0.origins(of: stream, by: $1) })
        }
        return checks
    }

    private func checks(of consumer: DesiredConsumer, declaredAt setting: [String]) -> [Check] {
        func check(
            _ kind: CheckKind,
            _ examine: @escaping @Sendable (HealthRound, Deadline) async throws -> Diagnosis,
        ) -> Check {
            self.check(kind, of: consumer.address, declaredAt: setting, examine)
        }
        return [
            check(MessagingChecks.consumer) { try await $0.existence(of: consumer, by: $1) },
            check(MessagingChecks.consumerSettings) { try await $0.settings(of: consumer, by: $1) },
            check(MessagingChecks.consumerLag) { try await $0.lag(of: consumer, by: $1) },
            check(MessagingChecks.consumerPoison) { try await $0.poison(of: consumer, by: $1) },
        ]
    }

    /// One that stands for each agent is declared once.
    var settingsOfConsumers: [Address: [String]] {
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
