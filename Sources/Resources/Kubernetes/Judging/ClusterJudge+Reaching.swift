internal import FoundationEssentials
package import KubernetesAPI
internal import Ladder
internal import Network
package import Words

extension ClusterJudge {
    /// What is wrong with the kubeconfig, and how it is mended.
    package func config(_ error: KubeconfigError) -> Finding {
        var evidence: [Finding.Evidence] = []
        if let file = error.file {
            evidence.append(.fact("where", error.line > 0 ? "\(file):\(error.line):\(error.column)" : file))
        }
        if !error.known.isEmpty { evidence.append(.fact("known", few(error.known.sorted(), 10))) }
        return Finding(
            KubernetesChecks.config,
            at: address,
            .config,
            "The kubeconfig leads to no cluster: \(error.problem).",
            evidence: evidence,
            remedies: remedies(of: error)
        )
    }

    private func remedies(of error: KubeconfigError) -> [Finding.Remedy] {
        let list = Finding.Remedy.fix(wish.withoutContext.kubectl("config get-contexts", isNamespaced: false))
        switch error.kind {
        case .noFile:
            return [
                .hint("Fetch the cluster's kubeconfig, or say where it is: kubernetes.kubeconfig or KUBECONFIG."),
                .fix("scw k8s kubeconfig install CLUSTER_ID"),
            ]
        case .noCurrentContext(let known):
            let name = known.first ?? "NAME"
            return [
                .fix(wish.withoutContext.kubectl("config use-context \(quoted(name))", isNamespaced: false)), list,
                .hint("Or name one: kubernetes.context."),
            ]
        case .unknownContext(let name, let known):
            let near = NearestName.to(name, among: known)
            return (near.map { [.hint("Did you mean \($0)? The name is kubernetes.context's.")] } ?? []) + [list]
        case .unknownCluster(let name, let context, let known):
            let near = NearestName.to(name, among: known) ?? "NAME"
            let words = "config set-context \(quoted(context)) --cluster \(quoted(near))"
            return [.fix(wish.withoutContext.kubectl(words, isNamespaced: false))]
        case .unknownUser(let name, let context, let known):
            let near = NearestName.to(name, among: known) ?? "NAME"
            let words = "config set-context \(quoted(context)) --user \(quoted(near))"
            return [.fix(wish.withoutContext.kubectl(words, isNamespaced: false))]
        case .unreadable, .fileUnreadable, .fileEmpty:
            if case .fileUnreadable(_, let path, _) = error.kind { return [.fix("ls -l \(quoted(path))")] }
            return [.fix("ls -l \(quoted(error.file ?? "~/.kube/config"))")]
        case .badExec: return [.hint("Let the cluster's provider write the user's exec anew, or use a token.")]
        default: return [.hint("Fetch the kubeconfig anew from where the cluster is managed.")]
        }
    }

    /// The way to the API, up to its knowing who asks.
    package func connect(_ error: KubernetesError, through access: KubernetesAccess) -> Finding {
        var finding = finding(error, as: KubernetesChecks.connect, at: address, through: access)
        finding.evidence.append(.fact("server", access.server))
        if let file = access.file { finding.evidence.append(.fact("kubeconfig", file)) }
        if let context = access.context { finding.evidence.append(.fact("context", context)) }
        return finding
    }

    package func version(_ sight: Sight<ServerVersion>) -> Diagnosis {
        judged(sight, as: KubernetesChecks.version, at: address) { version in
            guard let least = ServerVersion(wish.version), !version.isAtLeast(least) else {
                return .healthy("Kubernetes \(version)")
            }
            let finding = Finding(
                KubernetesChecks.version,
                at: address,
                .outdated,
                "The cluster runs Kubernetes \(version.major).\(version.minor); \(wish.version) is the oldest that will do.",
                evidence: [.fact("version", version.text)],
                remedies: [
                    .hint("Upgrade the control plane one minor version at a time, then the nodes."),
                    .fix("scw k8s cluster list-available-versions CLUSTER_ID"),
                ]
            )
            return .found(finding, seen: "Kubernetes \(version)")
        }
    }

    /// Any failure of the API, as a finding of whichever check met it.
    func finding(
        _ error: KubernetesError,
        as kind: CheckKind,
        at target: Words.Address,
        through access: KubernetesAccess? = nil,
    ) -> Finding {
        if case .transport(let failure) = error.kind, let endpoint = error.endpoint {
            var finding = Finding(kind, at: target, failure, of: "the Kubernetes API", at: endpoint)
            if case .tls(let tls) = failure, let hint = hint(of: tls, access) { finding.remedies.insert(hint, at: 0) }
            return finding
        }
        return Finding(
            kind,
            at: target,
            FailureClass(error),
            message(of: error),
            evidence: evidence(of: error, access),
            remedies: remedies(of: error, access)
        )
    }

    private func message(of error: KubernetesError) -> String {
        switch error.kind {
        case .unauthorized(_, let expires?) where expires < now:
            "The cluster does not take the credential: it ended on \(expires.formatted(.iso8601))."
        case .unauthorized: "The cluster does not take the credential."
        case .credential: "Nobody can say to the cluster who asks: \(error.problem)."
        case .refused(let status) where status.meaning == .forbidden:
            "It is not permitted to \(error.asked)."
        case .refused: "The cluster did not \(error.asked): \(error.problem)."
        case .notKubernetes: "What answers at the cluster's address is no Kubernetes API."
        case .deadlinePassed: "The Kubernetes API did not \(error.asked) in time."
        default: "The Kubernetes API: \(error.problem)."
        }
    }

    private func evidence(of error: KubernetesError, _ access: KubernetesAccess?) -> [Finding.Evidence] {
        var evidence: [Finding.Evidence] = [.fact("asked", "\(error.asked)")]
        if let status = error.status {
            let words = [status.reason, status.message].filter { !$0.isEmpty }.joined(separator: ": ")
            evidence.append(.fact("answer", words.isEmpty ? "\(status.code)" : "\(status.code) \(words)"))
            evidence += status.causes.prefix(3).map { .fact("because", $0) }
            if let wait = status.retryAfter { evidence.append(.fact("asks to wait", wait.readable)) }
        }
        if case .notKubernetes(let status, let type) = error.kind {
            evidence.append(.fact("answer", "\(status)\(type.map { ", \($0)" } ?? "")"))
        }
        if let access, error.failureClass == FailureClass.auth.rawValue {
            evidence.append(.fact("credential", access.credential.kind))
            if let user = access.user { evidence.append(.fact("user", user)) }
        }
        if case .credential(.exec(let failure)) = error.kind {
            if let said = failure.said { evidence.append(.verbatim(said)) }
            evidence.append(.fact("named in", failure.file))
        }
        return evidence
    }

    private func remedies(of error: KubernetesError, _ access: KubernetesAccess?) -> [Finding.Remedy] {
        switch error.kind {
        case .credential(.exec(let failure)):
            let advice: [Finding.Remedy] = failure.installHint.map { [.hint($0)] } ?? []
            if failure.kind == .notFound {
                return advice + [.hint("Install \(failure.command), or put its folder on PATH.")]
            }
            return advice + [.fix(wish.kubectl("get --raw /version", isNamespaced: false))]
        case .credential(.tokenFile(let path, _)): return [.fix("ls -l \(quoted(path))")]
        case .unauthorized:
            if access?.isInCluster == true {
                return [.hint("The pod's service account is gone or its token was revoked: start the pod anew.")]
            }
            return [
                .hint("Fetch the cluster's kubeconfig anew: its token or certificate has ended or was revoked."),
                .fix("scw k8s kubeconfig install CLUSTER_ID"),
            ]
        case .refused(let status) where status.meaning == .forbidden:
            return [grant([Permission(error.asked)])]
        case .refused(let status) where status.isTransient:
            return [.hint("It passes by itself as a rule; ihctl doctor --wait asks until it does.")]
        case .notKubernetes:
            return [
                .hint("Look at the server's address in the kubeconfig: a gateway or another service answers there.")
            ]
        case .proxy: return [.hint("Look at proxy-url in the kubeconfig, and at HTTPS_PROXY and NO_PROXY.")]
        default: return [.fix(wish.kubectl("get --raw /readyz?verbose", isNamespaced: false))]
        }
    }

    private func hint(of failure: TLSFailure, _ access: KubernetesAccess?) -> Finding.Remedy? {
        switch failure {
        case .untrusted, .selfSigned:
            let file = access?.file.map { " in \($0)" } ?? ""
            return .hint(
                "The certificate-authority\(file) is not this cluster's: it was made anew, or another server answers. Fetch its kubeconfig anew."
            )
        case .nameMismatch:
            return .hint("Where the server is reached by another name than its own, give that one as tls-server-name.")
        case .clientCertificateWanted: return .hint("The user of the kubeconfig has no client-certificate.")
        default: return nil
        }
    }
}

extension ClusterWish {
    fileprivate var withoutContext: ClusterWish {
        var wish = self
        wish.context = nil
        return wish
    }
}

extension Permission {
    /// What was asked and not permitted; its kind is known by its name alone.
    init(_ asked: KubernetesError.Asked) {
        let parts = asked.resource.split(separator: ".", maxSplits: 1).map(String.init)
        let kind = ObjectKind(
            parts.first ?? "",
            group: parts.count > 1 ? parts[1] : "",
            isNamespaced: asked.namespace != nil
        )
        self.init(verb: asked.verb, kind: kind, name: asked.name)
    }
}
