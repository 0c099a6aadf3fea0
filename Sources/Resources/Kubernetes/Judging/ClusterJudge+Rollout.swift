internal import KubernetesAPI
package import Words

/// Whether the deployment runs as it was last told to, and what keeps it from it.
extension ClusterJudge {
    package func rollout(_ workload: Workload) -> Diagnosis {
        let kind = KubernetesChecks.rollout
        return judged(workload.deployment, as: kind, at: deployment) { _ in
            Finding(
                kind,
                at: deployment,
                .missing,
                "There is no deployment \(wish.deployment) in \(wish.namespace).",
                remedies: [.fix("ihctl render k8s | \(wish.kubectl("apply --server-side -f -"))")]
            )
        } _: { deployment in
            var findings = reasons(of: deployment, workload)
            findings += images(of: deployment)
            if let progress = progress(of: deployment, isExplained: findings.contains { $0.severity == .error }) {
                findings.append(progress)
            }
            findings += scaling(workload.autoscaler)
            findings += outdated(deployment.metadata, self.deployment)
            if case .success(let scaler)? = workload.autoscaler {
                findings += outdated(scaler.metadata, address / "autoscaler" / scaler.metadata.name)
            }
            if let wanted = wish.replicas, wanted != deployment.replicas {
                findings.append(count(wanted, deployment))
            }
            let seen = "\(deployment.available) of \(counted(deployment.replicas, "pod")) available"
            let revision = deployment.revision.map { ", revision \($0)" } ?? ""
            let measure = Measure("available_pods", Double(deployment.available), maximum: Double(deployment.replicas))
            return .found(findings, seen: seen + revision, measures: [measure])
        }
    }

    /// How far it has come, where it has not come to its end.
    private func progress(of deployment: DeploymentObject, isExplained: Bool) -> Finding? {
        let evidence: [Finding.Evidence] =
            [
                .fact("wanted", "\(deployment.replicas)"), .fact("updated", "\(deployment.updated)"),
                .fact("available", "\(deployment.available)"),
            ] + deployment.conditions.filter { $0.isTrue == false }.map { .fact($0.reason, $0.message) }
        let status = Finding.Remedy.fix(wish.kubectl("rollout status deployment/\(wish.deployment)"))
        let undo = Finding.Remedy.fix(wish.kubectl("rollout undo deployment/\(wish.deployment)"))
        let kind = KubernetesChecks.rollout
        if let stopped = deployment.conditions.named("Progressing"), stopped.isTrue == false {
            let minutes = deployment.progressDeadlineSeconds / 60
            return Finding(
                kind,
                at: self.deployment,
                .stuck,
                "The rollout is stuck: no pod became ready within \(minutes > 0 ? "\(minutes) min" : "\(deployment.progressDeadlineSeconds) s").",
                evidence: evidence,
                remedies: [status, undo]
            )
        }
        if deployment.isPaused {
            let resume = wish.kubectl("rollout resume deployment/\(wish.deployment)")
            return Finding(
                kind,
                .warning,
                at: self.deployment,
                .stuck,
                "The rollout is paused: what was changed since is not rolled out.",
                evidence: evidence,
                remedies: [.fix(resume)]
            )
        }
        guard !deployment.isComplete else { return nil }
        if deployment.isUnobserved {
            return Finding(
                kind,
                .warning,
                at: self.deployment,
                .starting,
                "The cluster has not yet taken up the last change of the deployment.",
                evidence: evidence,
                remedies: [status]
            )
        }
        let isDown = deployment.available == 0 && deployment.replicas > 0
        // Pods that tell why say it better.
        if isExplained, !isDown { return nil }
        return Finding(
            kind,
            isDown ? .error : .warning,
            at: self.deployment,
            isDown ? .stuck : .starting,
            isDown
                ? "No pod of the deployment is available."
                : "The rollout is under way: \(deployment.available) of \(counted(deployment.replicas, "pod")) available.",
            evidence: evidence,
            remedies: [status]
        )
    }

    /// What is deployed beside what the platform file names.
    private func images(of deployment: DeploymentObject) -> [Finding] {
        guard let image = wish.image else { return [] }
        let wanted = wish.tag.map { "\(image):\($0)" } ?? image
        let there = deployment.template.containers
        let fits = there.contains { container in
            container.image == wanted || container.image.hasPrefix("\(wanted)@")
                || (wish.tag == nil && repository(container.image) == image)
        }
        guard !fits else { return [] }
        // The container that is most likely meant.
        let meant = there.first { repository($0.image) == image } ?? there.first
        let name = meant?.name ?? "CONTAINER"
        let set = "set image deployment/\(wish.deployment) \(name)=\(wish.tag == nil ? "\(image):TAG" : wanted)"
        return [
            Finding(
                KubernetesChecks.rollout,
                at: self.deployment,
                .drift,
                "Another image is deployed than the platform file names.",
                evidence: [.fact("deployed", few(there.map(\.image))), .fact("wanted", wanted)],
                remedies: [.fix(wish.kubectl(set)), .hint("Or let agent.image and agent.tag say what is deployed.")]
            )
        ]
    }

    /// Versions of the API that an object was written in and that clusters drop, with the first that has them no longer.
    private static let dropped = [
        "extensions/v1beta1": "1.16", "apps/v1beta1": "1.16", "apps/v1beta2": "1.16", "autoscaling/v2beta1": "1.25",
        "autoscaling/v2beta2": "1.26",
    ]

    private func outdated(_ metadata: ObjectMetadata, _ target: Address) -> [Finding] {
        metadata.writtenAs.sorted().compactMap { version in
            guard let end = ClusterJudge.dropped[version] else { return nil }
            return Finding(
                KubernetesChecks.rollout,
                .warning,
                at: target,
                .deprecated,
                "\(metadata.name) was last written as \(version), which Kubernetes \(end) has no longer.",
                evidence: [.fact("written as", few(metadata.writtenAs.sorted()))],
                remedies: [.fix("ihctl render k8s | \(wish.kubectl("apply --server-side -f -"))")]
            )
        }
    }

    private func count(_ wanted: Int, _ deployment: DeploymentObject) -> Finding {
        Finding(
            KubernetesChecks.rollout,
            .warning,
            at: self.deployment,
            .drift,
            "\(counted(deployment.replicas, "replica")) \(deployment.replicas == 1 ? "is" : "are") asked for in the cluster, \(wanted) in the platform file.",
            remedies: [.fix(wish.kubectl("scale deployment/\(wish.deployment) --replicas=\(wanted)"))]
        )
    }

    private func scaling(_ sight: Sight<AutoscalerObject>?) -> [Finding] {
        let kind = KubernetesChecks.rollout
        guard let sight, let name = wish.autoscaler else { return [] }
        let target = address / "autoscaler" / name
        let look = Finding.Remedy.fix(wish.kubectl("describe hpa \(quoted(name))"))
        switch sight {
        case .failure(let error) where error.isNotFound:
            return [
                Finding(
                    kind,
                    .warning,
                    at: target,
                    .missing,
                    "There is no autoscaler \(name): the number of agents does not follow the load.",
                    remedies: [.fix("ihctl render k8s | \(wish.kubectl("apply --server-side -f -"))")]
                )
            ]
        // Told by the permissions' check, or by that of the connection.
        case .failure: return []
        case .success(let scaler):
            if let active = scaler.conditions.named("ScalingActive"), active.isTrue == false,
                active.reason != "ScalingDisabled"
            {
                return [
                    Finding(
                        kind,
                        .warning,
                        at: target,
                        .stuck,
                        "The autoscaler \(name) cannot tell the load.",
                        evidence: [.fact(active.reason, active.message)],
                        remedies: [.fix(wish.kubectl("top pods")), look]
                    )
                ]
            }
            guard scaler.isHeldAtMost || (scaler.current >= scaler.most && scaler.most > scaler.least) else {
                return []
            }
            return [
                Finding(
                    kind,
                    .warning,
                    at: target,
                    .capacity,
                    "The autoscaler \(name) has reached its \(scaler.most) pods: it would go higher.",
                    evidence: [.fact("pods", "\(scaler.current) of \(scaler.least) to \(scaler.most)")],
                    remedies: [.hint("Raise kubernetes.autoscaling.max, if nodes and quota allow."), look]
                )
            ]
        }
    }
}

/// An image's name without tag and digest; a port of its registry stays.
func repository(_ image: String) -> String {
    let name = image.split(separator: "@", maxSplits: 1).first ?? ""
    guard let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") else { return String(name) }
    return String(name[..<colon])
}
