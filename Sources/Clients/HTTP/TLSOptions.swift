/// How a request's TLS is spoken; checked against the system's authorities by default.
package struct TLSOptions: Sendable, Hashable {
    package var trust = Trust.system
    package var identity: Identity?
    /// Off only to look at a server whose chain does not hold.
    package var isVerified = true
    package var minimumVersion = Version.tls12
    package var maximumVersion: Version?

    package init(trust: Trust = .system, identity: Identity? = nil) {
        self.trust = trust
        self.identity = identity
    }

    package enum Trust: Sendable, Hashable {
        case system
        /// Only the authorities of this PEM file.
        case file(String)
        case pem(String)
    }

    package enum Version: Int, Sendable, Hashable, Comparable {
        case tls10 = 10
        case tls11 = 11
        case tls12 = 12
        case tls13 = 13

        package static func < (left: Version, right: Version) -> Bool { left.rawValue < right.rawValue }
    }

    /// A client's certificate and its key.
    package struct Identity: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
        package enum Source: Sendable, Hashable {
            case files(certificate: String, key: String)
            case pem(certificate: String, key: String)
        }

        package var source: Source
        package var passphrase: String?

        package init(_ source: Source, passphrase: String? = nil) {
            self.source = source
            self.passphrase = passphrase
        }

        package var description: String {
            switch source {
            case .files(let certificate, _): certificate
            case .pem: "pem"
            }
        }
        package var customMirror: Mirror { Mirror(self, children: []) }
    }
}
