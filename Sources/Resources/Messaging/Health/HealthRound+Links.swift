internal import Deadlines
internal import JSON
internal import NATS
internal import Platform
internal import Words

/// What binds the server to others: the leaf's link to its hub, the cluster's servers to each other.
extension HealthRound {
    func links(by deadline: Deadline) async throws -> Diagnosis {
        let connection = try connection.value
        return health.messaging.role == .leaf
            ? try await leaf(connection, by: deadline) : await members(connection, by: deadline)
    }

    private func leaf(_ connection: NATSConnection, by deadline: Deadline) async throws -> Diagnosis {
        var findings: [Finding] = []
        var seen: [String] = []
        var isTold = false
        if let links = try? await monitor?.ask(
            by: deadline,
            { pages, end throws(MonitoringFailure) in try await pages.leafLinks(by: end) }
        ) {
            isTold = true
            if links.isEmpty { findings.append(noLink(connection.info)) }
            seen.append(counted(UInt64(links.count), "link"))
            seen += links.map { "to \($0.name.isEmpty ? $0.address : $0.name)" }
        }
        for prefix in externalPrefixes {
            isTold = true
            do throws(NATSError) {
                _ = try await JetStream(connection, prefix: prefix).account(by: deadline)
                seen.append("\(prefix) answers")
            } catch {
                findings.append(unreachable(prefix, error))
            }
        }
        guard isTold else {
            return .skipped(
                "\(monitor == nil ? "no monitoring is declared" : "there is no monitoring page to read"), and no stream takes from another domain: nothing tells of the link"
            )
        }
        return .found(findings, seen: seen.joined(separator: ", "))
    }

    /// Where streams take from another domain: `$JS.hub.API`.
    private var externalPrefixes: [String] {
        let origins = desired.streams.flatMap { stream in
            [stream.value("mirror")] + (stream.value("sources").array ?? [])
        }
        return Set(origins.compactMap { $0["external"]["api"].string }).sorted()
    }

    private func noLink(_ info: ServerInfo) -> Finding {
        Finding(
            MessagingChecks.leaf,
            at: address,
            .unreachable,
            "The leaf \(info.serverName) has no link to its hub.",
            evidence: [.fact("page", "\(monitor?.place ?? "")/leafz"), .fact("links", "0")],
            remedies: [
                .hint(
                    "Look at remotes under leafnodes in its configuration, at the way to that port (7422 as a rule) and at the credentials; its log says why."
                ),
                .fix("curl -s \(monitor?.place ?? "")/leafz"),
            ],
        )
    }

    private func unreachable(_ prefix: String, _ error: NATSError) -> Finding {
        let parts = prefix.split(separator: ".")
        let domain = parts.count == 3 ? String(parts[1]) : prefix
        return Finding(
            MessagingChecks.leaf,
            at: address,
            error == .timeout ? .noReply : FailureClass(error) == .missing ? .unreachable : FailureClass(error),
            "JetStream domain \(domain) is out of reach.",
            evidence: [.fact("asked", "\(prefix).INFO"), .fact("answer", Told(error).message)],
            remedies: [
                .hint(
                    "The link to its servers is cut, or no server there has domain: \(domain) in its jetstream block."
                )
            ],
        )
    }

    private func members(_ connection: NATSConnection, by deadline: Deadline) async -> Diagnosis {
        let info = connection.info
        guard let name = info.cluster else {
            return .found(
                Finding(
                    MessagingChecks.leaf,
                    at: address,
                    .drift,
                    "The file says cluster, and the server stands alone.",
                    evidence: [.fact("server", info.serverName), .fact("INFO", "no cluster")],
                    remedies: [.hint("Give each server a cluster block with the same name and routes to the others.")],
                )
            )
        }
        var findings: [Finding] = []
        if let wanted = health.cluster, wanted != name {
            findings.append(
                Finding(
                    MessagingChecks.leaf,
                    .warning,
                    at: address,
                    .drift,
                    "The cluster is called \"\(name)\", and the file says \"\(wanted)\".",
                    evidence: [.fact("server", info.serverName)],
                    remedies: [.hint("Correct messaging.cluster, or the URL: it may be another cluster.")],
                )
            )
        }
        var seen = "cluster \(name)"
        if let status = try? await monitor?.ask(
            by: deadline,
            { pages, end throws(MonitoringFailure) in try await pages.jetStream(by: end) }
        ), let size = status.clusterSize,
            status.metaLeader != nil
        {
            let gone = status.peers.filter { $0.isOffline || $0.active > limits.silenceOfReplica && !$0.isCurrent }
            seen += ", \(size - gone.count) of \(size) servers"
            if !gone.isEmpty {
                findings.append(
                    Finding(
                        MessagingChecks.leaf,
                        .warning,
                        at: address,
                        .redundancy,
                        "\(counted(UInt64(gone.count), "server")) of the cluster \(gone.count == 1 ? "is" : "are") down.",
                        evidence: gone.map { .fact($0.name, "heard of \($0.active.readable) ago") },
                        remedies: [
                            .hint("Start it, or take it from the cluster for good: nats server cluster peer-remove.")
                        ],
                    )
                )
            }
        }
        return .found(findings, seen: seen)
    }
}
