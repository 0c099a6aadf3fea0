/// What is known of a kind of store beforehand, because asking does not tell it: it is accepted and not done, or only refused when written.
enum StoreDialect: Sendable, Hashable {
    case aws
    case seaweedFS
    case other

    /// By the address, or by the name the store gives itself.
    init(endpoint: String, server: String?) {
        let rest = endpoint.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        let host = rest.split(separator: ":").first?.lowercased() ?? ""
        if host.hasSuffix(".amazonaws.com") || host.hasSuffix(".amazonaws.com.cn") {
            self = .aws
        } else if let server, server.hasPrefix("SeaweedFS"), StoreDialect.major(server).map({ $0 <= 4 }) ?? true {
            self = .seaweedFS
        } else {
            self = .other
        }
    }

    /// The figure before the first dot of the last word: `SeaweedFS 30GB 4.48`.
    private static func major(_ server: String) -> Int? {
        server.split(separator: " ").last.flatMap { Int($0.prefix { $0 != "." }) }
    }

    /// Objects can be moved to colder storage by a lifecycle.
    var hasTransitions: Bool { self != .seaweedFS }

    /// Every bucket is encrypted with the store's own key, whatever one says.
    var alwaysEncrypts: Bool { self == .aws }

    /// An empty location means the store's first region; elsewhere it means that the store has no locations.
    var emptyLocationIsFirst: Bool { self == .aws }

    /// A bucket can be made elsewhere than where the endpoint stands.
    var makesBucketsElsewhere: Bool { self == .aws }

    /// Fields that this store only refuses when they are written.
    var lacking: Set<String> { self == .seaweedFS ? ["replication"] : [] }
}
