internal import HTTP

extension KubernetesAccess {
    /// Where a pod finds who it is.
    package static let serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// Whether a pod's environment names the API server.
    package static func isInCluster(_ environment: [String: String]) -> Bool {
        environment["KUBERNETES_SERVICE_HOST"]?.isEmpty == false
    }

    /// The way of a pod: its service account's token, read anew for every request since it is renewed, and the cluster's authority.
    package static func inCluster(
        environment: [String: String],
        folder: String = serviceAccountFolder,
    ) throws(KubeconfigError) -> KubernetesAccess {
        let host = environment["KUBERNETES_SERVICE_HOST"] ?? ""
        let port = environment["KUBERNETES_SERVICE_PORT"].flatMap { Int($0) } ?? 443
        guard !host.isEmpty else { throw KubeconfigError(.noFile(looked: ["KUBERNETES_SERVICE_HOST"])) }
        let shown = host.contains(":") ? "[\(host)]" : host
        var access = KubernetesAccess(server: "https://\(shown):\(port)")
        access.tls.trust = .pem(try whole("ca.crt", in: folder))
        _ = try whole("token", in: folder)
        access.credential = .tokenFile("\(folder)/token")
        access.namespace = (try? whole("namespace", in: folder)).map(trimmed)
        access.file = folder
        return access
    }

    /// The kubeconfig where there is one, else the way of a pod, as every client of Kubernetes looks for them.
    package static func found(
        _ places: KubeconfigPlaces = .usual,
        context: String? = nil,
        environment: [String: String],
    ) throws(KubeconfigError) -> KubernetesAccess {
        do throws(KubeconfigError) {
            return try Kubeconfig(places, environment: environment).access(context: context)
        } catch {
            guard case .noFile = error.kind, places == .usual, context == nil, isInCluster(environment) else {
                throw error
            }
        }
        return try inCluster(environment: environment)
    }

    private static func whole(_ name: String, in folder: String) throws(KubeconfigError) -> String {
        let path = "\(folder)/\(name)"
        let text: String
        do throws(FileFailure) {
            text = String(decoding: try wholeFile(path), as: UTF8.self)
        } catch {
            throw KubeconfigError(.fileUnreadable(field: name, path: path, errno: error.code), file: folder)
        }
        guard !trimmed(text).isEmpty else {
            throw KubeconfigError(.fileEmpty(field: name, path: path), file: folder)
        }
        return text
    }
}

func trimmed(_ text: some StringProtocol) -> String {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return String(rest)
}
