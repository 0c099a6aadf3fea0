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
            declared.insert(DeclaredObject("Secret", name))
        }
        if kubernetes.spread == Kubernetes.Spread.none { unspread.insert(kubernetes.deployment) }
    }

    /// The texts at `secret` and at every key that ends in `_secret`.
    private static func secrets(in setting: Setting) -> [String] {
        var names: [String] = []
        for entry in setting.map?.entries ?? [] {
            let isSecret = entry.key == "secret" || entry.key.hasSuffix("_secret")
            if isSecret, let name = entry.value.text { names.append(name) }
            names += secrets(in: entry.value)
        }
        return names
    }
}
