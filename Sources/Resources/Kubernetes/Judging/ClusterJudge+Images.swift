internal import FoundationEssentials
internal import KubernetesAPI
package import Words

extension ClusterJudge {
    package func imagePull(_ workload: Workload) -> Diagnosis {
        let kind = KubernetesChecks.imagePull
        if case .failure(let error) = workload.deployment, error.isNotFound {
            return .skipped("there is no deployment \(wish.deployment)")
        }
        if case .failure(let error) = workload.deployment { return unseen(error, as: kind, at: deployment) }
        return judged(workload.pods, as: kind, at: deployment) { pods in
            var found: [ImageTrouble: [PodObject]] = [:]
            var words: [ImageTrouble: String] = [:]
            for pod in pods where pod.metadata.deleted == nil {
                for container in pod.containers {
                    guard case .waiting(let reason, let message) = container.state,
                        ImageTrouble.reasons.contains(reason)
                    else { continue }
                    // "Back-off pulling image" tells nothing: the event of the try before it does.
                    let said = [message, why(pod, workload)].compactMap(\.self).joined(separator: "\n")
                    let trouble = ImageTrouble(image: container.image, reason: reason, words: said)
                    found[trouble, default: []].append(pod)
                    words[trouble] = said
                }
            }
            let findings = found.sorted { $0.key.image < $1.key.image }.map {
                finding(of: $0.key, $0.value, words[$0.key] ?? "", workload)
            }
            return .found(findings, seen: "\(counted(pods.count, "pod")), every image there")
        }
    }

    /// The last event that tells why a pull failed.
    private func why(_ pod: PodObject, _ workload: Workload) -> String? {
        guard case .success(let events) = workload.events else { return nil }
        let tries = events.filter {
            $0.uid == pod.metadata.uid && $0.name == pod.metadata.name && $0.reason == "Failed"
                && $0.message.contains("pull")
        }
        return tries.max { ($0.lastSeen ?? .distantPast) < ($1.lastSeen ?? .distantPast) }?.message
    }

    private func finding(of trouble: ImageTrouble, _ pods: [PodObject], _ words: String, _ workload: Workload)
        -> Finding
    {
        let name = quoted(pods.first?.metadata.name ?? "")
        var evidence: [Finding.Evidence] = [
            .fact("image", trouble.image), .fact("pods", few(pods.map(\.metadata.name), 3)),
        ]
        if !words.isEmpty { evidence.append(.verbatim(String(words.prefix(400)))) }
        var remedies: [Finding.Remedy] = []
        switch trouble.failureClass {
        case .auth:
            if case .success(let deployment) = workload.deployment {
                let secrets = deployment.template.pullSecrets
                evidence.append(.fact("pulls with", secrets.isEmpty ? "no secret" : few(secrets)))
            }
            if let secret = wish.registrySecret {
                remedies.append(.fix(wish.kubectl("get secret \(quoted(secret)) -o jsonpath='{.type}'")))
            }
            remedies.append(
                .hint("Some registries say so of an image that is not there, too: look at its name and tag as well.")
            )
        case .missing, .config:
            remedies.append(.hint("Look for a slip in agent.image and agent.tag, and whether that tag was pushed."))
            if let registry = wish.registry, registry.hasSuffix(".scw.cloud") {
                remedies.append(.fix("scw registry image list"))
            }
        default: break
        }
        remedies.append(.fix(wish.kubectl("describe pod \(name)")))
        return Finding(
            KubernetesChecks.imagePull,
            at: deployment,
            trouble.failureClass,
            "The image \(trouble.image) does not come: \(trouble.message).",
            evidence: evidence,
            remedies: remedies
        )
    }

    /// What the cluster warned of lately, about the agent and what belongs to it.
    package func events(_ workload: Workload) -> Diagnosis {
        let kind = KubernetesChecks.events
        return judged(workload.events, as: kind, at: namespaced) { events in
            let ours = events.filter { event in
                event.isWarning && isRecent(event) && isOurs(event)
                    && !ClusterJudge.toldElsewhere.contains(event.reason)
            }
            let reasons = Dictionary(grouping: ours) { $0.reason }
            let findings = reasons.sorted { $0.key < $1.key }.compactMap { reason, events -> Finding? in
                let newest = events.max { ($0.lastSeen ?? .distantPast) < ($1.lastSeen ?? .distantPast) }
                guard let newest else { return nil }
                let count = events.reduce(0) { $0 + $1.count }
                return Finding(
                    kind,
                    at: address / newest.kind.lowercased() / newest.name,
                    failureClass(ofEvent: reason),
                    "The cluster warns of \(reason), \(count == 1 ? "once" : "\(count) times").",
                    evidence: [
                        .fact("about", "\(newest.kind)/\(newest.name)"), .verbatim(String(newest.message.prefix(400))),
                    ],
                    remedies: [
                        .fix(
                            wish.kubectl(
                                "events --types=Warning --for \(newest.kind.lowercased())/\(quoted(newest.name))"
                            )
                        )
                    ]
                )
            }
            return .found(findings, seen: ours.isEmpty ? "no warning in 15 minutes" : counted(ours.count, "warning"))
        }
    }

    /// Pods that are in trouble tell it themselves.
    private static let toldElsewhere: Set<String> = [
        "BackOff", "Failed", "FailedScheduling", "FailedCreate", "ErrImagePull", "ImagePullBackOff",
        "InspectFailed",
    ]

    private func isRecent(_ event: EventObject) -> Bool {
        guard let age = ClusterJudge.seconds(event.lastSeen, until: now) else { return false }
        return age < 15 * 60
    }

    /// What belongs to a deployment begins with its name.
    private func isOurs(_ event: EventObject) -> Bool {
        event.name == wish.deployment || event.name.hasPrefix("\(wish.deployment)-") || event.name == wish.autoscaler
    }

    private func failureClass(ofEvent reason: String) -> FailureClass {
        switch reason {
        case "Unhealthy", "ProbeWarning": .noReply
        case "FailedMount", "FailedAttachVolume": .missing
        case "Evicted", "OOMKilling", "Preempted", "NodeNotReady": .capacity
        default: .stuck
        }
    }
}
