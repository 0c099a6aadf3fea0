internal import Deadlines
internal import FoundationEssentials
package import HTTP
internal import JSON
internal import Ladder
package import Platform
package import WebLadder
package import Words

// The room has the name of what it is about.
package typealias DeclaredScaleway = Scaleway

/// The cloud account as doctor looks at it: its API, its key, its project.
package struct ScalewayHealth: Checkable {
    let declared: DeclaredScaleway
    let regions: [String]
    let resolver: Resolver
    let client: HTTPClient
    let way: WebWay
    /// Of the API.
    let endpoint: String

    package init(
        _ declared: DeclaredScaleway,
        regions: [String],
        resolver: Resolver,
        client: HTTPClient,
        way: WebWay = WebWay(),
        endpoint: String = "https://api.scaleway.com"
    ) {
        self.declared = declared
        self.regions = regions
        self.resolver = resolver
        self.client = client
        self.way = way
        self.endpoint = endpoint
    }

    private var target: Address { Address("scaleway") }

    private final class Slots: Sendable {
        let service = Slot<WebService>()
        let key = Slot<JSON>()
    }

    package func checkup() -> Checkup {
        let slots = Slots()
        var checks = [
            Check(ScalewayChecks.connect, of: target, declaredAt: ["scaleway"]) { try await connect(slots, by: $0) },
            Check(ScalewayChecks.key, of: target, declaredAt: ["scaleway", "secret_key"]) {
                try await askKey(slots, by: $0)
            },
            Check(ScalewayChecks.project, of: target, declaredAt: ["scaleway", "project"]) {
                try await askProject(slots, by: $0)
            },
        ]
        if !regions.isEmpty {
            checks.append(Check(ScalewayChecks.region, of: target, declaredAt: ["regions"]) { _ in nameRegions() })
        }
        return Checkup(of: target, parallelism: 2, checks)
    }

    /// Asked without a key: the refusal, in its own form, proves who answers.
    private func connect(_ slots: Slots, by deadline: Deadline) async throws -> Diagnosis {
        let kind = ScalewayChecks.connect
        let service = WebService("Scaleway's API", at: endpoint, by: client, way: way)
        let response = try await service.reach("/iam/v1alpha1/api-keys", as: kind, at: target, by: deadline)
        slots.service.fill(service)
        guard ScalewayRefusal(response: response).isScaleways, response.status != 404 else {
            return .found(service.stranger(response, as: kind, at: target, wanted: "/iam/v1alpha1/api-keys"))
        }
        return service.reached(response, as: kind, at: target, seen: "it answers")
    }

    private func askKey(_ slots: Slots, by deadline: Deadline) async throws -> Diagnosis {
        let kind = ScalewayChecks.key
        let access = try resolver.secret(declared.accessKey, at: ["scaleway", "access_key"], for: kind, of: target)
        let secret = try resolver.secret(declared.secretKey, at: ["scaleway", "secret_key"], for: kind, of: target)
        let id = access.reveal()
        if let finding = malformed(id) { return .found(finding) }
        var service = try slots.service.value
        service.headers["X-Auth-Token"] = secret.reveal()
        slots.service.fill(service)
        let response = try await service.reach("/iam/v1alpha1/api-keys/\(id)", as: kind, at: target, by: deadline)
        let refusal = ScalewayRefusal(response: response)
        switch response.status {
        case 200:
            guard let body = response.json, body["access_key"].string == id else {
                return .found(
                    Finding(
                        kind,
                        at: target,
                        .brokenAnswer,
                        "Scaleway's answer tells of another key.",
                        evidence: response.evidence
                    )
                )
            }
            slots.key.fill(body)
            return .found(ending(body), seen: "the key is taken")
        case 403:
            // A key with few rights is a good one: it was known, or the answer would be 401.
            return .found(
                Finding(
                    kind,
                    .warning,
                    at: target,
                    .permission,
                    "Scaleway takes the key, and it may not look at itself: when it ends is not known.",
                    evidence: refusal.evidence,
                    remedies: [.hint("Give its user or application the permission set IAMReadOnly.")]
                )
            )
        case 404:
            return .found(
                Finding(
                    kind,
                    at: target,
                    .missing,
                    "Scaleway takes the secret key, and does not have the access key beside it.",
                    evidence: response.evidence,
                    remedies: [
                        .hint("Access key and secret key are of two pairs, or of two organisations: copy both anew.")
                    ]
                )
            )
        default: return .found(refusal.finding(kind, at: target))
        }
    }

    private func malformed(_ id: String) -> Finding? {
        let isWell = id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        guard !isWell || id.count < 16 else { return nil }
        return Finding(
            ScalewayChecks.key,
            at: target,
            .config,
            "The access key is none: it has \(id.count) characters, and 20 capital letters and digits are wanted.",
            remedies: [.hint("It begins with SCW. Perhaps access key and secret key stand in each other's place.")]
        )
    }

    private func ending(_ key: JSON) -> [Finding] {
        guard let text = key["expires_at"].string, text.count >= 19,
            let end = try? Date(String(text.prefix(19)) + "Z", strategy: .iso8601)
        else { return [] }
        let left = Duration.seconds(end.timeIntervalSinceNow)
        guard left < CertificateLimits.warning else { return [] }
        return [
            Finding(
                ScalewayChecks.key,
                left < CertificateLimits.critical ? .error : .warning,
                at: target,
                .auth,
                left < .zero ? "The API key has expired." : "The API key ends in \(left.inDays).",
                evidence: [.fact("expires_at", text)],
                remedies: [.hint("Make a new one, give it to the platform, and delete this one.")]
            )
        ]
    }

    private func askProject(_ slots: Slots, by deadline: Deadline) async throws -> Diagnosis {
        let kind = ScalewayChecks.project
        let id = try resolver.text(declared.project, at: ["scaleway", "project"], for: kind, of: target)
        guard UUID(uuidString: id) != nil else {
            return .found(
                Finding(
                    kind,
                    at: target,
                    .config,
                    "scaleway.project is no project's id.",
                    remedies: [
                        .hint("It looks like 11111111-2222-3333-4444-555555555555, and is not the project's name.")
                    ]
                )
            )
        }
        let service = try slots.service.value
        let response = try await service.reach("/account/v3/projects/\(id)", as: kind, at: target, by: deadline)
        switch response.status {
        case 200:
            let name = response.json?["name"].string ?? id
            return .found(otherProject(slots, than: id), seen: "project \(name)")
        case 404:
            return .found(
                Finding(
                    kind,
                    at: target,
                    .missing,
                    "Scaleway has no such project, or it is another organisation's.",
                    evidence: ScalewayRefusal(response: response).evidence + [.fact("project", id)],
                    remedies: [.hint("Copy the id from the project's settings; ids of organisations look alike.")]
                )
            )
        default: return .found(ScalewayRefusal(response: response).finding(kind, at: target))
        }
    }

    /// Object storage goes by the key's own project, whatever the platform file says.
    private func otherProject(_ slots: Slots, than id: String) -> [Finding] {
        guard let own = try? slots.key.value["default_project_id"].string, own.lowercased() != id.lowercased() else {
            return []
        }
        return [
            Finding(
                ScalewayChecks.project,
                .warning,
                at: target,
                .drift,
                "The key's own project is another: object storage goes there.",
                evidence: [.fact("the key's", own), .fact("declared", id)],
                remedies: [.hint("Let the key's preferred project be the declared one, or make a key for it.")]
            )
        ]
    }

    private static let known = ["fr-par", "nl-ams", "pl-waw", "it-mil"]

    private func nameRegions() -> Diagnosis {
        let findings = regions.filter { !ScalewayHealth.known.contains($0) }.map { region in
            let near = NearestName.all(to: region, among: ScalewayHealth.known).first
            return Finding(
                ScalewayChecks.region,
                at: target,
                .config,
                "Scaleway is not known to have a region \(region).",
                evidence: [.fact("known", ScalewayHealth.known.joined(separator: ", "))],
                remedies: near.map { [.hint("Is \($0) meant?")] } ?? []
            )
        }
        return .found(findings, seen: regions.joined(separator: ", "))
    }
}
