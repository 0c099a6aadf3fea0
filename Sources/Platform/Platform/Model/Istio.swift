extension Kubernetes {
    package struct Istio: Section {
        package enum Balance: String, Choice {
            case leastConnections = "LEAST_CONN"
            case leastRequests = "LEAST_REQUEST"
            case roundRobin = "ROUND_ROBIN"
            case random = "RANDOM"
        }

        package var gateway = "island-hopper-gateway"
        package var virtualService = "island-hopper-vs"
        package var destinationRule = "island-hopper-dr"
        package var host = ""
        package var ports: [Int] = [80, 443]
        package var namespace = "istio-system"
        package var tlsSecret: String?
        package var prefix = "/api"
        package var retries = 3
        package var perTry = Period(seconds: 10)
        package var retryOn: [String] = ["gateway-error", "connect-failure", "refused-stream"]
        package var balance = Balance.leastConnections
        package var connections = 100
        package var pendingRequests = 50
        package var requestsPerConnection = 10
        package var ejectAfterErrors = 3
        package var ejectFor = Period(seconds: 30)
        package var fault: Fault?

        package init() {}

        package static let summary = "The mesh's gateway and rules."

        package static let fields: [Field<Istio>] = [
            field("gateway", \.gateway, "The Gateway's name.", .dnsLabel),
            field("virtual_service", \.virtualService, "The VirtualService's name.", .dnsLabel),
            field("destination_rule", \.destinationRule, "The DestinationRule's name.", .dnsLabel),
            field("host", \.host, "The public host name.", required: true, .notEmpty),
            field("ports", \.ports, "The ports the gateway opens."),
            field("namespace", \.namespace, "Where the ingress gateway's pods run.", .dnsLabel),
            field(
                "tls_secret",
                \.tlsSecret,
                "The certificate's Secret, in the ingress gateway's namespace, where it is looked for; else no TLS."
            ),
            field("prefix", \.prefix, "Paths that go to the agent."),
            field("retries", \.retries, "Tries after a failed one.", .within(0...10)),
            field("per_try", \.perTry, "How long one try may take.", .positive),
            field("retry_on", \.retryOn, "Failures that are tried again."),
            field("balance", \.balance, "Which agent a request goes to."),
            field("connections", \.connections, "TCP connections at most.", .atLeast(1)),
            field("pending_requests", \.pendingRequests, "Requests waiting at most.", .atLeast(1)),
            field("requests_per_connection", \.requestsPerConnection, "Then a new one is made.", .atLeast(1)),
            field("eject_after_errors", \.ejectAfterErrors, "Errors in a row that take an agent out.", .atLeast(1)),
            field("eject_for", \.ejectFor, "How long it stays out.", .positive),
            field("fault", \.fault, "A delay injected on purpose; never where people are served."),
        ]

        package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
            if ports.contains(443), tlsSecret == nil {
                let hint = "tls_secret names one that lies in \(namespace), where the gateway looks"
                reader.warn(
                    path / "ports",
                    setting.origin(of: "ports"),
                    "443 is open without a certificate",
                    hint: hint
                )
            }
            for (index, port) in ports.enumerated() where !(1...65_535).contains(port) {
                let place = path / "ports" / String(index)
                let origin = setting.at(SettingPath(["ports", String(index)]))?.origin ?? setting.origin
                reader.refuse(place, origin, "must be a port from 1 to 65535, found \(port)")
            }
        }
    }

    package struct Fault: Section {
        package var delay = Period(seconds: 5)
        package var percent = 0.1

        package init() {}

        package static let summary = "A delay injected on purpose."

        package static let fields: [Field<Fault>] = [
            field("delay", \.delay, "How long.", .positive),
            field("percent", \.percent, "Of how many requests.", .within(0...100)),
        ]
    }
}
