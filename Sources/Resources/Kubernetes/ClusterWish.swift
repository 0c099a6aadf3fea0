package import Platform

// The platform file and this noun have one name: here the file's gets one of its own.
package typealias DeclaredKubernetes = Kubernetes

/// What the platform file wants of a cluster, from its `kubernetes` and `agent` sections.
package struct ClusterWish: Sendable, Hashable {
    /// The oldest version that will do: `1.24`.
    package var version: String
    package var nodes: Int
    package var namespace: String
    package var context: String?
    /// The kubeconfig that the platform file names; nil for the usual places.
    package var kubeconfig: String?
    package var configMap: String
    package var secret: String
    package var secretKeys: [String]
    package var registrySecret: String?
    package var serviceAccount: String
    package var deployment: String
    package var autoscaler: String?
    /// Without its tag.
    package var image: String?
    package var tag: String?
    /// Nil where an autoscaler decides.
    package var replicas: Int?

    package init(_ kubernetes: DeclaredKubernetes, agent: Agent?, kubeconfig: String? = nil) {
        version = kubernetes.version
        nodes = kubernetes.nodes
        namespace = kubernetes.namespace
        context = kubernetes.context
        self.kubeconfig = kubeconfig
        configMap = kubernetes.configMap
        secret = kubernetes.secret
        secretKeys = kubernetes.secretKeys
        registrySecret = kubernetes.registrySecret
        serviceAccount = kubernetes.serviceAccount
        deployment = kubernetes.deployment
        autoscaler = kubernetes.autoscaling?.name
        image = agent?.image
        tag = agent?.tag
        replicas = kubernetes.autoscaling == nil ? agent?.replicas : nil
    }

    /// The host that images are pulled from, where the image names one.
    var registry: String? {
        guard let first = image?.split(separator: "/").first, image?.contains("/") == true else { return nil }
        let isHost = first.contains(".") || first.contains(":") || first == "localhost"
        return isHost ? String(first) : nil
    }

    /// A line of kubectl that means this cluster; `namespaced` for what stands in the namespace.
    package func kubectl(_ words: String, isNamespaced: Bool = true) -> String {
        var line = "kubectl"
        if let kubeconfig { line += " --kubeconfig \(quoted(kubeconfig))" }
        if let context { line += " --context \(quoted(context))" }
        if isNamespaced { line += " -n \(quoted(namespace))" }
        return "\(line) \(words)"
    }
}

/// A word as a shell takes it.
func quoted(_ word: String) -> String {
    let isPlain =
        !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:@=".contains($0)) }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
