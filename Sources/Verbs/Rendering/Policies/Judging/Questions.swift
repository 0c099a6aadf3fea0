/// The checks of all policies by what they look at, so that each object is walked through once, while it is at hand.
struct Questions {
    private typealias OfContainer = @Sendable (Container, Pod, inout Look) -> Void
    private typealias OfPod = @Sendable (Pod, inout Look) -> Void
    private typealias OfObject = @Sendable (PolicyObject, inout Look) -> Void
    private typealias OfSet = @Sendable (inout Look) -> Void

    private var ofContainers: [(turn: Int, check: OfContainer)] = []
    private var ofPods: [(turn: Int, check: OfPod)] = []
    private var ofAll: [(turn: Int, check: OfObject)] = []
    private var ofTypes: [String: [(turn: Int, check: OfObject)]] = [:]
    private var ofSet: [(turn: Int, check: OfSet)] = []

    init(_ policies: [Policy]) {
        for (turn, policy) in policies.enumerated() {
            switch policy.check {
            case .container(let check): ofContainers.append((turn, check))
            case .pod(let check): ofPods.append((turn, check))
            case .object(let types, let check):
                if types.isEmpty { ofAll.append((turn, check)) }
                for type in types { ofTypes[type, default: []].append((turn, check)) }
            case .set(let check): ofSet.append((turn, check))
            // Asked when all faults are known.
            case .allowance: continue
            }
        }
    }

    func ask(_ look: inout Look) {
        for object in look.set.objects {
            look.object = object.position
            for question in ofAll {
                look.turn = question.turn
                question.check(object, &look)
            }
            for question in ofTypes[object.type] ?? [] {
                look.turn = question.turn
                question.check(object, &look)
            }
            guard let pod = look.set.pod(of: object) else { continue }
            for question in ofPods {
                look.turn = question.turn
                question.check(pod, &look)
            }
            for container in pod.containers {
                for question in ofContainers {
                    look.turn = question.turn
                    question.check(container, pod, &look)
                }
            }
        }
        for question in ofSet {
            look.turn = question.turn
            question.check(&look)
        }
    }
}
