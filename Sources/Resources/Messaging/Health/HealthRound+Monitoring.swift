internal import Deadlines
internal import FoundationEssentials
internal import HTTP
internal import JSON
internal import Ladder
internal import NATS
internal import Network
internal import Words

/// What the monitoring pages say, and what of that can be believed.
extension HealthRound {
    func monitoring(by deadline: Deadline) async throws -> Diagnosis {
        guard let monitor else { return .skipped("none is declared") }
        let url = monitor.place
        let kind = MessagingChecks.monitoring
        let status: ServerStatus
        let page: Health
        do throws(MonitoringFailure) {
            status = try await monitor.server(by: deadline)
            page = try await monitor.ask(
                by: deadline,
                { pages, end throws(MonitoringFailure) in try await pages.health(by: end) }
            )
        } catch {
            return .found(failure(error, at: url))
        }
        var findings: [Finding] = []
        // Where the server could not be reached there is nothing to hold it against.
        var info = (try? connection.value)?.info
        if info == nil {
            info = try? await greet(health.options.servers[0].endpoint, by: .after(deadline.remaining / 2)).info
        }
        if let info, info.serverID != status.serverID,
            info.cluster == nil || info.cluster != status.cluster
        {
            findings.append(
                Finding(
                    kind,
                    at: address,
                    .drift,
                    "The monitoring page is of another server than the one that we are connected to.",
                    evidence: [
                        .fact("page", "\(url) of \(status.serverName)"), .fact("connected to", info.serverName),
                    ],
                    remedies: [.hint("Correct messaging.monitoring or messaging.url.")],
                )
            )
        }
        if !page.isHealthy { findings.append(await unwell(page, monitor, by: deadline)) }
        return .found(
            findings,
            seen: "\(status.connections) of \(status.maxConnections) connections",
            measures: [
                Measure(
                    "connections",
                    Double(status.connections),
                    warning: Double(status.maxConnections) * limits.fullnessWarning / 100,
                    critical: Double(status.maxConnections) * limits.fullnessCritical / 100,
                    maximum: Double(status.maxConnections)
                )
            ]
        )
    }

    /// A page that says ok proves nothing, as it says so of a server without JetStream too; one that does not is worth a word.
    private func unwell(
        _ page: Health,
        _ monitor: Monitor,
        by deadline: Deadline
    ) async -> Finding {
        let jetStream = try? await monitor.ask(
            by: deadline,
            { pages, end throws(MonitoringFailure) in try await pages.jetStream(by: end) }
        )
        let isLeaderless = jetStream?.clusterSize.map { $0 > 1 } == true && jetStream?.metaLeader == nil
        return Finding(
            MessagingChecks.monitoring,
            at: address,
            isLeaderless ? .quorum : .starting,
            "The server does not call itself well.",
            evidence: [.fact("page", "\(monitor.place)/healthz"), .verbatim(page.reason ?? "no reason given")],
            remedies: [
                .hint("A server that has just started says so until its streams have caught up; else look at its log."),
                .fix("curl -s \(monitor.place)/healthz"),
            ],
        )
    }

    private func failure(_ failure: MonitoringFailure, at url: String) -> Finding {
        let kind = MessagingChecks.monitoring
        let remedy = Finding.Remedy.hint(
            "It listens where nats-server's configuration says http or http_port, 8222 as a rule."
        )
        switch failure {
        case .http(let error):
            if let endpoint = error.endpoint, case .transport(let transport) = error.kind {
                return Finding(
                    kind,
                    at: address,
                    transport,
                    of: "NATS's monitoring",
                    at: endpoint,
                    evidence: [.fact("page", url)]
                )
            }
            if case .bodyTooLarge(let limit) = error.kind {
                return Finding(
                    kind,
                    at: address,
                    .brokenAnswer,
                    "What answers at \(url) says far more than a monitoring page.",
                    evidence: [.fact("read", "more than \(Loss.size(UInt64(limit)))")],
                    remedies: [remedy],
                )
            }
            var failureClass = FailureClass.noReply
            if case .proxy = error.kind { failureClass = .proxy }
            if case .protocol = error.kind { failureClass = .protocolMismatch }
            if case .badURL = error.kind { failureClass = .config }
            return Finding(
                kind,
                at: address,
                failureClass,
                "The monitoring page cannot be read.",
                evidence: [.fact("page", url), .fact("failure", "\(error)")],
                remedies: [remedy],
            )
        case .status(let status):
            return Finding(
                kind,
                at: address,
                .protocolMismatch,
                "What answers at \(url) is no monitoring page of NATS.",
                evidence: [.fact("status", String(status))],
                remedies: [remedy],
            )
        case .malformed(let reason):
            return Finding(
                kind,
                at: address,
                .protocolMismatch,
                "What answers at \(url) is no monitoring page of NATS.",
                evidence: [.fact("reason", reason)],
                remedies: [remedy],
            )
        }
    }

    /// The server counts those it cut off since it began; the list of closed connections says when and whom.
    func slowConsumers(by deadline: Deadline) async throws -> Diagnosis {
        guard let monitor else { return .skipped("no monitoring is declared") }
        let status: ServerStatus
        var recent: [JSON] = []
        do throws(MonitoringFailure) {
            status = try await monitor.server(by: deadline)
            if status.slowConsumers > 0 {
                let closed = try await monitor.ask(
                    by: deadline,
                    { pages, end throws(MonitoringFailure) in
                        try await pages.page("connz?state=closed&sort=stop&limit=1024", by: end)
                    }
                )
                recent = (closed["connections"].array ?? []).filter { isRecentlySlow($0, now: closed["now"]) }
            }
        } catch {
            return .skipped("there is no page to read, and messaging.monitoring says why")
        }
        let measure = Measure("slow_consumers", Double(status.slowConsumers))
        guard status.slowConsumers > 0 else { return .healthy("none", measures: [measure]) }
        let since = status.started ?? "its start"
        guard !recent.isEmpty else {
            return .healthy("\(status.slowConsumers) since \(since), none lately", measures: [measure])
        }
        let lines = recent.prefix(10).map { client in
            Finding.Evidence.fact(
                client["name"].string ?? "client \(client["cid"].integer ?? 0)",
                "\(client["ip"].string ?? "?"), cut off at \(client["stop"].string ?? "?")"
            )
        }
        return .found(
            Finding(
                MessagingChecks.slowConsumers,
                at: address,
                .overloaded,
                "The server cut off \(counted(UInt64(recent.count), "client")) in the last \(limits.slownessRemembered.readable), too slow to read what was sent.",
                evidence: [.fact("since the start", String(status.slowConsumers))] + lines,
                remedies: [
                    .hint(
                        "What was sent to them is lost unless a stream kept it. Let them read faster, or take less at once."
                    )
                ],
            ),
            measures: [measure]
        )
    }

    private func isRecentlySlow(_ client: JSON, now: JSON) -> Bool {
        guard client["reason"].string?.hasPrefix("Slow Consumer") == true, let stop = Backlog.moment(client["stop"]),
            let now = Backlog.moment(now)
        else { return false }
        return .seconds(now.timeIntervalSince(stop)) < limits.slownessRemembered
    }
}
