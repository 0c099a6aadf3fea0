internal import Deadlines
internal import FoundationEssentials
package import HTTP
internal import JSON
package import Platform
package import WebLadder
package import Words

/// An AI provider as doctor looks at it: whether its API answers, takes the key, has the models and lets more requests through.
package struct ProviderHealth: Checkable {
    let id: String
    let provider: Provider
    let resolver: Resolver
    let client: HTTPClient
    let way: WebWay
    private let declaredModels: [String]
    /// Routing names somebody else for what this one cannot answer.
    private let hasFallback: Bool

    /// `routing` may name models of the provider beside those that it declares.
    package init(
        _ id: String,
        _ provider: Provider,
        routing: Routing? = nil,
        resolver: Resolver,
        client: HTTPClient,
        way: WebWay = WebWay()
    ) {
        self.id = id
        self.provider = provider
        let routed = [routing?.primary, routing?.fallback].compactMap { $0?.provider == id ? $0?.model : nil }
        declaredModels = provider.models + routed.filter { !provider.models.contains($0) }
        hasFallback = routing?.primary?.provider == id && (routing?.fallback).map { $0.provider != id } == true
        self.resolver = resolver
        self.client = client
        self.way = way
    }

    /// A key that nobody has: whoever takes it takes anything.
    static let wrongKey = "ihctl-doctor-wrong-key"

    var target: Address { Address("providers", id) }

    package func checkup() -> Checkup {
        let slots = Slots()
        var checks = [
            Check(ProvidersChecks.connect, of: target, declaredAt: ["providers", id, "endpoint"]) {
                try await connect(slots, by: $0)
            },
            Check(ProvidersChecks.key, of: target, declaredAt: ["providers", id, "key"]) {
                try await tryKey(slots, by: $0)
            },
        ]
        if !declaredModels.isEmpty {
            checks.append(
                Check(ProvidersChecks.models, of: target, declaredAt: ["providers", id, "models"]) {
                    try await compareModels(slots, by: $0)
                }
            )
        }
        checks.append(
            Check(ProvidersChecks.quota, of: target, declaredAt: ["providers", id]) { _ in try weigh(slots) }
        )
        return Checkup(of: target, parallelism: 2, checks)
    }

    var api: ProviderAPI {
        let url = (try? resolver.text(provider.endpoint, at: [], for: ProvidersChecks.connect, of: target)) ?? ""
        return ProviderAPI(kind: provider.kind, isOpenAIItself: url.hasPrefix("https://api.openai.com"))
    }
    var name: String { api.name(of: id) }

    /// What the checks of one run leave one another.
    final class Slots: Sendable {
        let service = Slot<WebService>()
        /// Whether a key that nobody has was taken.
        let takesAnything = Slot<Bool>()
        let answer = Slot<KeyAnswer>()
        let key = Slot<Secret>()
    }

    /// Asks with a key that nobody has: the refusal, in the provider's own form, proves who answers, and that keys are looked at.
    private func connect(_ slots: Slots, by deadline: Deadline) async throws -> Diagnosis {
        let kind = ProvidersChecks.connect
        let url = try resolver.text(provider.endpoint, at: ["providers", id, "endpoint"], for: kind, of: target)
        let service = WebService(name, at: url, by: client, way: way)
        let path = api.keyPath(of: service.url)
        let response = try await service.reach(
            path,
            as: kind,
            at: target,
            headers: api.headers(key: ProviderHealth.wrongKey),
            by: deadline
        )
        slots.service.fill(service)
        guard let body = response.json, api.isOwn(body), response.status != 404, !(300..<400).contains(response.status)
        else {
            return .found(service.stranger(response, as: kind, at: target, wanted: api.wanted))
        }
        slots.takesAnything.fill(ProviderReply(response, from: api) == .accepted)
        return service.reached(response, as: kind, at: target)
    }

    private func tryKey(_ slots: Slots, by deadline: Deadline) async throws -> Diagnosis {
        let kind = ProvidersChecks.key
        let key = try resolver.secret(provider.key, at: ["providers", id, "key"], for: kind, of: target)
        var service = try slots.service.value
        service.headers = api.headers(key: key.reveal())
        let response = try await service.reach(api.keyPath(of: service.url), as: kind, at: target, by: deadline)
        slots.service.fill(service)
        let answer = KeyAnswer(response, from: api)
        slots.answer.fill(answer)
        slots.key.fill(key)
        if let finding = answer.reply.finding(context(kind, response, key)) { return .found(finding) }
        var findings: [Finding] = []
        if (try? slots.takesAnything.value) == true { findings.append(openDoor(kind, response)) }
        findings += ending(response, kind)
        return .found(findings, seen: "the key is taken")
    }

    private func openDoor(_ kind: CheckKind, _ response: HTTPResponse) -> Finding {
        Finding(
            kind,
            .error,
            at: target,
            .exposed,
            "\(name.prefix(1).uppercased() + name.dropFirst()) takes a key that nobody has: whether the right one is good cannot be told.",
            evidence: response.evidence + [.fact("tried with", ProviderHealth.wrongKey)],
            remedies: [
                .hint(
                    "Where it is one's own server, let it ask for a key. Where it is not, look whether it is the real one."
                )
            ]
        )
    }

    /// A key that its maker has given a last day.
    private func ending(_ response: HTTPResponse, _ kind: CheckKind) -> [Finding] {
        guard let text = response.json?["data"]["expires_at"].string,
            let end = try? Date(String(text.prefix(19)) + "Z", strategy: .iso8601)
        else { return [] }
        let left = Duration.seconds(end.timeIntervalSinceNow)
        guard left < .seconds(14 * 86_400) else { return [] }
        return [
            Finding(
                kind,
                .warning,
                at: target,
                .auth,
                left < .zero ? "The key has expired." : "The key ends in \(left.inDays).",
                evidence: [.fact("ends", text)],
                remedies: [.hint("Make a new one \(page(api.keysPage)) before that day.")]
            )
        ]
    }

    private func compareModels(_ slots: Slots, by deadline: Deadline) async throws -> Diagnosis {
        let kind = ProvidersChecks.models
        let service = try slots.service.value
        let offered = try await offeredModels(slots, by: deadline)
        var findings: [Finding] = []
        for model in declaredModels {
            var context = ModelContext(target: target, name: name, today: Date())
            if !offered.has(model, of: api.kind), let path = api.modelPath(model, of: service.url) {
                let answer = try await service.reach(path, as: kind, at: target, by: deadline)
                context.isResolved = answer.status == 200 && answer.json?["id"].string != nil
            }
            if let finding = offered.finding(for: model, of: api.kind, context) { findings.append(finding) }
        }
        let seen = "\(declaredModels.count) of \(counted(offered.count, "model")) declared"
        return .found(findings, seen: seen)
    }

    private func offeredModels(_ slots: Slots, by deadline: Deadline) async throws -> OfferedModels {
        let key = try slots.key.value
        if let known = try slots.answer.value.offered { return known }
        let kind = ProvidersChecks.models
        let service = try slots.service.value
        let response = try await service.reach(api.modelsPath(of: service.url), as: kind, at: target, by: deadline)
        if response.status == 200, let offered = response.json.flatMap(OfferedModels.init) { return offered }
        let reply = ProviderReply(response, from: api)
        let finding = (reply == .accepted ? .broken : reply).finding(context(kind, response, key))
        throw ResourceFailure(finding ?? unusable(kind), isAnswer: true)
    }

    private func unusable(_ kind: CheckKind) -> Finding {
        Finding(kind, at: target, .brokenAnswer, "The list of models cannot be read.")
    }

    func context(_ kind: CheckKind, _ response: HTTPResponse, _ key: Secret) -> ReplyContext {
        ReplyContext(
            kind: kind,
            target: target,
            name: name,
            id: id,
            api: api,
            hasFallback: hasFallback,
            response: response,
            words: ServerWords(hiding: key.reveal())
        )
    }
}
