internal import Glibc
package import Network

/// Why a server could not be started.
package enum HTTPServerError: Error, Hashable, Sendable {
    /// Somebody else listens there.
    case addressInUse(Endpoint)
    /// No interface of this machine has that address.
    case addressNotAvailable(Endpoint)
    /// Ports below 1024 are for privileged users.
    case forbidden(Endpoint)
    /// Neither an address in figures nor `localhost`.
    case notAnAddress(host: String)
    case system(call: String, errno: Int32)
    /// libmicrohttpd refused, and does not say why.
    case notStarted
}

extension HTTPServerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .addressInUse(let endpoint): "\(endpoint) is taken by another server"
        case .addressNotAvailable(let endpoint): "\(endpoint) is no address of this machine"
        case .forbidden(let endpoint): "\(endpoint) may not be listened on by this user"
        case .notAnAddress(let host): "\(host) is not an IP address"
        case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
        case .notStarted: "the HTTP server did not start"
        }
    }
}
