package import Cryptography

/// What a TLS connection must be for us to speak over it.
package struct TLSExpectation: Sendable, Hashable {
    /// The host name or address that is asked for (SNI) and that the certificate must be made for.
    package var serverName: String
    package var verification: Verification
    package var trust: Trust
    package var minimumVersion: TLSVersion
    package var clientCertificate: ClientCertificate?
    /// ALPN, best first.
    package var applicationProtocols: [String]

    package init(
        serverName: String,
        verification: Verification = .full,
        trust: Trust = .system,
        minimumVersion: TLSVersion = .v1_2,
        clientCertificate: ClientCertificate? = nil,
        applicationProtocols: [String] = [],
    ) {
        self.serverName = serverName
        self.verification = verification
        self.trust = trust
        self.minimumVersion = minimumVersion
        self.clientCertificate = clientCertificate
        self.applicationProtocols = applicationProtocols
    }

    package enum Verification: Sendable, Hashable {
        /// The chain and the name.
        case full
        /// The chain, whatever its name.
        case chain
        case none
    }

    /// Who may sign.
    package enum Trust: Sendable, Hashable {
        case system
        /// A file of one or more PEM certificates.
        case file(String)
        case pem(String)
    }

    /// PEM files; a key behind a passphrase is not usable.
    package struct ClientCertificate: Sendable, Hashable {
        package var chainFile: String
        package var keyFile: String

        package init(chainFile: String, keyFile: String) {
            self.chainFile = chainFile
            self.keyFile = keyFile
        }
    }
}

package enum TLSVersion: String, Sendable, Hashable, CaseIterable {
    case v1_2 = "TLSv1.2"
    case v1_3 = "TLSv1.3"
}

/// What a TLS connection is, known even where it is not what we expect.
package struct TLSFacts: Sendable, Hashable {
    /// As OpenSSL names it: `TLSv1.3`.
    package let version: String
    package let cipher: String
    /// As the server sent it, its own certificate first.
    package let chain: [Certificate]
    /// Everything that was to be verified was, and it was not nothing.
    package let isVerified: Bool
    /// The server asked for a client's certificate; it may still do without.
    package let wantsClientCertificate: Bool
    package let applicationProtocol: String?
}
