internal import Network
internal import Platform
internal import Redis

/// Commands for a person to run: with real names and no secret.
struct RedisCommandLine {
    /// As the agent, whose URL stands in a variable; else as whoever needs no password.
    let agent: String
    /// As somebody who may change the server.
    let administrator: String

    init(_ declared: DeclaredCache, _ target: RedisTarget) {
        let tls = target.tls == nil ? "" : " --tls"
        administrator = "redis-cli -h \(target.endpoint.host) -p \(target.endpoint.port)\(tls)"
        if case .variable(let name, _) = declared.url.reference.target {
            agent = "redis-cli -u \"$\(name)\""
        } else {
            agent = administrator
        }
    }
}

extension CacheResource {
    func line(_ target: RedisTarget) -> RedisCommandLine { RedisCommandLine(declared, target) }
}
