package import Deadlines
internal import HTTP
internal import JSON

extension KubernetesClient {
    package func version(by deadline: Deadline) async throws(KubernetesError) -> ServerVersion {
        let call = Call(path: "/version", asked: KubernetesError.Asked(resource: "/version"))
        guard let version = ServerVersion(try await json(call, by: deadline)) else {
            throw error(.notKubernetes(status: 200, contentType: "application/json"), call.asked)
        }
        return version
    }

    /// Whether the server says of itself that it lives.
    package func livez(by deadline: Deadline) async throws(KubernetesError) -> ServerHealth {
        try await health("/livez", by: deadline)
    }

    /// Whether the server says of itself that it can take requests, and which of its parts cannot.
    package func readyz(by deadline: Deadline) async throws(KubernetesError) -> ServerHealth {
        try await health("/readyz", by: deadline)
    }

    private func health(_ path: String, by deadline: Deadline) async throws(KubernetesError) -> ServerHealth {
        let call = Call(path: path, query: [("verbose", "true")], asked: KubernetesError.Asked(resource: path))
        // It answers 500 where a part of it does not hold, and tells which.
        let health = ServerHealth(try await answer(call, accepting: 500, by: deadline).response.text)
        guard let health else { throw error(.notKubernetes(status: 200, contentType: nil), call.asked) }
        return health
    }

    /// Whether who asks may do something.
    package func may(
        _ verb: String,
        _ kind: ObjectKind,
        named name: String? = nil,
        in namespace: String? = nil,
        by deadline: Deadline,
    ) async throws(KubernetesError) -> AccessAnswer {
        var attributes: JSON = ["verb": .string(verb), "group": .string(kind.group), "resource": .string(kind.plural)]
        attributes["namespace"] = JSON(namespace)
        attributes["name"] = JSON(name)
        let review = review("SelfSubjectAccessReview", ["resourceAttributes": attributes])
        let status = try await create(.accessReviews, review, by: deadline)["status"]
        return AccessAnswer(isAllowed: status["allowed"].boolean ?? false, reason: status["reason"].string ?? "")
    }

    /// All that who asks may do in a namespace, as far as the server can tell.
    package func rules(in namespace: String, by deadline: Deadline) async throws(KubernetesError) -> AccessRules {
        let review = review("SelfSubjectRulesReview", ["namespace": .string(namespace)])
        return AccessRules(try await create(.rulesReviews, review, by: deadline)["status"])
    }

    private func review(_ kind: String, _ spec: JSON) -> JSON {
        ["apiVersion": .string(ObjectKind.accessReviews.apiVersion), "kind": .string(kind), "spec": spec]
    }
}
