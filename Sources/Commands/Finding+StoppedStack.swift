internal import LocalStack
internal import Network
internal import Platform
internal import Words

extension Finding {
    /// Where it is most likely that the local stack, or a part of it, is not running or hangs, starting it is the first remedy.
    mutating func adviseTheStack(in loaded: LoadedPlatform) {
        guard loaded.environment == LocalStack.environment, case .string(let host)? = data["host"],
            Endpoint(host: host, port: 0).isOnLoopback
        else { return }
        switch fault {
        case .refused?: remedies.insert(.fix("ihctl dev up"), at: 0)
        // What hangs is still there: it has to go before it can be started.
        case .noReply? where isOfTheStack:
            remedies.insert(contentsOf: [.fix("ihctl dev down"), .fix("ihctl dev up")], at: 0)
        default: break
        }
    }

    private var isOfTheStack: Bool {
        let services: Set<Substring> = ["database", "messaging", "storage", "cache"]
        return id.split(separator: ".").contains(where: services.contains)
    }
}
