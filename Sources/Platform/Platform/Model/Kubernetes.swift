/// The cluster the agent runs on, and the names and figures of what stands there.
package struct Kubernetes: Section {
    package var version = "1.24"
    /// The 24 of `1.24`.
    package var minor: Int? { version.split(separator: ".").dropFirst().first.flatMap { Int($0) } }
    package var nodes = 3
    package var namespace = "island-hopper"
    package var context: String?
    package var kubeconfig: Reference?
    package var configMap = "island-hopper-config"
    package var secret = "island-hopper-secrets"
    package var secretKeys: [String] = []
    package var secrets = Secrets()
    package var registrySecret: String?
    package var serviceAccount = "island-hopper-agent"
    package var deployment = "island-hopper-agent"
    package var rollout = Rollout()
    package var spread: Spread? = .hostname
    package var service = Service()
    package var ingress: Ingress?
    package var autoscaling: Autoscaling?
    package var nodeSelector = Named<String>()
    package var serviceMonitor: ServiceMonitor?
    package var networks: [String] = []
    package var istio: Istio?
    package var ihctl: Ihctl?

    /// What agents are kept apart by, where there is room.
    package enum Spread: String, Choice { case hostname, zone, none }

    package init() {}

    package static let summary = "The cluster the agent runs on."

    package static let fields: [Field<Kubernetes>] = [
        field("version", \.version, "The oldest version that will do, in quotes.", .version),
        field("nodes", \.nodes, "Ready nodes at least.", .atLeast(1)),
        field("namespace", \.namespace, "Where everything stands.", .dnsLabel),
        field("context", \.context, "The kubeconfig's context; its current one without it."),
        field("kubeconfig", \.kubeconfig, "The kubeconfig; the usual places without it."),
        field("config_map", \.configMap, "Handed to the agent as its environment."),
        field("secret", \.secret, "The agent's secrets."),
        field("secret_keys", \.secretKeys, "Keys the secret must hold."),
        field("secrets", \.secrets, "Where the secrets come from, and how they reach the agent."),
        field("registry_secret", \.registrySecret, "What images are pulled with."),
        field("service_account", \.serviceAccount, "The agent's own."),
        field("deployment", \.deployment, "The agent's own.", .dnsLabel),
        field("rollout", \.rollout, "How a new version replaces the old."),
        field("spread", \.spread, "What agents are kept apart by, where there is room."),
        field("service", \.service, "Where the agent is reached inside."),
        field("ingress", \.ingress, "Where the agent is reached from outside."),
        field("autoscaling", \.autoscaling, "How many agents, by load."),
        field("node_selector", \.nodeSelector, "Labels of the nodes agents run on; tainted alike."),
        field("service_monitor", \.serviceMonitor, "How the cluster's Prometheus reads the agent."),
        field(
            "networks",
            \.networks,
            "Blocks of addresses that databases and their like stand in; all private ones without it."
        ),
        field("istio", \.istio, "The mesh's gateway and rules."),
        field("ihctl", \.ihctl, "ihctl in the cluster: migrations and the doctor."),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        for (index, network) in networks.enumerated() where AddressBlock(network) == nil {
            let step = SettingPath(["networks", String(index)])
            reader.refuse(
                path + step,
                setting.at(step)?.origin ?? setting.origin,
                "\"\(network)\" is no block of addresses",
                hint: "write one like 10.0.0.0/8 or fd00::/8"
            )
        }
    }

    package struct Rollout: Section {
        package var surge = 1
        package var unavailable = 0

        package init() {}

        package static let summary = "How a new version replaces the old."

        package static let fields: [Field<Rollout>] = [
            field("surge", \.surge, "Agents more than wanted, meanwhile.", .within(0...100)),
            field("unavailable", \.unavailable, "Agents fewer than wanted, meanwhile.", .within(0...100)),
        ]

        package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
            guard surge == 0, unavailable == 0 else { return }
            reader.refuse(path, setting.origin, "nothing can be replaced with surge and unavailable both 0")
        }
    }

    package struct ServiceMonitor: Section {
        package var every = Period(seconds: 30)
        package var timeout = Period(seconds: 10)

        package init() {}

        package static let summary = "How the cluster's Prometheus reads the agent."

        package static let fields: [Field<ServiceMonitor>] = [
            field("every", \.every, "How often.", .positive),
            field("timeout", \.timeout, "How long an answer may take.", .positive),
        ]

        package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
            reader.demandOrder(("timeout", timeout), ("every", every), at: path, in: setting)
        }
    }

    package struct Service: Section {
        package var name = "island-hopper-agent-service"
        package var port = 80

        package init() {}

        package static let summary = "Where the agent is reached inside."

        package static let fields: [Field<Service>] = [
            field("name", \.name, "Its name.", .dnsLabel),
            field("port", \.port, "Its port.", .within(1...65_535)),
        ]
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

        package static let fields: [Field<Ingress>] = [
            field("name", \.name, "Its name.", .dnsLabel),
            field("host", \.host, "The public host name.", required: true, .notEmpty),
            field("class", \.className, "The ingress class."),
            field("issuer", \.issuer, "cert-manager's cluster issuer."),
            field("tls_secret", \.tlsSecret, "Where the certificate is kept."),
            field("requests_per_minute", \.requestsPerMinute, "Allowed from one address.", .atLeast(1)),
        ]
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

        package static let fields: [Field<Autoscaling>] = [
            field("name", \.name, "Its name.", .dnsLabel),
            field("min", \.min, "Agents at least.", .atLeast(1)),
            field("max", \.max, "Agents at most.", .atLeast(1)),
            field("cpu", \.cpu, "Percent of the processors asked for.", .within(1...1_000)),
            field("memory", \.memory, "Percent of the memory asked for.", .within(1...1_000)),
            field("scale_down", \.scaleDown, "How quickly agents go."),
            field("scale_up", \.scaleUp, "How quickly agents come."),
        ]

        package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
            reader.demandOrder(("min", min), ("max", max), at: path, in: setting)
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

        package static let fields: [Field<Pace>] = [
            field("window", \.window, "How long a load must last."),
            field("percent", \.percent, "Share changed at once.", .within(1...1_000)),
            field("every", \.every, "Between two changes.", .positive),
        ]
    }
}
