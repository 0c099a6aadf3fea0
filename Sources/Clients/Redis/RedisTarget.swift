package import Network

/// Which server to speak to, as whom; prints without its password.
package struct RedisTarget: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package var endpoint: Endpoint
    package var database: Int
    /// Nil is the user called `default`.
    package var user: String?
    /// Set for TLS (`rediss`).
    package var tls: TLSExpectation?
    var password: Hidden?

    package init(
        _ endpoint: Endpoint,
        user: String? = nil,
        password: String? = nil,
        database: Int = 0,
        tls: TLSExpectation? = nil,
    ) {
        self.endpoint = endpoint
        self.user = user
        self.password = password.map(Hidden.init)
        self.database = database
        self.tls = tls
    }

    package var hasPassword: Bool { password != nil }

    /// As an address, without the password.
    package var description: String {
        let who = user.map { "\($0)@" } ?? ""
        return "\(tls == nil ? "redis" : "rediss")://\(who)\(endpoint)/\(database)"
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

/// A password that does not print.
struct Hidden: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let value: String

    init(_ value: String) {
        self.value = value
    }

    var description: String { "••••••" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
