/// The services of the local stack, under the names the platform file gives them.
package enum ServiceName: String, Sendable, Hashable, Codable, CaseIterable {
    case database, storage, messaging, cache, providers

    /// The server behind the name.
    package var product: String {
        switch self {
        case .database: "PostgreSQL"
        case .storage: "SeaweedFS"
        case .messaging: "nats-server"
        case .cache: "Redis"
        case .providers: "provider simulator"
        }
    }
}
