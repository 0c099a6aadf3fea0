internal import KubernetesAPI
internal import Words

/// Why pods do not run.
extension ClusterJudge {
    /// One finding for each reason, whatever the number of its pods.
    func reasons(of deployment: DeploymentObject, _ workload: Workload) -> [Finding] {
        let kind = KubernetesChecks.rollout
        var findings: [Finding] = []
        if let refused = refusal(of: deployment, workload) { findings.append(refused) }
        guard case .success(let pods) = workload.pods else {
            if case .failure(let error) = workload.pods {
                var told = finding(error, as: kind, at: self.deployment)
                told.severity = .warning
                findings.append(told)
            }
            return findings
        }
        let whole = pods.count
        let alike = pods.filter { $0.metadata.deleted == nil }.grouped { Trouble($0) }
        return findings
            + alike.compactMap { trouble, pods in trouble.flatMap { finding(of: $0, pods, whole: whole) } }
    }

    /// Pods that are not even made: a quota, an admission policy, a service account that is not there.
    private func refusal(of deployment: DeploymentObject, _ workload: Workload) -> Finding? {
        var conditions = deployment.conditions
        if case .success(let sets) = workload.replicaSets {
            conditions += sets.filter { $0.replicas > 0 }.flatMap(\.conditions)
        }
        guard let failure = conditions.named("ReplicaFailure"), failure.isTrue == true else { return nil }
        // The reason is FailedCreate for all of them: only the message tells a quota from a policy.
        let isQuota = failure.message.contains("exceeded quota")
        return Finding(
            KubernetesChecks.rollout,
            at: self.deployment,
            isQuota ? .quota : failure.message.contains("forbidden") ? .permission : .stuck,
            isQuota
                ? "The namespace's quota is exceeded: pods cannot be made."
                : "The cluster refuses to make the deployment's pods.",
            evidence: [.fact(failure.reason, failure.message)],
            remedies: [
                .fix(wish.kubectl(isQuota ? "describe resourcequota" : "describe replicaset"))
            ]
        )
    }

    private func finding(of trouble: Trouble, _ pods: [PodObject], whole: Int) -> Finding? {
        guard let pod = pods.first else { return nil }
        let name = quoted(pod.metadata.name)
        var evidence: [Finding.Evidence] = [.fact("pods", few(pods.map(\.metadata.name), 3))]
        let describe = Finding.Remedy.fix(wish.kubectl("describe pod \(name)"))
        let failureClass: FailureClass
        let message: String
        var remedies = [describe]
        switch trouble {
        case .unschedulable(let words):
            (failureClass, message) = (.capacity, "No node takes \(counted(pods.count, "pod")) of \(whole).")
            evidence.append(.fact("scheduler", words))
            remedies.append(.fix(wish.kubectl("get nodes --show-labels", isNamespaced: false)))
        case .crashing(let container, let exit, let isOutOfMemory):
            let last = pod.containers.first { $0.name == container }
            evidence.append(.fact("restarts", "\(last?.restarts ?? pod.restarts)"))
            if isOutOfMemory {
                failureClass = .capacity
                message = "\(container) is killed again and again: it uses more memory than its limit."
                remedies = [.hint("Raise agent.resources.memory_limit, or find out what takes the memory.")]
            } else {
                failureClass = .stuck
                message =
                    "\(container) ends right after its start, again and again\(exit.map { ", with status \($0)" } ?? "")."
                remedies = [.fix(wish.kubectl("logs \(name) -c \(quoted(container)) --previous --tail=50"))]
            }
            if let exit { evidence.append(.fact("exit status", "\(exit)\(meaning(ofExit: exit))")) }
            remedies.append(describe)
        case .misconfigured(let container, let words):
            (failureClass, message) = (.config, "\(container) cannot be made of its configuration.")
            evidence.append(.fact("reason", words))
        case .evicted(let words):
            (failureClass, message) = (
                .capacity,
                pods.count == 1
                    ? "A pod was evicted from its node." : "\(pods.count) pods were evicted from their node."
            )
            evidence.append(.fact("reason", words))
        case .pulling: return nil
        case .unready(let container):
            (failureClass, message) = (.noReply, "\(container) runs and does not say that it is ready.")
            remedies = [.fix(wish.kubectl("logs \(name) -c \(quoted(container)) --tail=50")), describe]
        case .waiting(let container, let reason, let words):
            (failureClass, message) = (.stuck, "\(container) waits: \(reason).")
            if !words.isEmpty { evidence.append(.fact("reason", words)) }
            remedies = [describe, .fix(wish.kubectl("logs \(name) -c \(quoted(container)) --tail=50"))]
        }
        return Finding(
            KubernetesChecks.rollout,
            trouble.isGrave ? .error : .warning,
            at: address / "pod" / pod.metadata.name,
            failureClass,
            message,
            evidence: evidence,
            remedies: remedies
        )
    }

    /// What is known of statuses whatever the program.
    private func meaning(ofExit code: Int) -> String {
        switch code {
        case 126: ", the program may not be executed"
        case 127: ", the program is not in the image"
        case 137: ", killed"
        case 139: ", broke over its memory"
        case 143: ", asked to end"
        default: ""
        }
    }
}
