/// Where labels and annotations go.
enum LabelFields {
    static let metadata = FieldSpec("metadata/labels", creates: true)

    /// The templates that pods, jobs and so on are made of.
    static let templates =
        templates("labels") + [
            FieldSpec("spec/volumeClaimTemplates[]/metadata/labels", "StatefulSet", group: "apps", creates: true)
        ]

    static let annotations = [FieldSpec("metadata/annotations", creates: true)] + templates("annotations")

    /// All that `commonLabels` and `includeSelectors` mean.
    static let selectors: [FieldSpec] = {
        var fields = ["Service", "ReplicationController"].map {
            FieldSpec("spec/selector", $0, version: "v1", creates: true)
        }
        let match = "spec/selector/matchLabels"
        fields += ["Deployment", "ReplicaSet", "DaemonSet"].map { FieldSpec(match, $0, creates: true) }
        fields.append(FieldSpec(match, "StatefulSet", group: "apps", creates: true))
        for kind in ["Deployment", "StatefulSet"] {
            for side in ["podAffinity", "podAntiAffinity"] {
                let terms = "spec/template/spec/affinity/\(side)"
                let label = "labelSelector/matchLabels"
                let preferred = "\(terms)/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/\(label)"
                let required = "\(terms)/requiredDuringSchedulingIgnoredDuringExecution/\(label)"
                fields.append(FieldSpec(preferred, kind, group: "apps"))
                fields.append(FieldSpec(required, kind, group: "apps"))
            }
            let spread = "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels"
            fields.append(FieldSpec(spread, kind, group: "apps"))
        }
        fields.append(FieldSpec(match, "Job", group: "batch"))
        fields.append(FieldSpec("spec/jobTemplate/\(match)", "CronJob", group: "batch"))
        fields.append(FieldSpec(match, "PodDisruptionBudget", group: "policy"))
        for path in ["spec/podSelector", "spec/ingress/from/podSelector", "spec/egress/to/podSelector"] {
            fields.append(FieldSpec("\(path)/matchLabels", "NetworkPolicy", group: "networking.k8s.io"))
        }
        return fields + [metadata] + templates
    }()

    private static func templates(_ name: String) -> [FieldSpec] {
        let template = "spec/template/metadata/\(name)"
        // kustomize asks the group of a StatefulSet for labels and not for annotations.
        let group = name == "labels" ? "apps" : ""
        return [
            FieldSpec(template, "ReplicationController", version: "v1", creates: true),
            FieldSpec(template, "Deployment", creates: true),
            FieldSpec(template, "ReplicaSet", creates: true),
            FieldSpec(template, "DaemonSet", creates: true),
            FieldSpec(template, "StatefulSet", group: group, creates: true),
            FieldSpec(template, "Job", group: "batch", creates: true),
            FieldSpec("spec/jobTemplate/metadata/\(name)", "CronJob", group: "batch", creates: true),
            FieldSpec("spec/jobTemplate/\(template)", "CronJob", group: "batch", creates: true),
        ]
    }
}
