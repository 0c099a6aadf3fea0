internal import Words
internal import YAML

// What Prometheus reads, and whether the outside reads it too.
extension Policy {
    static let ingressPublishesMetrics = Policy(
        "ingress-publishes-metrics",
        .warning,
        .network,
        ["NET009"],
        title: "no Ingress leads to what Prometheus reads",
        why: """
            Metrics tell whoever asks how much a platform is used, by whom it is served and when it is weak. An Ingress for / \
            publishes them along with everything else.
            """,
        remedy: """
            Give the path of the metrics an Ingress of its own that lets nobody in, or serve them on a port that no Ingress \
            leads to.
            """,
        write: """
            metadata:
              annotations: {nginx.ingress.kubernetes.io/whitelist-source-range: 127.0.0.1/32}
            spec:
              rules:
                - host: api.island-hopper.com
                  http: {paths: [{path: /metrics, pathType: Prefix, backend: {service: {name: island-hopper-agent-service, port: {name: http}}}}]}
            """,
        .set { look in
            let metrics = ScrapedPath.all(in: look.set)
            guard !metrics.isEmpty else { return }
            let ways = look.set.all("Ingress").flatMap(WayIn.all)
            for way in ways where !way.isClosed {
                for scraped in metrics where way.leads(to: scraped, in: look.set) {
                    // The longest path that fits is the one that counts.
                    let closer = ways.contains { other in
                        other.isClosed && other.host == way.host && other.covers(scraped.path)
                            && other.path.utf8.count > way.path.utf8.count
                    }
                    guard !closer else { continue }
                    look.object = way.object
                    look.complain("\(YAML.excerpt(scraped.path)) is open to everybody", at: way.place)
                    break
                }
            }
        },
    )
}

/// Where Prometheus reads a Service's pods.
private struct ScrapedPath {
    var namespace: String
    var service: String
    var port: String
    var path: String

    static func all(in set: ObjectSet) -> [ScrapedPath] {
        var found: [ScrapedPath] = []
        for monitor in set.all("ServiceMonitor") {
            let selector = Selector(monitor.node["spec"]?["selector"])
            for service in set.services(in: monitor.namespace) where selector.matches(service.labels) {
                for endpoint in (monitor.node["spec"]?["endpoints"]).items {
                    let said = endpoint["path"].plain
                    found.append(
                        ScrapedPath(
                            namespace: service.namespace,
                            service: service.name,
                            port: endpoint["port"].plain,
                            path: said.isEmpty ? "/metrics" : said
                        )
                    )
                }
            }
        }
        for pod in set.pods {
            guard let notes = annotations(of: pod, in: set), (notes["prometheus.io/scrape"]).plain == "true" else {
                continue
            }
            let said = (notes["prometheus.io/path"]).plain
            let port = (notes["prometheus.io/port"]).plain
            for service in set.services(of: pod) {
                // The annotation names the container's port: the Service's that leads there.
                let names = service.ports.filter { leads($0, to: port, of: pod) }.map(\.name)
                found += names.map { name in
                    ScrapedPath(
                        namespace: service.namespace,
                        service: service.name,
                        port: name,
                        path: said.isEmpty ? "/metrics" : said
                    )
                }
            }
        }
        return found
    }

    private static func annotations(of pod: Pod, in set: ObjectSet) -> YAML.Node? {
        var here: YAML.Node? = set.objects[pod.object].node
        for case .key(let key) in pod.template.steps { here = here?[key] }
        return here?["metadata"]?["annotations"]
    }

    private static func leads(_ port: ServiceView.Port, to number: String, of pod: Pod) -> Bool {
        guard !number.isEmpty else { return true }
        let target = port.target.plain
        if target.isEmpty { return port.number.map(String.init) == number }
        if target == number { return true }
        return pod.containers.contains { container in
            container.ports.contains { $0.name == target && $0.number.map(String.init) == number }
        }
    }
}

/// A path of an Ingress, and where it leads.
private struct WayIn {
    var object: Int
    var place: YAML.Path
    var namespace: String
    var host: String
    var path: String
    var isPrefix: Bool
    var service: String
    var port: String
    /// Whether the controller asks first who comes.
    var isClosed: Bool

    /// As nginx's controller knows them: by address, or by a question.
    private static let gates = [
        "whitelist-source-range", "allowlist-source-range", "auth-url", "auth-type", "auth-tls-secret",
    ]

    static func all(of ingress: PolicyObject) -> [WayIn] {
        let isClosed = gates.contains { (ingress.annotations?["nginx.ingress.kubernetes.io/\($0)"]).isFilled }
        return (ingress.node["spec"]?["rules"]).items.enumerated().flatMap { index, rule in
            (rule["http"]?["paths"]).items.enumerated().map { number, way in
                let backend = way["backend"]?["service"]
                let port = backend?["port"]
                return WayIn(
                    object: ingress.position,
                    place: .spec / "rules" / index / "http" / "paths" / number / "path",
                    namespace: ingress.namespace,
                    host: rule["host"].plain,
                    path: way["path"].plain,
                    isPrefix: way["pathType"].plain != "Exact",
                    service: (backend?["name"]).plain,
                    port: (port?["name"]).plain.isEmpty ? (port?["number"]).plain : (port?["name"]).plain,
                    isClosed: isClosed
                )
            }
        }
    }

    func covers(_ wanted: String) -> Bool {
        guard isPrefix else { return path == wanted }
        let folder = path.hasSuffix("/") ? path : "\(path)/"
        return wanted == path || wanted.hasPrefix(folder) || path.isEmpty
    }

    func leads(to scraped: ScrapedPath, in set: ObjectSet) -> Bool {
        guard namespace == scraped.namespace, service == scraped.service, covers(scraped.path) else { return false }
        guard let view = set.service(namespace, service) else { return false }
        // By name or by number, one port of the same Service.
        return view.ports.contains { one in
            let names = [one.name, one.number.map(String.init) ?? ""].filter { !$0.isEmpty }
            return names.contains(port) && (scraped.port.isEmpty || names.contains(scraped.port))
        }
    }
}
