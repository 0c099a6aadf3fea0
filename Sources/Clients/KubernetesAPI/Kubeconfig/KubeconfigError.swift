/// What is wrong with a kubeconfig, and where; no token, key or password is ever part of it.
package struct KubeconfigError: Error, Sendable, Hashable {
    package var kind: Kind
    /// The file it stands in; nil where there is none.
    package var file: String?
    /// Counted from 1; 0 where the file as a whole is meant.
    package var line: Int
    package var column: Int

    package init(_ kind: Kind, file: String? = nil, line: Int = 0, column: Int = 0) {
        self.kind = kind
        self.file = file
        self.line = line
        self.column = column
    }

    package enum Kind: Sendable, Hashable {
        /// None of these is there, and this is no pod of a cluster.
        case noFile(looked: [String])
        case unreadable(errno: Int32)
        case tooLarge(limit: Int)
        case notYAML(reason: String)
        /// Something else stands where a text, a list or a map should.
        case mismatch(field: String, expected: String)
        case noCurrentContext(known: [String])
        case unknownContext(String, known: [String])
        case unknownCluster(String, context: String, known: [String])
        case unknownUser(String, context: String, known: [String])
        case noServer(cluster: String)
        /// Neither http nor https, or no host.
        case badServer(cluster: String)
        case badBase64(field: String)
        /// Not what its field says it is: a certificate, a key.
        case badPEM(field: String, reason: String)
        /// A file that a field names.
        case fileUnreadable(field: String, path: String, errno: Int32)
        case fileEmpty(field: String, path: String)
        /// A client certificate without its key, or a key without its certificate.
        case halfIdentity(missing: String)
        case keyOfAnother
        /// An authority is named and nothing is to be verified: which of the two is meant?
        case insecureWithAuthority
        /// A form of credential that clients of today no longer have.
        case unsupported(field: String)
        case badExec(field: String, reason: String)
    }
}

extension KubeconfigError: CustomStringConvertible {
    package var description: String {
        guard let file else { return problem }
        return line > 0 ? "\(file):\(line):\(column): \(problem)" : "\(file): \(problem)"
    }

    /// What is wrong, without the place.
    package var problem: String {
        switch kind {
        case .noFile(let looked): "no kubeconfig: \(looked.joined(separator: ", ")) is not there"
        case .unreadable(let code): "it cannot be read: \(errorText(code))"
        case .tooLarge(let limit): "it is larger than \(limit) bytes"
        case .notYAML(let reason): "it is no YAML: \(reason)"
        case .mismatch(let field, let expected): "\(field) must be \(expected)"
        case .noCurrentContext: "no context is chosen: current-context is absent"
        case .unknownContext(let name, _): "there is no context \"\(name)\""
        case .unknownCluster(let name, let context, _):
            "there is no cluster \"\(name)\", which the context \"\(context)\" names"
        case .unknownUser(let name, let context, _):
            "there is no user \"\(name)\", whom the context \"\(context)\" names"
        case .noServer(let cluster): "the cluster \"\(cluster)\" has no server"
        case .badServer(let cluster): "the server of the cluster \"\(cluster)\" is no http or https address"
        case .badBase64(let field): "\(field) is no base64"
        case .badPEM(let field, let reason): "\(field): \(reason)"
        case .fileUnreadable(let field, let path, let code): "\(field): \(path): \(errorText(code))"
        case .fileEmpty(let field, let path): "\(field): \(path) is empty"
        case .halfIdentity(let missing): "\(missing) is missing beside its other half"
        case .keyOfAnother: "client-key does not belong to client-certificate"
        case .insecureWithAuthority: "an authority is named and insecure-skip-tls-verify is true: only one can hold"
        case .unsupported(let field): "\(field) is a form of credential that is no longer supported"
        case .badExec(let field, let reason): "\(field): \(reason)"
        }
    }

    /// The names among which one was looked for and not found.
    package var known: [String] {
        switch kind {
        case .noCurrentContext(let known), .unknownContext(_, let known), .unknownCluster(_, _, let known),
            .unknownUser(_, _, let known):
            known
        default: []
        }
    }
}
