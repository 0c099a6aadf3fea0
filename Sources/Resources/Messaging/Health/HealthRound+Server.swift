internal import Deadlines
internal import NATS
internal import Network
internal import Platform
internal import Words

/// What the server itself is.
extension HealthRound {
    /// A server's greeting tells its release to anybody, so that those of the whole cluster can be compared.
    func version(by deadline: Deadline) async throws -> Diagnosis {
        let connection = try connection.value
        let wanted = health.messaging.version
        let info = connection.info
        var findings: [Finding] = []
        if numbers(info.version).lexicographicallyPrecedes(numbers(wanted)) {
            findings.append(
                Finding(
                    MessagingChecks.version,
                    at: address,
                    .outdated,
                    "nats-server is \(info.version), and the platform needs \(wanted) or newer.",
                    evidence: [.fact("version", info.version), .fact("needed", wanted)],
                    remedies: [
                        .hint("Bring the server to \(wanted) or newer, one server of a cluster after the other.")
                    ],
                )
            )
        }
        let others = await releases(of: info.otherServers, besides: info, by: deadline)
        let all = Set(others.values).union([info.version]).sorted()
        let trains = Set(all.map { Array(numbers($0).prefix(2)) })
        if all.count > 1 {
            let lines = others.sorted { $0.key < $1.key }.map { Finding.Evidence.fact($0.key, $0.value) }
            findings.append(
                Finding(
                    MessagingChecks.version,
                    trains.count > 1 ? .warning : .note,
                    at: address,
                    .drift,
                    "The servers of the cluster are of different releases: \(all.joined(separator: ", ")).",
                    evidence: [.fact(info.serverName, info.version)] + lines,
                    remedies: [.hint("Finish the upgrade: an older server does not know what a newer leader was told.")],
                )
            )
        }
        let more = others.isEmpty ? "" : ", as \(others.count) more of its cluster"
        return .found(findings, seen: "nats-server \(info.version)\(all.count == 1 ? more : "")")
    }

    /// By name; those that cannot be reached from here are left out.
    private func releases(
        of servers: [String],
        besides own: ServerInfo,
        by deadline: Deadline
    ) async -> [String: String] {
        let share = Deadline.after(.seconds(2)).sooner(of: .after(deadline.remaining / 2))
        return await withTaskGroup(of: ServerInfo?.self) { group in
            for server in servers.prefix(16) {
                guard let url = try? ServerURL(server) else { continue }
                group.addTask { try? await greet(url.endpoint, by: share).info }
            }
            return await group.reduce(into: [:]) { all, info in
                guard let info, info.serverID != own.serverID else { return }
                all[info.serverName] = info.version
            }
        }
    }

    private func numbers(_ version: String) -> [Int] { ServerFacts(version: version, isSingle: false).numbers }

    /// What may be sent, by where the file says it.
    var declaredSizes: [(what: String, bytes: Int, isNeed: Bool)] {
        var sizes: [(what: String, bytes: Int, isNeed: Bool)] = []
        if let largest = health.messaging.largestMessage {
            sizes.append(("messaging.largest_message", largest.bytes, true))
        }
        for (name, stream) in health.messaging.streams.items {
            if let size = stream.maxMessageSize {
                sizes.append(("messaging.streams.\(name).max_message_size", size.bytes, false))
            }
        }
        for (name, bucket) in health.messaging.keyValue.items {
            if let size = bucket.maxValueSize {
                sizes.append(("messaging.key_value.\(name).max_value_size", size.bytes, false))
            }
        }
        return sizes
    }

    /// The server cuts off whoever sends more than it takes.
    func payload() throws -> Diagnosis {
        let limit = try connection.value.info.maxPayload
        let sizes = declaredSizes
        let above = sizes.filter { $0.bytes > limit }
        let largest = sizes.map(\.bytes).max() ?? 0
        let measure = Measure(
            "largest_message",
            Double(largest),
            .bytes,
            critical: Double(limit),
            maximum: Double(limit)
        )
        guard let worst = above.first(where: \.isNeed) ?? above.max(by: { $0.bytes < $1.bytes }) else {
            return .healthy(
                "takes \(Loss.size(UInt64(limit))), and \(Loss.size(UInt64(largest))) are needed",
                measures: [measure]
            )
        }
        return .found(
            Finding(
                MessagingChecks.payload,
                worst.isNeed ? .error : .warning,
                at: address,
                .capacity,
                worst.isNeed
                    ? "The server takes \(limit) bytes, and messages have up to \(worst.bytes)."
                    : "The server takes \(limit) bytes, fewer than a stream is to keep in one message.",
                evidence: [.fact("max_payload", String(limit))] + above.map { .fact($0.what, String($0.bytes)) },
                remedies: [
                    .hint(
                        "Set max_payload: \(worst.bytes) in nats-server's configuration (8 MiB are its makers' advice, 64 MiB its limit); larger things belong in an object store, with their name in the message."
                    )
                ],
            ),
            measures: [measure]
        )
    }
}
