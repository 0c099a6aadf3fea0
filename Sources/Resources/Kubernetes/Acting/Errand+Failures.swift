internal import Deadlines
internal import JSON
internal import KubernetesAPI
internal import Words

/// Why a Job of ours came to nothing, in words.
extension Errand {
    func failure(
        _ failureClass: FailureClass,
        _ message: String,
        evidence: [Finding.Evidence] = [],
        _ remedies: [Finding.Remedy],
    ) -> ResourceFailure {
        ResourceFailure(
            Finding(kind, at: judge.address, failureClass, message, evidence: evidence, remedies: remedies)
        )
    }

    func failure(_ error: KubernetesError) -> ResourceFailure {
        ResourceFailure(judge.finding(error, as: kind, at: judge.address))
    }

    /// No CronJob: the server says the same where the whole namespace is not there.
    func absent(_ error: KubernetesError, _ cronJob: String, by deadline: Deadline) async -> ResourceFailure {
        guard error.isNotFound else { return failure(error) }
        do throws(KubernetesError) {
            _ = try await client.get(.namespaces, wish.namespace, by: deadline)
        } catch {
            if error.isNotFound {
                return failure(
                    .missing,
                    "There is no namespace \(wish.namespace).",
                    [.hint("Look whether context and namespace are those that are meant, or deploy first.")]
                        + [.fix("ihctl render k8s"), .fix(wish.kubectl("get namespaces", isNamespaced: false))]
                )
            }
        }
        return failure(
            .missing,
            "There is no CronJob \(cronJob) in \(wish.namespace), which the Job is made from.",
            [
                .hint(
                    "Say in kubernetes.ihctl.doctor how often the cluster's own doctor runs, render and deploy; then it can be run at any time."
                ),
                .fix("ihctl render k8s"), .fix(wish.kubectl("get cronjobs")),
            ]
        )
    }

    /// The server does not make the Job.
    func refused(_ error: KubernetesError) -> ResourceFailure {
        guard let status = error.status, status.failureClass == FailureClass.quota.rawValue else {
            return failure(error)
        }
        return quota(status.message)
    }

    func quota(_ words: String) -> ResourceFailure {
        failure(
            .quota,
            "The namespace's quota is exceeded: the Job or its pod cannot be made.",
            evidence: [.fact("answer", words)],
            [.fix(wish.kubectl("describe resourcequota"))]
        )
    }

    /// The Job stands and gets no pod.
    func withoutPod(_ event: EventObject) -> ResourceFailure {
        if event.message.contains("exceeded quota") { return quota(event.message) }
        let isAbsent = event.message.contains("not found")
        return failure(
            isAbsent ? .missing : .permission,
            isAbsent
                ? "The Job's pod cannot be made: something that it needs is not there."
                : "The cluster refuses to make the Job's pod.",
            evidence: [.fact(event.reason, event.message)],
            [.fix(wish.kubectl("get events --types=Warning"))]
        )
    }

    func image(_ trouble: ImageTrouble, _ words: String) -> ResourceFailure {
        var remedies: [Finding.Remedy] = []
        switch trouble.failureClass {
        case .auth:
            if let secret = wish.registrySecret {
                remedies.append(.fix(wish.kubectl("get secret \(quoted(secret)) -o jsonpath='{.type}'")))
            } else {
                remedies.append(.hint("Name the secret that images are pulled with in kubernetes.registry_secret."))
            }
        case .missing, .config:
            remedies.append(.hint("Look for a slip in kubernetes.ihctl.image, and whether that tag was pushed."))
        default: break
        }
        remedies.append(.fix(wish.kubectl("get events --types=Warning")))
        return failure(
            trouble.failureClass,
            "The image \(trouble.image) does not come: \(trouble.message).",
            evidence: words.isEmpty ? [] : [.verbatim(String(words.prefix(400)))],
            remedies
        )
    }

    func misconfigured(_ container: String, _ words: String) -> ResourceFailure {
        failure(
            .config,
            "\(container) cannot be made of its configuration.",
            evidence: [.fact("reason", words)],
            [
                .hint("A secret, a config map or a key of one that the CronJob names is not there: deploy them first."),
                .fix("ihctl doctor '*/kubernetes'"),
            ]
        )
    }

    /// The time was up while it ran; `reason` is the pod's own, where it has one.
    func notEnded(_ reason: String = "") -> ResourceFailure {
        failure(
            .noReply,
            "The Job did not end in time.",
            evidence: reason.isEmpty ? [] : [.fact("reason", reason)],
            [.hint("Give it more time: --deadline 10m.")]
        )
    }

    /// The time was up before it ran.
    func notStarted(_ waits: ErrandWatch.Waiting, _ events: [EventObject]) -> ResourceFailure {
        let told = events.suffix(3).map { Finding.Evidence.fact($0.reason, $0.message) }
        switch waits {
        case .pod:
            return failure(
                .stuck,
                "The Job got no pod in time.",
                evidence: told,
                [.fix(wish.kubectl("get events --types=Warning"))]
            )
        case .node(let words):
            return failure(
                .capacity,
                "No node took the pod in time.",
                evidence: [.fact("scheduler", words)],
                [
                    .fix(wish.kubectl("get nodes --show-labels", isNamespaced: false)),
                    .hint("Where a new node is on its way, give it more time: --deadline 10m."),
                ]
            )
        case .container(let reason):
            let isMount = events.contains { $0.reason == "FailedMount" }
            return failure(
                isMount ? .missing : .stuck,
                isMount
                    ? "The pod waits for a volume that cannot be had: a config map or a secret is not there."
                    : "The pod did not start in time: \(reason).",
                evidence: told,
                [
                    .hint("Where the image is large or the node is new, give it more time: --deadline 10m."),
                    .fix(wish.kubectl("get events --types=Warning")),
                ]
            )
        }
    }
}
