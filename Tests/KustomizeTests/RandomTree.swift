import TestSupport

/// A kustomization tree made by chance: objects of a few names and kinds, so that references, patches and selectors meet.
struct RandomTree {
    private var random: SeededRandom
    private(set) var files: [String: String] = [:]
    private let names = ["web", "db", "api"]

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        let bases = 1 + pick(2)
        for base in 0..<bases { folder("base\(base)", drawing: [], objects: 1 + pick(5)) }
        let all = (0..<bases).map { "../base\($0)" }
        folder("middle", drawing: all, objects: pick(2))
        folder("top", drawing: ["../middle"], objects: pick(2))
    }

    private mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    private mutating func chance(_ percent: Int) -> Bool { pick(100) < percent }
    private mutating func one(_ words: [String]) -> String { words[pick(words.count)] }

    private mutating func folder(_ name: String, drawing folders: [String], objects count: Int) {
        var kustomization = "resources:\n" + folders.map { "- \($0)\n" }.joined()
        var objects: [String] = []
        for number in 0..<count { objects.append(object("\(one(names))-\(name.first ?? "x")\(number)")) }
        if !objects.isEmpty {
            files["\(name)/objects.yaml"] = objects.joined(separator: "---\n")
            kustomization += "- objects.yaml\n"
        }
        if folders.isEmpty, objects.isEmpty { kustomization = "resources: []\n" }
        if chance(40) { kustomization += "namePrefix: \(one(["p-", "q-"]))\n" }
        if chance(30) { kustomization += "nameSuffix: \(one(["-s", "-t"]))\n" }
        if chance(30) { kustomization += "namespace: \(one(["ns1", "ns2"]))\n" }
        if chance(30) { kustomization += "commonLabels: {team: \(one(["a", "b"]))}\n" }
        if chance(30) { kustomization += "commonAnnotations: {note: \"\(pick(9))\"}\n" }
        if chance(30) {
            let flag = one(["includeSelectors: true", "includeTemplates: true", "includeSelectors: false"])
            kustomization += "labels:\n- pairs: {tier-\(name): \"\(pick(3))\"}\n  \(flag)\n"
        }
        if chance(40) {
            let change = one([
                "newTag: \"\(pick(9))\"", "newName: moved", "digest: sha256:ab", "newName: img1\n  newTag: x",
            ])
            kustomization += "images:\n- name: \(one(["img0", "img1", "reg:5000/img"]))\n  \(change)\n"
        }
        if chance(40) {
            kustomization += "configMapGenerator:\n- name: conf-\(name)\n  literals: [k=\(pick(99)), \"v=x y\"]\n"
        }
        if chance(30) { kustomization += "secretGenerator:\n- name: sec-\(name)\n  literals: [k=\(pick(99))]\n" }
        if chance(60) { kustomization += "patches:\n" + (0...pick(3)).map { _ in patch() }.joined() }
        files["\(name)/kustomization.yaml"] = kustomization
    }

    private mutating func object(_ name: String) -> String {
        switch pick(6) {
        case 0: return service(name)
        case 1: return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)}\ndata: {a: \"\(pick(9))\"}\n"
        case 2: return binding(name)
        case 3: return "apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: \(name)}\nspec: {of: \(value(3))}\n"
        case 4:
            let target = "{apiVersion: apps/v1, kind: Deployment, name: \(reference())}"
            return "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: \(name)}\n"
                + "spec: {scaleTargetRef: \(target)}\n"
        default: return workload(name)
        }
    }

    private mutating func reference() -> String {
        let own = "\(one(names))-\(one(["b", "m", "t"]))\(pick(4))"
        return one([own, own, "conf-base0", "conf-middle", "sec-base0", "elsewhere"])
    }

    private mutating func workload(_ name: String) -> String {
        let kind = one(["Deployment", "StatefulSet", "DaemonSet"])
        var containers: [String] = []
        for number in 0...pick(2) { containers.append("      - \(container("c\(number)"))\n") }
        let metadata = chance(50) ? "{name: \(name), labels: {app: \(one(names))}}" : "{name: \(name)}"
        return "apiVersion: apps/v1\nkind: \(kind)\nmetadata: \(metadata)\nspec:\n  selector: {matchLabels: {app: x}}\n"
            + "  template:\n    metadata: {labels: {app: x}}\n    spec:\n      containers:\n\(containers.joined())"
            + "      volumes:\n      - {name: v0, configMap: {name: \(reference())}}\n"
            + "      - {name: v1, secret: {secretName: \(reference())}}\n"
    }

    private mutating func container(_ name: String) -> String {
        let image = one(["img0", "img1:2", "reg:5000/img:3", "img0@sha256:cd"])
        let env = "{name: E\(pick(2)), value: \"\(pick(99))\"}"
        let port = one([
            "{containerPort: 80}", "{containerPort: 80, protocol: TCP}", "{containerPort: 81, protocol: UDP}",
        ])
        let other = "{containerPort: 9\(pick(2)), protocol: TCP, name: p}"
        let from = "{configMapRef: {name: \(reference())}}"
        return "{name: \(name), image: \"\(image)\", env: [\(env)], ports: [\(port), \(other)], envFrom: [\(from)]}"
    }

    private mutating func service(_ name: String) -> String {
        "apiVersion: v1\nkind: Service\nmetadata: {name: \(name)}\n"
            + "spec: {selector: {app: x}, ports: [{port: \(80 + pick(2)), protocol: TCP}, {port: 90, name: n}]}\n"
    }

    private mutating func binding(_ name: String) -> String {
        let group = "rbac.authorization.k8s.io"
        let role = "{apiGroup: \(group), kind: Role, name: \(reference())}"
        return "apiVersion: \(group)/v1\nkind: RoleBinding\nmetadata: {name: \(name)}\nroleRef: \(role)\n"
            + "subjects: [{kind: ServiceAccount, name: \(one(["default", "sa"])), namespace: ns1}]\n"
    }

    /// Any tree of values.
    private mutating func value(_ depth: Int) -> String {
        switch pick(depth > 0 ? 9 : 7) {
        case 0: return String(pick(1000))
        case 1: return "\"\(pick(99))\""
        case 2: return one(["true", "yes", "null", "~", "text", "0644", "1.5", "on", "\"\""])
        case 3: return "{}"
        case 4: return "[]"
        case 5, 6: return one(names)
        case 7: return "{a: \(value(depth - 1)), b: \(value(depth - 1)), list: [x, y]}"
        default: return "[{name: n, v: \(value(depth - 1))}]"
        }
    }

    /// A patch with a target, since what it chooses is then left to chance without a failure.
    private mutating func patch() -> String {
        let kind = one(["Deployment", "StatefulSet", "Service", "ConfigMap", "Thing", ".*Set", "Deployment|DaemonSet"])
        let name = chance(30) ? ", name: \"\(one(["web.*", ".*-b[01]", "api-t0"]))\"" : ""
        let text: String
        switch kind {
        case "Service":
            let port = one([
                "{port: 80, targetPort: 1}", "{port: 81, protocol: TCP, name: q}", "{port: 90, $patch: delete}",
            ])
            text = "spec: {ports: [\(port), {port: 7, protocol: UDP}]}"
        case "ConfigMap":
            text = one(["data: {b: x}", "data: {a: null}", "$patch: delete", "data: {$patch: replace, z: z}"])
        case "Thing": text = one(["spec: {$patch: delete}", "extra: \(value(2))", "metadata: {finalizers: [a, b]}"])
        default: text = workloadPatch()
        }
        if chance(30) {
            let operation = one([
                "{op: add, path: /metadata/annotations, value: {x: \(value(1))}}",
                "{op: add, path: /extra, value: \(value(2))}",
                "{op: replace, path: /metadata/name, value: renamed-\(pick(99))}",
                "{op: test, path: /absent, value: null}",
            ])
            return "- target: {kind: \"\(kind)\"\(name)}\n  patch: |-\n    - \(operation)\n"
        }
        let head = "apiVersion: v1\n    kind: Any\n    metadata: {name: any}"
        let whole =
            text.hasPrefix("metadata")
            ? head.replacing("{name: any}", with: "{name: any, finalizers: [a]}") : "\(head)\n    \(text)"
        return "- target: {kind: \"\(kind)\"\(name)}\n  patch: |-\n    \(whole)\n"
    }

    private mutating func workloadPatch() -> String {
        let containers = one([
            "containers: [{name: c0, tty: true}]", "containers: [{name: c1, $patch: delete}]",
            "containers: [{name: c0, env: [{name: E0, value: new}, {name: E9, value: \"9\"}]}]",
            "containers: [{name: new, image: img0}, {name: c1, image: img1}]",
            "containers: [{$patch: replace}, {name: only}]",
            "containers: [{name: c0, ports: [{containerPort: 80, hostPort: 5}]}]",
            "containers: [{name: c0, ports: [{containerPort: 80, protocol: TCP, hostPort: 5}, {containerPort: 90}]}]",
            "containers: [{name: c0, $patch: replace, image: z}]", "containers: null",
            "volumes: [{name: v0, emptyDir: {}}]",
            "volumes: [{name: v0, $patch: delete}, {name: v9}]", "nodeSelector: {a: b}", "tolerations: [{key: k}]",
        ])
        return one([
            "spec: {template: {spec: {\(containers)}}}", "spec: {template: {spec: {\(containers)}}}",
            "spec: {replicas: 3}",
        ])
    }
}
