/// How to reach a server and as whom.
package struct NATSOptions: Sendable {
    /// Tried in this order; the first that greets us and lets us in is used.
    package var servers: [ServerURL]
    /// Goes before the user part of a URL.
    package var credentials: NATSCredentials?
    package var tls = NATSTLS()
    /// How the server's monitoring names us.
    package var name = "ihctl"
    /// What replies are addressed to; users with narrow permissions may need their own.
    package var inboxPrefix = "_INBOX"
    /// After twice this long without a byte from the server the connection counts as dead.
    package var pingInterval: Duration = .seconds(20)

    package init(servers: [ServerURL], credentials: NATSCredentials? = nil) {
        self.servers = servers
        self.credentials = credentials
    }

    /// One URL, or several with commas between.
    package init(url: String, credentials: NATSCredentials? = nil) throws(NATSError) {
        self.init(servers: try ServerURL.list(url), credentials: credentials)
    }
}

/// Who we are to the server; printing it shows which kind, never what.
package enum NATSCredentials: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    case token(String)
    case user(String, password: String)
    /// A file with a user's JWT and seed, as `nsc` writes them.
    case credentialsFile(path: String)
    /// A file with an nkey seed (`SU…`).
    case seedFile(path: String)

    package var description: String {
        switch self {
        case .token: "token"
        case .user(let name, _): "user \(name)"
        case .credentialsFile(let path): "credentials file \(path)"
        case .seedFile(let path): "seed file \(path)"
        }
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// TLS for servers that want it, or for all where `isRequired`.
package struct NATSTLS: Sendable, Hashable {
    package var isRequired = false
    /// A PEM file of authorities to trust beside the system's.
    package var authorities: String?
    /// PEM files of the client's certificate (with its chain) and key.
    package var certificate: String?
    package var key: String?
    /// The name the server's certificate must bear, where it is not the host of the URL.
    package var serverName: String?
    package private(set) var verifiesServer = true

    package init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
    }

    /// The same, believing whoever answers: for looking at a broken certificate, never for sending secrets.
    package func acceptingAnyCertificate() -> NATSTLS {
        var copy = self
        copy.verifiesServer = false
        return copy
    }
}
