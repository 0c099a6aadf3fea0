package import FoundationEssentials
package import HTTP
package import Network

/// Why the API did not give what it was asked for: the rung that broke, and what was asked; no secret among it.
package struct KubernetesError: Error, Sendable, Hashable {
    package var kind: Kind
    package var asked: Asked
    /// Host and port of the server.
    package var endpoint: Endpoint?

    package init(_ kind: Kind, _ asked: Asked = Asked(), endpoint: Endpoint? = nil) {
        self.kind = kind
        self.asked = asked
        self.endpoint = endpoint
    }

    package enum Kind: Sendable, Hashable {
        case transport(TransportFailure)
        case proxy(HTTPError.ProxyFailure)
        case credential(CredentialFailure)
        /// The server does not take who asks; when the credential ended, where it tells.
        case unauthorized(APIStatus, expires: Date?)
        /// The server answers that it will not, or cannot now.
        case refused(APIStatus)
        /// Something answers, and it is no API server.
        case notKubernetes(status: Int, contentType: String?)
        /// An API server's answer that is no JSON, or is cut off.
        case malformed
        /// The time was up while all went well.
        case deadlinePassed
        case cancelled
        case http(HTTPError.Kind)
    }

    /// What was asked of the server, in the words of its permissions.
    package struct Asked: Sendable, Hashable {
        package var verb: String
        /// `secrets`, `deployments.apps`, or a path such as `/version`.
        package var resource: String
        package var namespace: String?
        package var name: String?

        package init(verb: String = "get", resource: String = "", namespace: String? = nil, name: String? = nil) {
            self.verb = verb
            self.resource = resource
            self.namespace = namespace
            self.name = name
        }
    }

    package var status: APIStatus? {
        switch kind {
        case .unauthorized(let status, _), .refused(let status): status
        default: nil
        }
    }

    package var isNotFound: Bool { status?.meaning == .notFound }
    package var isForbidden: Bool { status?.meaning == .forbidden }

    /// Whether the same may well be answered a little later.
    package var isTransient: Bool { status?.isTransient ?? false }
}

extension KubernetesError {
    /// The kind in one word, the same for every client: what `ihctl explain` knows it by.
    package var failureClass: String {
        switch kind {
        case .transport(let failure), .proxy(.transport(let failure)): failure.failureClass
        case .proxy: "proxy"
        case .credential, .unauthorized: "auth"
        case .refused(let status): status.failureClass
        case .notKubernetes: "protocol_mismatch"
        case .malformed: "broken_answer"
        case .deadlinePassed, .cancelled: "no_reply"
        case .http(.protocol(.notHTTP)): "protocol_mismatch"
        case .http(.badURL): "config"
        case .http: "broken_answer"
        }
    }
}

extension APIStatus {
    package var failureClass: String {
        switch meaning {
        case .unauthorized: "auth"
        case .forbidden: message.contains("exceeded quota") ? "quota" : "permission"
        case .notFound: "missing"
        case .conflict, .alreadyExists: "drift"
        case .invalid, .expired, .other: "invalid"
        case .tooManyRequests, .unavailable: "overloaded"
        case .serverError: "internal"
        }
    }
}

extension KubernetesError.Asked: CustomStringConvertible {
    /// `get secrets/app in island-hopper`, as kubectl would be asked.
    package var description: String {
        let what = name.map { "\(resource)/\($0)" } ?? resource
        return namespace.map { "\(verb) \(what) in \($0)" } ?? "\(verb) \(what)"
    }
}

extension KubernetesError: CustomStringConvertible {
    package var description: String { "\(asked): \(problem)" }

    /// What went wrong, without what was asked.
    package var problem: String {
        switch kind {
        case .transport(let failure): "\(failure)"
        case .proxy(.transport(let failure)): "the proxy: \(failure)"
        case .proxy(.refused(let status)): "the proxy refuses the way with status \(status)"
        case .proxy(.handshake): "the proxy does not let through"
        case .credential(.tokenFile(let path, let code)): "the token cannot be read: \(path): \(errorText(code))"
        case .credential(.exec(let failure)): "\(failure)"
        case .unauthorized: "the server does not take the credential"
        case .refused(let status): status.words
        case .notKubernetes(let status, _): "what answers (\(status)) is no Kubernetes API server"
        case .malformed: "the answer is broken"
        case .deadlinePassed: "the time was up"
        case .cancelled: "interrupted"
        case .http(let kind): "\(kind)"
        }
    }
}

extension APIStatus {
    /// In our own words; the server's stand in `message`.
    fileprivate var words: String {
        switch meaning {
        case .unauthorized: "the server does not take the credential"
        case .forbidden: "it is not permitted"
        case .notFound: "it is not there"
        case .conflict: "somebody changed it meanwhile"
        case .alreadyExists: "it is there already"
        case .invalid: "the server does not take it"
        case .expired: "what was begun has expired"
        case .tooManyRequests: "the server has too much to do"
        case .unavailable: "the server cannot answer now"
        case .serverError: "the server broke over it (\(code))"
        case .other: "the server answers \(code)"
        }
    }
}
