package import Platform

extension PolicyEnvironment {
    /// What the platform file says of an environment.
    ///
    /// The registry is the folder that the agent's image lies in; the secrets that the file names are kept by the cluster.
    package init(_ loaded: LoadedPlatform, isStrict: Bool = false) {
        let platform = loaded.platform
        self.init(name: loaded.environment, isProtected: platform.protected, isStrict: isStrict)
        if let image = platform.agent?.image { registries = [ImageName(image).folder] }
        guard let kubernetes = platform.kubernetes else { return }
        if let most = kubernetes.autoscaling?.max { highestReplicas = most }
        kubernetesMinor = kubernetes.minor
        // Whatever the cluster's section calls a secret, the agent's own or that of a tool beside it.
        for name in platform.setting?.map?["kubernetes"].map(Self.secrets) ?? [] {
            declared.insert(DeclaredObject("Secret", name, namespace: kubernetes.namespace))
        }
        if let istio = kubernetes.istio {
            gatewayNamespace = istio.namespace
            if let name = istio.tlsSecret {
                declared.insert(DeclaredObject("Secret", name, namespace: istio.namespace))
            }
        }
        // A store is the cluster's own: naming it says that it is there.
        if kubernetes.secrets.from == .external, let store = kubernetes.secrets.store {
            declared.insert(DeclaredObject(kubernetes.secrets.storeKind.rawValue, store))
        }
        names = Self.names(of: platform, kubernetes)
        if kubernetes.spread == Kubernetes.Spread.none { unspread.insert(kubernetes.deployment) }
    }

    /// What the examples of policies call the agent, its Service, its hosts.
    private static func names(of platform: Platform, _ kubernetes: Kubernetes) -> [Renaming] {
        let image = (platform.agent?.image).map { ImageName($0).folder } ?? ""
        let host = kubernetes.ingress?.host ?? ""
        let known: [Renaming?] = [
            image.isEmpty ? nil : Renaming("rg.fr-par.scw.cloud/island-hopper", image),
            host.isEmpty ? nil : Renaming("api.island-hopper.com", host),
            (kubernetes.istio?.host).map { Renaming("island-hopper.com", $0) },
            Renaming("island-hopper-agent-service", kubernetes.service.name),
            Renaming("island-hopper-agent", kubernetes.deployment),
            Renaming("island-hopper-secrets", kubernetes.secret),
            Renaming("island-hopper-config", kubernetes.configMap),
            (kubernetes.ingress?.tlsSecret).map { Renaming("island-hopper-tls", $0) },
            Renaming("island-hopper-staging", "\(kubernetes.namespace)-staging"),
            Renaming("island-hopper.com", "example.com"), Renaming("island-hopper", platform.name),
            Renaming("island_hopper", platform.name.replacing("-", with: "_")),
        ]
        return known.compactMap(\.self)
    }

    /// The texts at `secret` and at every key that ends in `_secret`.
    private static func secrets(in setting: Setting) -> [String] {
        var names: [String] = []
        for entry in setting.map?.entries ?? [] where entry.key != "istio" {
            let isSecret = entry.key == "secret" || entry.key.hasSuffix("_secret")
            if isSecret, let name = entry.value.text { names.append(name) }
            names += secrets(in: entry.value)
        }
        return names
    }
}
