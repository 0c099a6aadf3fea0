internal import Deadlines
internal import Network

extension HTTPError {
    /// curl tells only that a name was not found; asking again says whether there is no such name or nobody who knows.
    func withNameLookedUp(by deadline: Deadline) async -> HTTPError {
        var told = self
        switch kind {
        case .transport(.nameUnresolved(let host, _)): told.kind = .transport(await nameFailure(host, by: deadline))
        case .proxy(.transport(.nameUnresolved(let host, _))):
            told.kind = .proxy(.transport(await nameFailure(host, by: deadline)))
        default: break
        }
        return told
    }
}

private func nameFailure(_ host: String, by deadline: Deadline) async -> TransportFailure {
    do throws(TransportFailure) {
        _ = try await Network.resolve(host, port: 0, by: deadline)
        return .nameUnresolved(host: host, reason: "resolved at the second try")
    } catch {
        switch error {
        case .nameUnknown, .nameUnresolved: return error
        default: return .nameUnresolved(host: host, reason: "")
        }
    }
}
