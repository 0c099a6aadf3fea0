package import KubernetesAPI
package import Words

/// What the agent is handed: secrets, configuration, who it is.
extension ClusterJudge {
    package func secret(_ sight: Sight<SecretObject>) -> Diagnosis {
        let kind = KubernetesChecks.secret
        let target = secret(wish.secret)
        return judged(sight, as: kind, at: target) { _ in
            Finding(
                kind,
                at: target,
                .missing,
                "There is no secret \(wish.secret) in \(wish.namespace).",
                evidence: [.fact("keys wanted", few(wish.secretKeys, 20))],
                remedies: [.fix(make(wish.secret, wish.secretKeys))]
            )
        } _: { secret in
            let absent = wish.secretKeys.filter { !secret.keys.contains($0) }
            let empty = wish.secretKeys.filter { secret.emptyKeys.contains($0) }
            var findings: [Finding] = []
            if !absent.isEmpty { findings.append(lacking(absent, secret, target)) }
            if !empty.isEmpty {
                findings.append(
                    Finding(
                        kind,
                        at: target,
                        .missing,
                        "The secret \(wish.secret) holds nothing under \(few(empty)).",
                        evidence: [.fact("empty", few(empty, 20))],
                        remedies: [.fix(wish.kubectl("edit secret \(quoted(wish.secret))"))]
                    )
                )
            }
            return .found(findings, seen: counted(secret.keys.count, "key"))
        }
    }

    private func lacking(_ absent: [String], _ secret: SecretObject, _ target: Address) -> Finding {
        var evidence: [Finding.Evidence] = [.fact("missing", few(absent, 20)), .fact("there", few(secret.keys, 20))]
        for key in absent {
            // `database-url` is meant where DATABASE_URL is read.
            if let other = secret.keys.first(where: { plain($0) == plain(key) })
                ?? NearestName.to(key, among: secret.keys)
            {
                evidence.append(.fact("perhaps meant", "\(other) instead of \(key)"))
            }
        }
        return Finding(
            KubernetesChecks.secret,
            at: target,
            .missing,
            "The secret \(wish.secret) lacks \(few(absent)).",
            evidence: evidence,
            remedies: [.fix(wish.kubectl("edit secret \(quoted(wish.secret))")), .fix(make(wish.secret, absent))]
        )
    }

    /// From files, so that no value stands in a shell's history.
    private func make(_ name: String, _ keys: [String]) -> String {
        let files = keys.map { " --from-file=\($0)=\($0).txt" }.joined()
        return wish.kubectl("create secret generic \(quoted(name))\(files) --dry-run=client -o yaml")
            + " | " + wish.kubectl("apply --server-side -f -")
    }

    package func registrySecret(_ sight: Sight<SecretObject>?) -> Diagnosis {
        guard let name = wish.registrySecret, let sight else { return .skipped("no registry secret is declared") }
        let kind = KubernetesChecks.registrySecret
        let target = secret(name)
        let make = Finding.Remedy.fix(
            wish.kubectl(
                "create secret docker-registry \(quoted(name)) --docker-server=\(wish.registry ?? "HOST") --docker-username=nologin --docker-password=\"$SCALEWAY_SECRET_KEY\""
            )
        )
        return judged(sight, as: kind, at: target) { _ in
            Finding(
                kind,
                at: target,
                .missing,
                "There is no registry secret \(name) in \(wish.namespace): private images cannot be pulled.",
                remedies: [make]
            )
        } _: { secret in
            if secret.type != SecretObject.registryType {
                return .found(
                    Finding(
                        kind,
                        at: target,
                        .invalid,
                        "The secret \(name) is no registry secret.",
                        evidence: [.fact("type", secret.type), .fact("wanted", SecretObject.registryType)],
                        remedies: [.fix(wish.kubectl("delete secret \(quoted(name))")), make]
                    )
                )
            }
            guard let hosts = secret.registries else {
                return .found(
                    Finding(
                        kind,
                        at: target,
                        .invalid,
                        "The registry secret \(name) cannot be read as one.",
                        remedies: [make]
                    )
                )
            }
            guard let wanted = wish.registry, !hosts.contains(wanted) else { return .healthy(few(hosts)) }
            return .found(
                Finding(
                    kind,
                    at: target,
                    .missing,
                    "The registry secret \(name) has no login for \(wanted).",
                    evidence: [
                        .fact("logins for", hosts.isEmpty ? "none" : few(hosts)), .fact("image", wish.image ?? ""),
                    ],
                    remedies: [.fix(wish.kubectl("delete secret \(quoted(name))")), make]
                )
            )
        }
    }

    package func configMap(_ sight: Sight<ConfigMapObject>) -> Diagnosis {
        let kind = KubernetesChecks.configMap
        let target = address / "configmap" / wish.configMap
        return judged(sight, as: kind, at: target) { _ in
            Finding(
                kind,
                at: target,
                .missing,
                "There is no config map \(wish.configMap) in \(wish.namespace): pods that read it do not start.",
                remedies: [.fix("ihctl render k8s | \(wish.kubectl("apply --server-side -f -"))")]
            )
        } _: { map in
            .healthy(counted(map.keys.count, "key"))
        }
    }

    package func serviceAccount(_ sight: Sight<ServiceAccountObject>) -> Diagnosis {
        let kind = KubernetesChecks.serviceAccount
        let target = address / "serviceaccount" / wish.serviceAccount
        return judged(sight, as: kind, at: target) { _ in
            Finding(
                kind,
                at: target,
                .missing,
                "There is no service account \(wish.serviceAccount) in \(wish.namespace): its pods cannot be made.",
                remedies: [.fix(wish.kubectl("create serviceaccount \(quoted(wish.serviceAccount))"))]
            )
        } _: { account in
            .healthy(account.pullSecrets.isEmpty ? nil : "pulls with \(few(account.pullSecrets))")
        }
    }
}

/// Letters and figures alone, in small.
private func plain(_ key: String) -> String {
    String(key.lowercased().filter { $0.isLetter || $0.isNumber })
}
