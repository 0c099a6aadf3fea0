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
        for secret in [kubernetes.secret, kubernetes.registrySecret, kubernetes.ingress?.tlsSecret] {
            if let secret { declared.insert(DeclaredObject("Secret", secret)) }
        }
        if kubernetes.spread == Kubernetes.Spread.none { unspread.insert(kubernetes.deployment) }
    }
}
