internal import YAML

/// All objects of a question, found by what they are called and by their labels without looking through them.
final class ObjectSet: Sendable {
    let objects: [PolicyObject]
    private let byIdentity: [ObjectIdentity: [Int]]
    private let byType: [String: [Int]]

    /// In the order of their objects.
    let pods: [Pod]
    private let podOfObject: [Int: Int]
    private let podsByNamespace: [String: [Int]]
    private let podsByLabel: [LabelAt: [Int]]

    let services: [ServiceView]
    let autoscalers: [Autoscaler]
    let budgets: [Budget]
    let isolations: [Isolation]
    /// For each pod what chooses it, by its number in the list.
    private let servicesOfPod: [[Int]]
    private let budgetsOfPod: [[Int]]
    private let autoscalerOfTarget: [ObjectIdentity: Int]
    private let serviceOfObject: [Int: Int]
    private let servicesByNamespace: [String: [Int]]
    private let subsets: Set<MeshSubset>
    private let shielded: [Shield]
    /// What ServiceEntries bring into the mesh.
    let meshHosts: Set<String>
    private let products: Products

    private struct LabelAt: Hashable {
        var namespace: String
        var name: String
        var value: String
    }

    init(_ given: [PolicyObject]) {
        var objects = given
        var byIdentity: [ObjectIdentity: [Int]] = [:]
        var byType: [String: [Int]] = [:]
        var pods: [Pod] = []
        var podOfObject: [Int: Int] = [:]
        var podsByNamespace: [String: [Int]] = [:]
        var podsByLabel: [LabelAt: [Int]] = [:]
        for position in objects.indices {
            objects[position].position = position
            let object = objects[position]
            byIdentity[object.identity, default: []].append(position)
            byType[object.type, default: []].append(position)
            guard let pod = Pod(object) else { continue }
            let number = pods.count
            podOfObject[position] = number
            pods.append(pod)
            podsByNamespace[pod.namespace, default: []].append(number)
            for (name, value) in pod.labels.texts {
                podsByLabel[LabelAt(namespace: pod.namespace, name: name, value: value), default: []].append(number)
            }
        }
        self.objects = objects
        self.byIdentity = byIdentity
        self.byType = byType
        self.pods = pods
        self.podOfObject = podOfObject
        self.podsByNamespace = podsByNamespace
        self.podsByLabel = podsByLabel

        func all(_ type: String) -> [PolicyObject] { (byType[type] ?? []).map { objects[$0] } }
        func chosen(_ namespace: String, _ selector: Selector) -> [Int] {
            Self.chosen(namespace, selector, pods, podsByNamespace, podsByLabel)
        }
        services = all("Service").map(ServiceView.init)
        autoscalers = all("HorizontalPodAutoscaler").map(Autoscaler.init)
        budgets = all("PodDisruptionBudget").map(Budget.init)
        isolations = all("NetworkPolicy").map(Isolation.init)

        var servicesOfPod: [[Int]] = Array(repeating: [], count: pods.count)
        var serviceOfObject: [Int: Int] = [:]
        for (number, service) in services.enumerated() {
            serviceOfObject[service.object] = number
            // A service without a selector is told its endpoints by somebody else.
            guard !service.selector.isEmpty else { continue }
            for pod in chosen(service.namespace, service.selector) { servicesOfPod[pod].append(number) }
        }
        self.servicesOfPod = servicesOfPod
        self.serviceOfObject = serviceOfObject
        servicesByNamespace = Dictionary(grouping: services.indices, by: { [services] in services[$0].namespace })
        subsets = Set(all("DestinationRule").flatMap(MeshSubset.all))
        var budgetsOfPod: [[Int]] = Array(repeating: [], count: pods.count)
        for (number, budget) in budgets.enumerated() {
            for pod in chosen(budget.namespace, budget.selector) { budgetsOfPod[pod].append(number) }
        }
        self.budgetsOfPod = budgetsOfPod
        var shielded = Array(repeating: Shield(), count: pods.count)
        for isolation in isolations {
            for pod in chosen(isolation.namespace, isolation.selector) {
                shielded[pod].ingress = shielded[pod].ingress || isolation.rulesIngress
                shielded[pod].egress = shielded[pod].egress || isolation.rulesEgress
            }
        }
        self.shielded = shielded
        autoscalerOfTarget = Dictionary(autoscalers.enumerated().map { ($1.target, $0) }) { first, _ in first }
        products = Products(of: objects)
        meshHosts = Set(all("ServiceEntry").flatMap { $0.node["spec", "hosts"].texts })
    }

    func all(_ type: String) -> [PolicyObject] { (byType[type] ?? []).map { objects[$0] } }

    func has(_ type: String) -> Bool { byType[type] != nil }

    func find(_ type: String, _ namespace: String, _ name: String) -> PolicyObject? {
        byIdentity[ObjectIdentity(type, namespace, name)]?.first.map { objects[$0] }
    }

    func twins(of object: PolicyObject) -> [Int] { byIdentity[object.identity] ?? [] }

    func pod(of object: PolicyObject) -> Pod? { podOfObject[object.position].map { pods[$0] } }

    /// What a selector chooses in a namespace.
    func pods(in namespace: String, _ selector: Selector) -> [Pod] {
        Self.chosen(namespace, selector, pods, podsByNamespace, podsByLabel).map { pods[$0] }
    }

    /// Whether a selector chooses anything at all there.
    func choosesAny(in namespace: String, _ selector: Selector) -> Bool {
        selector.isEmpty
            ? podsByNamespace[namespace] != nil
            : !Self.chosen(namespace, selector, pods, podsByNamespace, podsByLabel).isEmpty
    }

    func services(of pod: Pod) -> [ServiceView] {
        podOfObject[pod.object].map { servicesOfPod[$0].map { services[$0] } } ?? []
    }

    func isServed(_ pod: Pod) -> Bool {
        podOfObject[pod.object].map { !servicesOfPod[$0].isEmpty } ?? false
    }

    func budgets(of pod: Pod) -> [Budget] {
        podOfObject[pod.object].map { budgetsOfPod[$0].map { budgets[$0] } } ?? []
    }

    func shield(of pod: Pod) -> Shield {
        podOfObject[pod.object].map { shielded[$0] } ?? Shield()
    }

    func autoscaler(of pod: Pod) -> Autoscaler? {
        autoscalerOfTarget[ObjectIdentity(pod.type, pod.namespace, pod.name)].map { autoscalers[$0] }
    }

    func service(_ namespace: String, _ name: String) -> ServiceView? {
        guard let object = find("Service", namespace, name) else { return nil }
        return serviceOfObject[object.position].map { services[$0] }
    }

    func services(in namespace: String) -> [ServiceView] {
        (servicesByNamespace[namespace] ?? []).map { services[$0] }
    }

    /// Whether a DestinationRule defines it.
    func defines(_ subset: MeshSubset) -> Bool { subsets.contains(subset) }

    func service(of object: PolicyObject) -> ServiceView? {
        serviceOfObject[object.position].map { services[$0] }
    }

    /// The keys of a ConfigMap or Secret that something of the set makes; `.some(nil)` where its keys cannot be told.
    func keys(of kind: String, _ namespace: String, _ name: String) -> Products.Keys? {
        products.keys(of: kind, namespace, name)
    }

    private static func chosen(
        _ namespace: String,
        _ selector: Selector,
        _ pods: [Pod],
        _ byNamespace: [String: [Int]],
        _ byLabel: [LabelAt: [Int]],
    ) -> [Int] {
        if selector.isBroken { return [] }
        if selector.isEmpty { return byNamespace[namespace] ?? [] }
        // The rarest of its labels leaves the fewest to look at.
        var candidates: [Int]?
        for (name, value) in selector.labels {
            let found = byLabel[LabelAt(namespace: namespace, name: name, value: value)] ?? []
            if found.count < candidates?.count ?? .max { candidates = found }
        }
        return (candidates ?? byNamespace[namespace] ?? []).filter { selector.matches(pods[$0].labels) }
    }
}
