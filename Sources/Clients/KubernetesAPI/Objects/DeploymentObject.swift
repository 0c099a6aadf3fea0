package import JSON

/// A deployment: what it wants, and how far it has come.
package struct DeploymentObject: Sendable, Hashable {
    package var metadata: ObjectMetadata
    /// Wanted; the server's default is 1.
    package var replicas: Int
    package var isPaused: Bool
    /// As `app=agent,tier=web`; nil where it selects by more than equality.
    package var selector: String?
    package var template: PodTemplate
    package var progressDeadlineSeconds: Int
    package var observedGeneration: Int?
    package var updated: Int
    package var ready: Int
    package var available: Int
    package var total: Int
    package var conditions: [ObjectCondition]

    package static let revisionAnnotation = "deployment.kubernetes.io/revision"

    package init(_ json: JSON) {
        metadata = ObjectMetadata(json)
        let (spec, status) = (json["spec"], json["status"])
        replicas = spec["replicas"].integer ?? 1
        isPaused = spec["paused"].boolean ?? false
        selector = KubernetesAPI.selector(spec["selector"])
        template = PodTemplate(spec["template"]["spec"])
        progressDeadlineSeconds = spec["progressDeadlineSeconds"].integer ?? 600
        observedGeneration = status["observedGeneration"].integer
        updated = status["updatedReplicas"].integer ?? 0
        ready = status["readyReplicas"].integer ?? 0
        available = status["availableReplicas"].integer ?? 0
        total = status["replicas"].integer ?? 0
        conditions = ObjectCondition.all(of: status)
    }

    package var revision: String? { metadata.annotations[DeploymentObject.revisionAnnotation] }

    /// The controller has not yet looked at what was asked of it last.
    package var isUnobserved: Bool { (observedGeneration ?? 0) < (metadata.generation ?? 0) }

    /// All wanted pods are of the newest template and available, and none of an older one is left.
    package var isComplete: Bool {
        !isUnobserved && updated == replicas && total == replicas && available == replicas
    }
}

/// One revision of a deployment.
package struct ReplicaSetObject: Sendable, Hashable {
    package var metadata: ObjectMetadata
    package var replicas: Int
    package var ready: Int
    package var template: PodTemplate
    /// Why it makes no pods: `ReplicaFailure`.
    package var conditions: [ObjectCondition]

    package init(_ json: JSON) {
        metadata = ObjectMetadata(json)
        replicas = json["spec"]["replicas"].integer ?? 1
        ready = json["status"]["readyReplicas"].integer ?? 0
        template = PodTemplate(json["spec"]["template"]["spec"])
        conditions = ObjectCondition.all(of: json["status"])
    }

    package var revision: String? { metadata.annotations[DeploymentObject.revisionAnnotation] }
}

/// What pods are made of.
package struct PodTemplate: Sendable, Hashable {
    package struct Container: Sendable, Hashable {
        package var name: String
        package var image: String
    }

    package var containers: [Container]
    package var pullSecrets: [String]
    package var serviceAccount: String

    init(_ spec: JSON) {
        containers = (spec["containers"].array ?? []).map {
            Container(name: $0["name"].string ?? "", image: $0["image"].string ?? "")
        }
        pullSecrets = (spec["imagePullSecrets"].array ?? []).compactMap { $0["name"].string }
        serviceAccount = spec["serviceAccountName"].string ?? "default"
    }
}

/// A selector as a query takes it: equalities, and sets with all their operators.
private func selector(_ json: JSON) -> String? {
    var parts = texts(json["matchLabels"]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    for rule in json["matchExpressions"].array ?? [] {
        let key = rule["key"].string ?? ""
        let values = (rule["values"].strings ?? []).joined(separator: ",")
        switch rule["operator"].string {
        case "In": parts.append("\(key) in (\(values))")
        case "NotIn": parts.append("\(key) notin (\(values))")
        case "Exists": parts.append(key)
        case "DoesNotExist": parts.append("!\(key)")
        default: return nil
        }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ",")
}
