internal import FoundationEssentials
internal import HTTP
internal import Network

extension KubernetesClient {
    func request(_ call: Call, _ proof: Proof) -> HTTPRequest {
        let query = call.query.map { "\($0.name)=\(escaped($0.value))" }.joined(separator: "&")
        var request = HTTPRequest(call.method, access.server + call.path + (query.isEmpty ? "" : "?\(query)"))
        request.headers["Accept"] = "application/json"
        request.headers["User-Agent"] = "ihctl"
        if let authorization = proof.authorization { request.headers["Authorization"] = authorization }
        if let body = call.body {
            request.headers["Content-Type"] = call.contentType
            request.body = .bytes(body)
        }
        request.tls = access.tls
        request.tls.identity = proof.identity ?? access.tls.identity
        request.proxy = access.proxy
        request.acceptsCompression = true
        if let name = access.serverName, let endpoint { be(name, at: endpoint, &request) }
        return request
    }

    /// Asks for a name in the handshake, and checks it, that is not the host connected to.
    private func be(_ name: String, at endpoint: Endpoint, _ request: inout HTTPRequest) {
        let parts = request.url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count > 2 else { return }
        let rest = parts.count > 3 ? "/\(parts[3])" : ""
        request.headers["Host"] = String(parts[2])
        request.url = "\(parts[0])//\(name):\(endpoint.port)\(rest)"
        request.connectTo = endpoint
    }

    func error(_ kind: KubernetesError.Kind, _ asked: KubernetesError.Asked) -> KubernetesError {
        KubernetesError(kind, asked, endpoint: endpoint)
    }

    func error(_ error: HTTPError, _ asked: KubernetesError.Asked) -> KubernetesError {
        let kind: KubernetesError.Kind =
            switch error.kind {
            case .transport(let failure): .transport(failure)
            case .proxy(let failure): .proxy(failure)
            case .deadlinePassed: .deadlinePassed
            case .cancelled, .shutDown: .cancelled
            case .protocol(.notHTTP): .notKubernetes(status: error.status ?? 0, contentType: nil)
            default: .http(error.kind)
            }
        return self.error(kind, asked)
    }
}

extension Date {
    /// A `Date:` header, `Sun, 06 Nov 1994 08:49:37 GMT`.
    init?(http text: String) {
        let words = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 6, let month = months.firstIndex(of: String(words[2])) else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        self.init(kubernetes: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
    }
}
