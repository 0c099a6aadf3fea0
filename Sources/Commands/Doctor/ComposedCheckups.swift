internal import Certificates
internal import CommandLineKit
internal import Configuration
internal import HTTP
internal import Machine
internal import Network
internal import Platform
internal import Providers
internal import RegionHealth
internal import Scaleway
internal import Words

/// Everything of an environment that can be looked at, in all its regions.
struct ComposedCheckups: Sendable {
    var patients: [any Checkable] = []
    var conclusions: [Conclusion] = []
    var regions: [String] = []
    /// Components that the platform file does not name: they are not looked at.
    var undeclared: [String] = []
}

extension Context {
    /// The other place where the nouns are named: every dependency of an environment, as doctor looks at it.
    func checkups(of loaded: LoadedPlatform, timeout: Duration) throws -> ComposedCheckups {
        let composer = CheckupComposer(
            context: self,
            loaded: loaded,
            resolver: try resolver(for: loaded),
            http: HTTPClient(),
            timeout: timeout
        )
        return composer.composed
    }
}

/// Puts the nouns together for one look.
struct CheckupComposer {
    let context: Context
    let loaded: LoadedPlatform
    let resolver: Resolver
    let http: HTTPClient
    let timeout: Duration

    private var platform: Platform { loaded.platform }

    /// The environment as each region sees it, or once where there are none.
    private var views: [LoadedPlatform] {
        let names = context.regionOfLine.map { [$0] } ?? platform.regions.names
        let views = names.compactMap { loaded.seen(from: $0) }
        return views.isEmpty ? [loaded] : views
    }

    var composed: ComposedCheckups {
        var all = ComposedCheckups()
        let views = views
        all.regions = views.map { $0.region ?? Context.onlyRegion }
        all.patients = [
            ConfigurationHealth(loaded, resolver: resolver),
            MachineHealth(
                variables: context.processEnvironment,
                hosts: webEndpoints(views).map(\.host),
                folder: context.project.root
            ),
        ]
        all.patients += platform.providers.items.map { id, provider in
            ProviderHealth(id, provider, routing: platform.routing, resolver: resolver, client: http)
        }
        for view in views { all.patients += RegionComposer(self, view).services }
        if let scaleway = platform.scaleway {
            all.patients.append(
                ScalewayHealth(scaleway, regions: platform.regions.names, resolver: resolver, client: http)
            )
        }
        let served = certificates(views)
        if !served.isEmpty { all.patients.append(CertificatesHealth(served)) }
        all.conclusions = [.clock]
        if let routing = platform.routing { all.conclusions.append(.failover(routing)) }
        if platform.regions.items.count > 1 {
            let regions = RegionHealth(platform.regions)
            all.patients.append(regions)
            all.conclusions += regions.conclusions
        }
        all.undeclared = undeclared
        return all
    }

    /// Certificates that no service of its own judges: the cloud's in each region, and the one that clients of the platform see.
    private func certificates(_ views: [LoadedPlatform]) -> [ServedCertificate] {
        var served: [ServedCertificate] = []
        func add(_ endpoint: Endpoint, _ service: String, _ setting: [String]) {
            guard !served.contains(where: { $0.endpoint == endpoint }) else { return }
            served.append(
                ServedCertificate(
                    Address("certificates", "\(endpoint)"),
                    of: service,
                    at: endpoint,
                    declaredAt: setting
                )
            )
        }
        for (name, region) in platform.regions.items {
            guard let reference = region.endpoint, let text = try? resolver.text(reference),
                let endpoint = WebAddress(text), endpoint.isSecure
            else { continue }
            add(endpoint.endpoint, "the cloud's API in \(name)", ["regions", name, "endpoint"])
        }
        for view in views {
            guard let ingress = view.platform.kubernetes?.ingress else { continue }
            add(Endpoint(host: ingress.host, port: 443), "the ingress", ["kubernetes", "ingress", "host"])
        }
        return served
    }

    /// Every host that is asked over HTTP.
    private func webEndpoints(_ views: [LoadedPlatform]) -> [Endpoint] {
        var references = platform.providers.items.compactMap(\.value.endpoint)
        for view in views {
            references += [view.platform.storage?.endpoint, view.platform.agent?.endpoint].compactMap(\.self)
        }
        let found = references.compactMap { (try? resolver.text($0)).flatMap(WebAddress.init)?.endpoint }
        return found.enumerated().filter { number, endpoint in found.firstIndex(of: endpoint) == number }.map(\.element)
    }

    private var undeclared: [String] {
        let parts: [(String, Bool)] = [
            ("providers", platform.providers.items.isEmpty), ("database", platform.database == nil),
            ("storage", platform.storage == nil), ("messaging", platform.messaging == nil),
            ("cache", platform.cache == nil), ("regions", platform.regions.items.isEmpty),
            ("agent", platform.agent?.endpoint == nil), ("kubernetes", platform.kubernetes == nil),
            ("scaleway", platform.scaleway == nil), ("telemetry", platform.telemetry == nil),
        ]
        return parts.filter(\.1).map(\.0)
    }
}
