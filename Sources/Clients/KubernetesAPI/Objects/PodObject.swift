package import FoundationEssentials
package import JSON

/// A pod and how its containers fare.
package struct PodObject: Sendable, Hashable {
    package var metadata: ObjectMetadata
    /// `Pending`, `Running`, `Succeeded`, `Failed`, `Unknown`.
    package var phase: String
    package var node: String?
    /// Why the whole pod is as it is: `Evicted`.
    package var reason: String
    package var message: String
    package var conditions: [ObjectCondition]
    /// Those that come first, then the others.
    package var containers: [ContainerState]

    package init(_ json: JSON) {
        metadata = ObjectMetadata(json)
        let status = json["status"]
        phase = status["phase"].string ?? "Unknown"
        node = json["spec"]["nodeName"].string
        reason = status["reason"].string ?? ""
        message = status["message"].string ?? ""
        conditions = ObjectCondition.all(of: status)
        containers =
            (status["initContainerStatuses"].array ?? []).map { ContainerState($0, isInit: true) }
            + (status["containerStatuses"].array ?? []).map { ContainerState($0, isInit: false) }
    }

    package var isReady: Bool { conditions.named("Ready")?.isTrue == true }
    package var restarts: Int { containers.reduce(0) { $0 + $1.restarts } }

    /// Why no node takes it, in the scheduler's words.
    package var unschedulable: ObjectCondition? {
        conditions.named("PodScheduled").flatMap { $0.isTrue == false ? $0 : nil }
    }
}

/// One container of a pod.
package struct ContainerState: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        /// The reason is one word, as `CrashLoopBackOff` or `ImagePullBackOff`.
        case waiting(reason: String, message: String)
        case running(since: Date?)
        case terminated(Termination)
        case unknown
    }

    /// How a container ended.
    package struct Termination: Sendable, Hashable {
        package var exitCode: Int
        package var signal: Int?
        /// One word, as `OOMKilled`, `Error` or `Completed`.
        package var reason: String
        package var ended: Date?

        init?(_ json: JSON) {
            guard json.object != nil else { return nil }
            exitCode = json["exitCode"].integer ?? 0
            signal = json["signal"].integer
            reason = json["reason"].string ?? ""
            ended = Date(kubernetes: json["finishedAt"].string)
        }

        /// The kernel killed it for its memory.
        package var isOutOfMemory: Bool { reason == "OOMKilled" }
    }

    package var name: String
    package var isInit: Bool
    package var image: String
    package var imageID: String
    package var isReady: Bool
    package var restarts: Int
    package var state: State
    /// How it ended the last time.
    package var last: Termination?

    init(_ json: JSON, isInit: Bool) {
        self.isInit = isInit
        name = json["name"].string ?? ""
        image = json["image"].string ?? ""
        imageID = json["imageID"].string ?? ""
        isReady = json["ready"].boolean ?? false
        restarts = json["restartCount"].integer ?? 0
        last = Termination(json["lastState"]["terminated"])
        let now = json["state"]
        if now["waiting"].object != nil {
            let waiting = now["waiting"]
            state = .waiting(reason: waiting["reason"].string ?? "", message: waiting["message"].string ?? "")
        } else if now["running"].object != nil {
            state = .running(since: Date(kubernetes: now["running"]["startedAt"].string))
        } else if let termination = Termination(now["terminated"]) {
            state = .terminated(termination)
        } else {
            state = .unknown
        }
    }
}
