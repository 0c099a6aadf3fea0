/// The cluster the agent runs on, and the names and figures of what stands there.
package struct Kubernetes: Section {
    package var version = "1.24"
    package var nodes = 3
    package var namespace = "island-hopper"
    package var context: String?
    package var kubeconfig: Reference?
    package var configMap = "island-hopper-config"
    package var secret = "island-hopper-secrets"
    package var secretKeys: [String] = []
    package var registrySecret: String?
    package var serviceAccount = "island-hopper-agent"
    package var deployment = "island-hopper-agent"
    package var service = Service()
    package var ingress: Ingress?
    package var autoscaling: Autoscaling?
    package var nodeSelector = Named<String>()
    package var istio: Istio?

    package init() {}

    package static let summary = "The cluster the agent runs on."

    package static var fields: [Field<Kubernetes>] {
        [
            field("version", \.version, "The oldest version that will do, in quotes."),
            field("nodes", \.nodes, "Ready nodes at least.", .atLeast(1)),
            field("namespace", \.namespace, "Where everything stands.", .dnsLabel),
            field("context", \.context, "The kubeconfig's context; its current one without it."),
            field("kubeconfig", \.kubeconfig, "The kubeconfig; the usual places without it."),
            field("config_map", \.configMap, "Handed to the agent as its environment."),
            field("secret", \.secret, "The agent's secrets."),
            field("secret_keys", \.secretKeys, "Keys the secret must hold."),
            field("registry_secret", \.registrySecret, "What images are pulled with."),
            field("service_account", \.serviceAccount, "The agent's own."),
            field("deployment", \.deployment, "The agent's own.", .dnsLabel),
            field("service", \.service, "Where the agent is reached inside."),
            field("ingress", \.ingress, "Where the agent is reached from outside."),
            field("autoscaling", \.autoscaling, "How many agents, by load."),
            field("node_selector", \.nodeSelector, "Labels of the nodes agents run on; tainted alike."),
            field("istio", \.istio, "The mesh's gateway and rules."),
        ]
    }

    package struct Service: Section {
        package var name = "island-hopper-agent-service"
        package var port = 80

        package init() {}

        package static let summary = "Where the agent is reached inside."

        package static var fields: [Field<Service>] {
            [
                field("name", \.name, "Its name.", .dnsLabel),
                field("port", \.port, "Its port.", .within(1...65_535)),
            ]
        }
    }

    package struct Ingress: Section {
        package var name = "island-hopper-ingress"
        package var host = ""
        package var className = "nginx"
        package var issuer: String?
        package var tlsSecret: String?
        package var requestsPerMinute: Int?

        package init() {}

        package static let summary = "Where the agent is reached from outside."

        package static var fields: [Field<Ingress>] {
            [
                field("name", \.name, "Its name.", .dnsLabel),
                field("host", \.host, "The public host name.", required: true, .notEmpty),
                field("class", \.className, "The ingress class."),
                field("issuer", \.issuer, "cert-manager's cluster issuer."),
                field("tls_secret", \.tlsSecret, "Where the certificate is kept."),
                field("requests_per_minute", \.requestsPerMinute, "Allowed from one address.", .atLeast(1)),
            ]
        }
    }

    package struct Autoscaling: Section {
        package var name = "island-hopper-hpa"
        package var min = 3
        package var max = 20
        package var cpu = 70
        package var memory = 80
        package var scaleDown = Pace(window: 300, percent: 10, every: 60)
        package var scaleUp = Pace(window: 60, percent: 50, every: 60)

        package init() {}

        package static let summary = "How many agents, by load."

        package static var fields: [Field<Autoscaling>] {
            [
                field("name", \.name, "Its name.", .dnsLabel),
                field("min", \.min, "Agents at least.", .atLeast(1)),
                field("max", \.max, "Agents at most.", .atLeast(1)),
                field("cpu", \.cpu, "Percent of the processors asked for.", .within(1...1_000)),
                field("memory", \.memory, "Percent of the memory asked for.", .within(1...1_000)),
                field("scale_down", \.scaleDown, "How quickly agents go."),
                field("scale_up", \.scaleUp, "How quickly agents come."),
            ]
        }

        package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
            guard min > max else { return }
            let origin = setting.map?["min"]?.origin ?? setting.origin
            reader.refuse(path / "min", origin, "min (\(min)) is larger than max (\(max))")
        }
    }

    package struct Pace: Section {
        package var window = Period(seconds: 300)
        package var percent = 10
        package var every = Period(seconds: 60)

        package init() {}

        init(window: Int, percent: Int, every: Int) {
            self.window = Period(seconds: window)
            self.percent = percent
            self.every = Period(seconds: every)
        }

        package static let summary = "How quickly the number of agents changes."

        package static var fields: [Field<Pace>] {
            [
                field("window", \.window, "How long a load must last."),
                field("percent", \.percent, "Share changed at once.", .within(1...1_000)),
                field("every", \.every, "Between two changes."),
            ]
        }
    }

    package struct Istio: Section {
        package var gateway = "island-hopper-gateway"
        package var virtualService = "island-hopper-vs"
        package var destinationRule = "island-hopper-dr"
        package var host = ""
        package var prefix = "/api"
        package var retries = 3
        package var perTry = Period(seconds: 10)
        package var retryOn: [String] = ["gateway-error", "connect-failure", "refused-stream"]
        package var connections = 100
        package var pendingRequests = 50
        package var requestsPerConnection = 10
        package var ejectAfterErrors = 3
        package var ejectFor = Period(seconds: 30)

        package init() {}

        package static let summary = "The mesh's gateway and rules."

        package static var fields: [Field<Istio>] {
            [
                field("gateway", \.gateway, "The Gateway's name.", .dnsLabel),
                field("virtual_service", \.virtualService, "The VirtualService's name.", .dnsLabel),
                field("destination_rule", \.destinationRule, "The DestinationRule's name.", .dnsLabel),
                field("host", \.host, "The public host name.", required: true, .notEmpty),
                field("prefix", \.prefix, "Paths that go to the agent."),
                field("retries", \.retries, "Tries after a failed one.", .within(0...10)),
                field("per_try", \.perTry, "How long one try may take."),
                field("retry_on", \.retryOn, "Failures that are tried again."),
                field("connections", \.connections, "TCP connections at most.", .atLeast(1)),
                field("pending_requests", \.pendingRequests, "Requests waiting at most.", .atLeast(1)),
                field("requests_per_connection", \.requestsPerConnection, "Then a new one is made.", .atLeast(1)),
                field("eject_after_errors", \.ejectAfterErrors, "Errors in a row that take an agent out.", .atLeast(1)),
                field("eject_for", \.ejectFor, "How long it stays out."),
            ]
        }
    }
}
