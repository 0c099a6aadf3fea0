internal import Deadlines
internal import Ladder
internal import Network
internal import Words

/// The variables that send requests through a proxy, as libcurl reads them.
struct ProxySettings: Sendable, Hashable {
    struct Proxy: Sendable, Hashable {
        let variable: String
        let url: String
    }

    let proxies: [Proxy]
    /// Hosts that are reached directly.
    let direct: [String]

    init(_ variables: [String: String]) {
        // HTTP_PROXY in capitals is left alone by libcurl: a web server could be made to set it.
        let names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        proxies = names.compactMap { name in
            variables[name].flatMap { $0.isEmpty ? nil : Proxy(variable: name, url: $0) }
        }
        let exceptions = variables["no_proxy"] ?? variables["NO_PROXY"] ?? ""
        direct = exceptions.split { $0 == "," || $0 == " " }.map { $0.lowercased() }
    }

    var isEmpty: Bool { proxies.isEmpty }

    /// Whether requests to a host pass by the proxy.
    func passesBy(_ host: String) -> Bool {
        let host = host.lowercased()
        return direct.contains { entry in
            let name = entry.drop { $0 == "." || $0 == "*" }
            return entry == "*" || host == name || !name.isEmpty && host.hasSuffix(".\(name)")
        }
    }

    /// Hosts of this machine or of a private network, which no proxy outside can reach.
    func misled(among hosts: [String]) -> [String] {
        hosts.filter { ProxySettings.isInternal($0) && !passesBy($0) }
    }

    func diagnosis(hosts: [String], at target: Words.Address, by deadline: Deadline) async -> Diagnosis {
        let kind = MachineChecks.proxy
        var findings: [Finding] = []
        for proxy in proxies {
            guard let endpoint = proxy.endpoint else {
                findings.append(
                    Finding(
                        kind,
                        .error,
                        at: target,
                        .config,
                        "\(proxy.variable) names no proxy that can be asked.",
                        remedies: [.fix("unset \(proxy.variable)"), .hint("Or give it as http://host:port.")]
                    )
                )
                continue
            }
            guard let failure = await diagnose(endpoint, by: deadline).broken?.failure else { continue }
            var finding = Finding(kind, .error, at: target, failure, of: "the proxy", at: endpoint)
            finding.fault = .proxy
            finding.message = "The proxy that \(proxy.variable) names is out of reach at \(endpoint): \(failure)."
            finding.evidence.insert(.fact("kind", failure.failureClass), at: 0)
            finding.remedies.insert(.fix("unset \(proxy.variable)"), at: 0)
            findings.append(finding)
        }
        let misled = misled(among: hosts)
        if !misled.isEmpty {
            findings.append(
                Finding(
                    kind,
                    .warning,
                    at: target,
                    .proxy,
                    "Requests to \(misled.joined(separator: ", ")) go through the proxy, which can hardly reach them.",
                    evidence: [.fact("NO_PROXY", direct.isEmpty ? "not set" : direct.joined(separator: ","))],
                    remedies: [.fix("export NO_PROXY=\((direct + misled).joined(separator: ","))")]
                )
            )
        }
        let names = proxies.map(\.variable).joined(separator: ", ")
        return .found(findings, seen: "through \(names)")
    }

    private static func isInternal(_ host: String) -> Bool {
        Endpoint(host: host, port: 0).isOnLoopback || host.hasPrefix("10.") || host.hasPrefix("192.168.")
            || Vantage.isOfCluster(host)
    }
}

extension ProxySettings.Proxy {
    /// Without its credentials.
    var endpoint: Endpoint? { SplitURL(url, assuming: "http")?.endpoint(defaultPort: 1_080) }
}
