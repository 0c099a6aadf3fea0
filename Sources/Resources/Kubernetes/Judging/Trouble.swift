internal import FoundationEssentials
internal import KubernetesAPI

/// The one thing that keeps a pod from running, so that pods with the same one are told together.
enum Trouble: Hashable {
    case unschedulable(String)
    case evicted(String)
    /// Told by the check of images.
    case pulling
    case misconfigured(container: String, String)
    case crashing(container: String, exit: Int?, isOutOfMemory: Bool)
    case waiting(container: String, reason: String, String)
    case unready(container: String)

    /// Nil for a pod that runs, or that has just begun to.
    init?(_ pod: PodObject) {
        if pod.phase == "Succeeded" { return nil }
        if pod.phase == "Failed" {
            guard pod.reason == "Evicted" else { return nil }
            self = .evicted(pod.message)
            return
        }
        if let words = pod.unschedulable {
            self = .unschedulable(words.message)
            return
        }
        for container in pod.containers {
            if let trouble = Trouble(container) {
                self = trouble
                return
            }
        }
        guard !pod.isReady, let slow = pod.containers.first(where: { !$0.isReady && !$0.isInit && $0.isRunning }) else {
            return nil
        }
        self = .unready(container: slow.name)
    }

    private init?(_ container: ContainerState) {
        let ended = container.ended
        switch container.state {
        case .waiting("CrashLoopBackOff", _):
            self = .crashing(
                container: container.name,
                exit: ended?.exitCode,
                isOutOfMemory: ended?.isOutOfMemory ?? false
            )
        case .waiting(let reason, _) where ImageTrouble.reasons.contains(reason): self = .pulling
        case .waiting(let reason, let message)
        where ["CreateContainerConfigError", "CreateContainerError", "RunContainerError"].contains(reason):
            self = .misconfigured(container: container.name, message.isEmpty ? reason : message)
        case .waiting("ContainerCreating", _), .waiting("PodInitializing", _), .waiting("", _): return nil
        case .waiting(let reason, let message):
            self = .waiting(container: container.name, reason: reason, message)
        // Between two tries of a loop.
        case .terminated(let end) where end.exitCode != 0 || end.isOutOfMemory:
            self = .crashing(container: container.name, exit: end.exitCode, isOutOfMemory: end.isOutOfMemory)
        // It runs now, and was killed for its memory again and again.
        case .running where container.restarts > 2 && container.last?.isOutOfMemory == true:
            self = .crashing(container: container.name, exit: container.last?.exitCode, isOutOfMemory: true)
        default: return nil
        }
    }

    /// Whether the pod does not serve for it, and will not without somebody's help.
    var isGrave: Bool {
        switch self {
        case .unschedulable, .misconfigured, .crashing, .pulling: true
        case .evicted, .waiting, .unready: false
        }
    }
}

extension ContainerState {
    fileprivate var isRunning: Bool {
        if case .running = state { true } else { false }
    }

    /// How it ended the last time, as far as that is known.
    fileprivate var ended: Termination? {
        if case .terminated(let end) = state { end } else { last }
    }
}
