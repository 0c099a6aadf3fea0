internal import LocalStack
internal import Network
internal import Platform
internal import Words

extension Finding {
    /// Where it is most likely that the local stack, or a part of it, is not running, starting it is the first remedy.
    mutating func adviseTheStack(in loaded: LoadedPlatform) {
        guard loaded.environment == LocalStack.environment, fault == .refused,
            case .string(let host)? = data["host"], Endpoint(host: host, port: 0).isOnLoopback
        else { return }
        remedies.insert(.fix("ihctl dev up"), at: 0)
    }
}
