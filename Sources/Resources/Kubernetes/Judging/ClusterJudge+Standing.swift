package import KubernetesAPI
package import Words

/// What stands in the cluster before the agent does.
extension ClusterJudge {
    package func permissions(_ sights: [Permission: Sight<AccessAnswer>]) -> Diagnosis {
        var denied: [Permission] = []
        for (permission, sight) in sights {
            switch sight {
            case .success(let answer): if !answer.isAllowed { denied.append(permission) }
            case .failure(let error): return unseen(error, as: KubernetesChecks.permissions, at: address)
            }
        }
        guard !denied.isEmpty else { return .healthy("\(counted(sights.count, "permission")), all given") }
        denied.sort { $0.told < $1.told }
        let finding = Finding(
            KubernetesChecks.permissions,
            at: address,
            .permission,
            "\(denied.count) of \(counted(sights.count, "look")) at the cluster are not permitted.",
            evidence: denied.map { .fact("denied", $0.told) },
            remedies: Set(denied.map(\.kind.isNamespaced)).sorted { $0 && !$1 }.map { isNamespaced in
                grant(denied.filter { $0.kind.isNamespaced == isNamespaced })
            }
        )
        return .found(finding)
    }

    /// A role that permits it; whom it is bound to is for a person to say.
    func grant(_ permissions: [Permission]) -> Finding.Remedy {
        let verbs = Set(permissions.map(\.verb)).sorted().joined(separator: ",")
        let resources = Set(permissions.map { $0.kind.qualified }).sorted().joined(separator: ",")
        let isNamespaced = permissions.allSatisfy { $0.kind.isNamespaced }
        let kind = isNamespaced ? "role" : "clusterrole"
        let words = "create \(kind) ihctl-doctor --verb=\(verbs) --resource=\(resources)"
        return .fix(wish.kubectl(words, isNamespaced: isNamespaced))
    }

    /// `heartbeats` say whose clock is off; where they may not be read, nothing is said of clocks.
    package func nodes(_ sight: Sight<[NodeObject]>, heartbeats: Sight<[String: Double]>) -> Diagnosis {
        let kind = KubernetesChecks.nodes
        return judged(sight, as: kind, at: address) { nodes in
            let usable = nodes.filter { $0.isReady && !$0.isUnschedulable }
            var findings: [Finding] = []
            if usable.count < wish.nodes {
                let cordoned = nodes.filter { $0.isReady && $0.isUnschedulable }
                var evidence: [Finding.Evidence] = [.fact("nodes", "\(nodes.count), \(usable.count) usable")]
                if !cordoned.isEmpty { evidence.append(.fact("cordoned", few(cordoned.map(\.metadata.name)))) }
                let uncordon = cordoned.prefix(1).map {
                    Finding.Remedy.fix(wish.kubectl("uncordon \(quoted($0.metadata.name))", isNamespaced: false))
                }
                findings.append(
                    Finding(
                        kind,
                        at: address,
                        .capacity,
                        "\(counted(usable.count, "node")) can take pods; at least \(wish.nodes) are wanted.",
                        evidence: evidence,
                        remedies: uncordon + [.fix("scw k8s pool list cluster-id=CLUSTER_ID")]
                    )
                )
            }
            for node in nodes where !node.isReady { findings.append(notReady(node, isFew: usable.count < wish.nodes)) }
            for node in nodes where node.isReady && !node.pressures.isEmpty { findings.append(pressed(node)) }
            let ages = (try? heartbeats.get()) ?? [:]
            for node in nodes where node.isReady {
                if let age = ages[node.metadata.name], let off = clock(of: node, age) { findings.append(off) }
            }
            let measure = Measure("ready_nodes", Double(usable.count), critical: Double(wish.nodes))
            return .found(
                findings,
                seen: "\(counted(usable.count, "usable node")) of \(nodes.count)",
                measures: [measure]
            )
        }
    }

    private func notReady(_ node: NodeObject, isFew: Bool) -> Finding {
        let ready = node.conditions.named("Ready")
        var evidence: [Finding.Evidence] = []
        if let ready { evidence.append(.fact(ready.reason.isEmpty ? "Ready" : ready.reason, ready.message)) }
        return Finding(
            KubernetesChecks.nodes,
            isFew ? .error : .warning,
            at: address / "node" / node.metadata.name,
            ready?.isTrue == nil ? .noReply : .capacity,
            ready?.isTrue == nil
                ? "The node \(node.metadata.name) is no longer heard of."
                : "The node \(node.metadata.name) is not ready.",
            evidence: evidence,
            remedies: [.fix(wish.kubectl("describe node \(quoted(node.metadata.name))", isNamespaced: false))]
        )
    }

    /// A lease from the future, or an old one of a node that is heard of all the same.
    private func clock(of node: NodeObject, _ age: Double) -> Finding? {
        guard age < -5 || age > 60 else { return nil }
        let name = node.metadata.name
        let seconds = Int(age.magnitude.rounded())
        return Finding(
            KubernetesChecks.nodes,
            .warning,
            at: address / "node" / name,
            .clock,
            age < 0
                ? "The clock of the node \(name) is ahead of the API server's."
                : "The clock of the node \(name) is behind the API server's, or the node is late.",
            evidence: [.fact("last heartbeat", age < 0 ? "\(seconds) s from now" : "\(seconds) s ago")],
            remedies: [
                .fix(wish.kubectl("debug node/\(quoted(name)) --image=busybox -it -- date -u", isNamespaced: false)),
                .hint("Let the node take its time from a time server (chrony, systemd-timesyncd)."),
            ]
        )
    }

    private func pressed(_ node: NodeObject) -> Finding {
        Finding(
            KubernetesChecks.nodes,
            .warning,
            at: address / "node" / node.metadata.name,
            .capacity,
            "The node \(node.metadata.name) is short: \(node.pressures.map(\.type).joined(separator: ", ")).",
            evidence: node.pressures.map { .fact($0.type, $0.message) },
            remedies: [.fix(wish.kubectl("describe node \(quoted(node.metadata.name))", isNamespaced: false))]
        )
    }

    package func namespace(_ sight: Sight<NamespaceObject>) -> Diagnosis {
        let kind = KubernetesChecks.namespace
        return judged(sight, as: kind, at: namespaced) { _ in
            Finding(
                kind,
                at: namespaced,
                .missing,
                "There is no namespace \(wish.namespace).",
                remedies: [.fix(wish.kubectl("create namespace \(quoted(wish.namespace))", isNamespaced: false))]
            )
        } _: { namespace in
            guard namespace.phase == "Terminating" || namespace.metadata.deleted != nil else {
                return .healthy("\(wish.namespace) is \(namespace.phase.lowercased())")
            }
            let reasons = namespace.conditions.filter { $0.isTrue == true }
            return .found(
                Finding(
                    kind,
                    at: namespaced,
                    .stuck,
                    "The namespace \(wish.namespace) is being deleted: nothing can be made in it.",
                    evidence: reasons.map { .fact($0.type, $0.message) },
                    remedies: [
                        .fix(wish.kubectl("get namespace \(quoted(wish.namespace)) -o yaml", isNamespaced: false))
                    ]
                )
            )
        }
    }

    package func quota(_ sight: Sight<[QuotaObject]>) -> Diagnosis {
        judged(sight, as: KubernetesChecks.quota, at: namespaced) { quotas in
            guard !quotas.isEmpty else { return .healthy("no quota") }
            var findings: [Finding] = []
            var worst = 0.0
            for quota in quotas {
                for amount in quota.amounts {
                    // A limit of nothing that nothing is used of forbids a kind of thing, as it is meant to.
                    guard let share = amount.share, amount.limit != "0" else { continue }
                    worst = max(worst, share)
                    if share >= 0.9 { findings.append(scarce(amount, share, quota)) }
                }
            }
            let measure = Measure("quota_used", min(worst, 10) * 100, .percent, warning: 90, critical: 100)
            let most = Int((min(worst, 10) * 100).rounded(.down))
            return .found(findings, seen: "at most \(most) % of a quota", measures: [measure])
        }
    }

    private func scarce(_ amount: QuotaObject.Amount, _ share: Double, _ quota: QuotaObject) -> Finding {
        let name = quota.metadata.name
        return Finding(
            KubernetesChecks.quota,
            share >= 1 ? .error : .warning,
            at: address / "quota" / name,
            .quota,
            share >= 1
                ? "The namespace has used up its \(amount.name): no further pod that needs any can be made."
                : "The namespace has used \(Int(share * 100)) % of its \(amount.name).",
            evidence: [.fact("quota", name), .fact(amount.name, "\(amount.used) of \(amount.limit)")],
            remedies: [
                .fix(wish.kubectl("describe resourcequota \(quoted(name))")),
                .hint("Raise the quota, or ask for less per pod: agent.resources."),
            ]
        )
    }
}

extension Permission {
    /// As kubectl would be asked.
    var told: String { "\(verb) \(kind.qualified)\(name.map { "/\($0)" } ?? "")" }
}
