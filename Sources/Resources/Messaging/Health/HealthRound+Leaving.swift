internal import Deadlines
internal import NATS
internal import Network
internal import Words

/// Servers that run and let nobody in: on their way down, or not yet up.
extension HealthRound {
    /// What a client hears that was let in before.
    func lameDuck(_ connection: NATSConnection) -> Finding {
        Finding(
            MessagingChecks.connect,
            .warning,
            at: address,
            .starting,
            "The server is about to shut down and sends its clients away.",
            evidence: [.fact("server", connection.info.serverName), .fact("INFO", "ldm: true")],
            remedies: [.hint("It was told so (lame duck mode), as for an upgrade: look again when it is back.")],
        )
    }

    /// Whoever knocks hears no more than a closed port has to say; the server's own page tells that somebody is in.
    func shut(at endpoint: Endpoint, by deadline: Deadline) async -> Finding? {
        guard let monitor, health.options.servers.count == 1 else { return nil }
        let limit = deadline.sooner(of: .after(HealthRound.pageLimit))
        guard let status = try? await monitor.server(by: limit),
            let page = try? await monitor.ask(
                by: limit,
                { pages, end throws(MonitoringFailure) in try await pages.health(serverOnly: true, by: end) }
            ), page.isShut
        else { return nil }
        // Its door was open before, or is not open yet.
        let isLeaving = status.allConnections > 0
        return Finding(
            MessagingChecks.connect,
            at: address,
            .starting,
            isLeaving
                ? "The server is shutting down (lame duck mode): it runs, and takes no new clients."
                : "The server runs and takes no clients yet: it starts, or is already told to end.",
            evidence: [
                .fact("address", "\(endpoint) refuses"), .fact("page", "\(monitor.place)/healthz"),
                .verbatim(page.reason ?? "no reason given"), .fact("server", status.serverName),
                .fact("running since", status.started ?? "?"),
                .fact("clients", "\(status.connections) now, \(status.allConnections) since its start"),
            ],
            remedies: [
                .hint(
                    isLeaving
                        ? "Somebody told it so, as for an upgrade: look again when it is back."
                        : "With many messages to read a start takes its time; its log says how far it is."
                ), .fix("ihctl doctor \(address) --wait 5m"),
            ],
        )
    }

    private static let pageLimit = Duration.seconds(2)
}
