internal import Deadlines
internal import FoundationEssentials
internal import JSON
internal import KubernetesAPI
internal import Words

/// Follows a Job that was made: to its pod, the pod's start, its log, its end.
struct ErrandWatch {
    private let errand: Errand
    private let plan: ErrandPlan
    private let hear: @Sendable (Errand.Event) -> Void

    private var client: KubernetesClient { errand.client }
    private var namespace: String { errand.wish.namespace }

    init(_ errand: Errand, _ plan: ErrandPlan, _ hear: @escaping @Sendable (Errand.Event) -> Void) {
        self.errand = errand
        self.plan = plan
        self.hear = hear
    }

    /// What a Job's pod waits for before it runs.
    enum Waiting: Hashable {
        case pod
        case node(String)
        case container(String)

        var words: String {
            switch self {
            case .pod: "the Job's pod"
            case .node(let words): "a node for the pod: \(words)"
            case .container(let reason): "the pod's start: \(reason)"
            }
        }
    }

    func follow(by deadline: Deadline) async throws(ResourceFailure) -> Errand.Ending {
        let pod = try await started(by: deadline)
        hear(.running(pod: pod.metadata.name))
        var lines: [String] = []
        do throws(KubernetesError) {
            var wish = LogWish()
            (wish.container, wish.follows) = (plan.container, true)
            for try await line in try await client.log(of: pod.metadata.name, in: namespace, wish, by: deadline) {
                lines.append(line)
            }
        } catch {
            // A log that was cut off is read again when the pod has ended; a log that may not be read is not.
            guard error.status == nil, !Task.isCancelled else { throw errand.failure(error) }
            // It is the Job that took too long, not the server that answered too late.
            if deadline.hasPassed { throw errand.notEnded() }
        }
        let ended = try await ended(pod.metadata.name, by: deadline)
        lines = try await whole(pod.metadata.name, orElse: lines, by: deadline)
        return Errand.Ending(pod: pod.metadata.name, lines: lines, exitCode: ended)
    }

    // MARK: To the start

    private static let pause = Duration.milliseconds(500)

    /// The pod, once its container runs or has run.
    private func started(by deadline: Deadline) async throws(ResourceFailure) -> PodObject {
        var told: Waiting?
        var pulling = ""
        let begin = ContinuousClock.now
        var last: Waiting?
        while true {
            let pods: [PodObject]
            do throws(ResourceFailure) {
                pods = try await self.pods(by: deadline)
            } catch {
                // The last look of all is cut short by the end of the time: what is known is the look before.
                guard let last, deadline.hasPassed, !Task.isCancelled else { throw error }
                throw errand.notStarted(last, await events(by: deadline))
            }
            let waits: Waiting
            if let pod = pods.last {
                switch try await stage(of: pod, &pulling, by: deadline) {
                case nil: return pod
                case let found?: waits = found
                }
            } else {
                let events = await events(by: deadline)
                if let failed = events.last(where: { $0.reason == "FailedCreate" }) { throw errand.withoutPod(failed) }
                waits = .pod
            }
            if Task.isCancelled { throw errand.failure(KubernetesError(.cancelled)) }
            if deadline.remaining <= ErrandWatch.pause {
                throw errand.notStarted(waits, await events(by: deadline))
            }
            if told != waits, ContinuousClock.now - begin > .seconds(2) {
                hear(.waiting(waits.words))
                told = waits
            }
            last = waits
            try? await Task.sleep(for: ErrandWatch.pause)
        }
    }

    /// Nil once it runs or has run.
    private func stage(of pod: PodObject, _ pulling: inout String, by deadline: Deadline) async throws(ResourceFailure)
        -> Waiting?
    {
        if pod.phase == "Failed", pod.containers.allSatisfy({ !$0.hasRun }) {
            throw errand.failure(
                .capacity,
                "The pod was put away before it ran: \(pod.reason.isEmpty ? "the cluster does not say why" : pod.reason).",
                evidence: pod.message.isEmpty ? [] : [.fact("reason", pod.message)],
                [.fix(errand.wish.kubectl("get events --types=Warning"))]
            )
        }
        if let words = pod.unschedulable { return .node(words.message) }
        guard let container = pod.containers.first(where: { $0.name == plan.container }) else {
            return .container("the node has not begun with it")
        }
        if container.hasRun { return nil }
        guard case .waiting(let reason, let message) = container.state else { return .container("unknown") }
        if ImageTrouble.reasons.contains(reason) {
            // "Back-off pulling image" tells nothing: the try before it does.
            if reason.hasPrefix("Err") { pulling = message }
            if pulling.isEmpty {
                let tries = await events(by: deadline)
                pulling = tries.last { $0.reason == "Failed" && $0.message.contains("pull") }?.message ?? message
            }
            let words = pulling.isEmpty ? message : pulling
            throw errand.image(ImageTrouble(image: container.image, reason: reason, words: words), words)
        }
        if ErrandWatch.configuration.contains(reason) {
            throw errand.misconfigured(container.name, message.isEmpty ? reason : message)
        }
        return .container(reason.isEmpty ? "the node has not begun with it" : reason)
    }

    private static let configuration: Set<String> = [
        "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
    ]

    // MARK: To the end

    /// The status that the container ended with; nil where its pod is gone.
    private func ended(_ name: String, by deadline: Deadline) async throws(ResourceFailure) -> Int? {
        while true {
            guard let pod = try await pods(by: deadline).first(where: { $0.metadata.name == name }) else { return nil }
            if let container = pod.containers.first(where: { $0.name == plan.container }),
                case .terminated(let end) = container.state
            {
                guard end.isOutOfMemory else { return end.exitCode }
                throw errand.failure(
                    .capacity,
                    "The Job's container was killed: it used more memory than its limit.",
                    [.fix(errand.wish.kubectl("get cronjob -o yaml"))]
                )
            }
            guard pod.phase == "Running", deadline.remaining > ErrandWatch.pause, !Task.isCancelled else {
                guard pod.phase == "Running" || pod.phase == "Failed" else { return nil }
                throw errand.notEnded(pod.reason)
            }
            try? await Task.sleep(for: ErrandWatch.pause)
        }
    }

    /// The log as it stands now, which a stream that broke off may not have brought whole.
    private func whole(_ pod: String, orElse lines: [String], by deadline: Deadline) async throws(ResourceFailure)
        -> [String]
    {
        do throws(KubernetesError) {
            var wish = LogWish()
            wish.container = plan.container
            var all: [String] = []
            for try await line in try await client.log(of: pod, in: namespace, wish, by: deadline) { all.append(line) }
            return all.count >= lines.count ? all : lines
        } catch {
            guard lines.isEmpty else { return lines }
            throw errand.failure(error)
        }
    }

    // MARK: What is asked

    private func pods(by deadline: Deadline) async throws(ResourceFailure) -> [PodObject] {
        do throws(KubernetesError) {
            let list = try await client.list(.pods, in: namespace, labels: "job-name=\(plan.name)", by: deadline)
            return list.items.map(PodObject.init)
        } catch {
            throw errand.failure(error)
        }
    }

    /// Warnings of the Job and of its pod, whose name begins with the Job's; the newest last, none where they may not be read.
    private func events(by deadline: Deadline) async -> [EventObject] {
        // At the very end of the time there is a moment yet for the reason.
        let limit = deadline.remaining > .seconds(2) ? deadline : .after(.seconds(2))
        let list = try? await client.list(.events, in: namespace, fields: "type=Warning", by: limit)
        let events = list?.items.map(EventObject.init).filter { $0.name.hasPrefix(plan.name) } ?? []
        return events.sorted { ($0.lastSeen ?? .distantPast) < ($1.lastSeen ?? .distantPast) }
    }
}

extension ContainerState {
    fileprivate var hasRun: Bool {
        switch state {
        case .running, .terminated: true
        case .waiting, .unknown: false
        }
    }
}
