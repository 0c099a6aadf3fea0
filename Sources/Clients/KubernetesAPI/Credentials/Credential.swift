internal import Cryptography
package import FoundationEssentials
internal import HTTP
internal import JSON

/// Who asks, as a kubeconfig or a pod tells it; its secret parts do not print.
package enum Credential: Sendable {
    /// What is open to everybody.
    case none
    case token(BearerToken)
    /// Read anew for every request.
    case tokenFile(String)
    case basic(BasicLogin)
    case certificate(ClientIdentity)
    /// A program that says who asks.
    case exec(ExecPlugin)

    /// What kind it is, for messages.
    package var kind: String {
        switch self {
        case .none: "no credential"
        case .token: "a token"
        case .tokenFile(let path): "the token in \(path)"
        case .basic(let login): "the password of \(login.name)"
        case .certificate(let identity): "the client certificate of \(identity.subject)"
        case .exec(let plugin): "what \(plugin.command) gives"
        }
    }
}

extension Credential: CustomStringConvertible, CustomReflectable {
    package var description: String { kind }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A bearer token; it does not print.
package struct BearerToken: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// When it ends, where it is a JWT that says so.
    package var expires: Date? {
        let parts = text.split(separator: ".")
        guard parts.count == 3,
            let bytes = [UInt8](base64: parts[1], alphabet: .urlSafe, padding: .optional),
            let end = try? JSON(parsing: bytes)["exp"].number
        else { return nil }
        return Date(timeIntervalSince1970: end)
    }

    package var description: String { "token" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A name and its password, for what stands before an API server.
package struct BasicLogin: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    package let name: String
    let password: String

    package init(name: String, password: String) {
        self.name = name
        self.password = password
    }

    package var description: String { name }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A client's certificate with its key, both in PEM.
package struct ClientIdentity: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    package let subject: String
    package let expires: Date
    let tls: TLSOptions.Identity

    /// Nil where the key is another's; throws what cannot be read.
    init?(certificate: String, key: String) throws(CryptographyError) {
        let first = try Certificate(pem: certificate)
        guard try PrivateKey(pem: key).belongs(to: first) else { return nil }
        subject = first.commonName ?? first.subject
        expires = first.notAfter
        tls = TLSOptions.Identity(.pem(certificate: certificate, key: key))
    }

    package var description: String { subject }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
