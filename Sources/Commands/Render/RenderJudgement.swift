internal import Kustomize
internal import Manifests
internal import Policies
internal import Schemas
internal import Words

/// Schema and policies, asked of rendered objects: findings that point at the templates they were made of.
struct RenderJudgement {
    /// The objects that stand together in one cluster.
    struct Cluster {
        /// As the reader knows it: `staging/fr-par`; empty where there is but one.
        var name: String
        var objects: [RenderedObject]
        var version: KubernetesVersion
        var environment = PolicyEnvironment()
        /// The same as last committed.
        var committed: [PolicyObject] = []
        /// What other environments put into a cluster of that name.
        var others: [String: [PolicyObject]] = [:]
    }

    var folders: [SchemaFolder] = []
    /// Kinds that nobody has a schema of, and that are meant.
    var allowed: [String] = []
    var today: Day

    /// What is wrong with the same thing in many clusters is told once, with where.
    func findings(in clusters: [Cluster]) -> [Finding] {
        var catalogues: [KubernetesVersion: SchemaCatalogue] = [:]
        var found: [(finding: Finding, clusters: [String])] = []
        var known: [Likeness: Int] = [:]
        for cluster in clusters {
            let catalogue = catalogues[
                cluster.version,
                default: SchemaCatalogue(cluster.version, folders: folders, allowed: allowed)
            ]
            catalogues[cluster.version] = catalogue
            for finding in doubts(catalogue) + schemaFindings(of: cluster, catalogue) + policyFindings(of: cluster) {
                let likeness = Likeness(finding)
                if let index = known[likeness] {
                    if found[index].clusters.last != cluster.name { found[index].clusters.append(cluster.name) }
                } else {
                    known[likeness] = found.count
                    found.append((finding, [cluster.name]))
                }
            }
        }
        return found.map { finding, names in
            var finding = finding
            if clusters.count > 1 { finding.evidence.insert(.fact("in", names.inShort), at: 0) }
            finding.data["clusters"] = .array(names.filter { !$0.isEmpty }.map { .string($0) })
            return finding
        }
    }

    /// A cluster whose fields nobody here knows is judged by the nearest that is known, and that is said.
    private func doubts(_ catalogue: SchemaCatalogue) -> [Finding] {
        guard !catalogue.isExact else { return [] }
        let known = KubernetesVersion.known
        return [
            Finding(
                "schema.unknown-version",
                .warning,
                "Kubernetes \(catalogue.version) is not known: judged as \(catalogue.nearest)",
                remedies: [
                    .hint(
                        "known are \(known.lowerBound) to \(known.upperBound); look at kubernetes.version of the platform file"
                    )
                ],
                topic: "schema.unknown-version"
            )
        ]
    }

    private func schemaFindings(of cluster: Cluster, _ catalogue: SchemaCatalogue) -> [Finding] {
        cluster.objects.flatMap { rendered in
            catalogue.faults(of: rendered.node).map { fault in
                var finding = fault.finding(subject: PolicyObject(rendered.object).address)
                finding.place = rendered.place(of: fault.path)
                return finding
            }
        }
    }

    private func policyFindings(of cluster: Cluster) -> [Finding] {
        let input = PolicyInput(
            objects: cluster.objects.map { PolicyObject($0.object) },
            committed: cluster.committed,
            others: cluster.others,
            environment: cluster.environment,
            today: today
        )
        let verdict = input.judged()
        let told = verdict.faults.map { fault in
            var finding = fault.finding
            finding.place = cluster.objects[fault.object].place(of: fault.path)
            return finding
        }
        return told + verdict.untold.map(\.finding)
    }

    /// One fault of a template shows in every cluster, and an object's namespace with the cluster's name.
    private struct Likeness: Hashable {
        let id: String
        let message: String
        let place: Place?
        let path: JSONValue?
        let suppression: String?

        init(_ finding: Finding) {
            (id, message, place) = (finding.id, finding.message, finding.place)
            (path, suppression) = (finding.data["path"], finding.suppression)
        }
    }
}

extension [String] {
    fileprivate var inShort: String {
        count > 3 ? "\(prefix(2).joined(separator: ", ")) and \(count - 2) more" : joined(separator: ", ")
    }
}
