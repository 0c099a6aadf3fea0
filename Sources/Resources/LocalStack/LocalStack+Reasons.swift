internal import HTTP
internal import NATS
internal import Network
internal import PostgreSQL
internal import Redis
internal import S3

extension LocalStack {
    /// Why a service does not answer, in words.
    static func reason(of error: any Error) -> String {
        switch error {
        case let error as PostgreSQLError: if case .transport(let failure) = error.kind { return words(for: failure) }
        case let error as NATSError: if case .transport(let failure) = error { return words(for: failure) }
        case let error as RedisError: if case .transport(let failure) = error { return words(for: failure) }
        case let error as S3Error: if let failure = error.transport { return words(for: failure) }
        case let error as HTTPError: if case .transport(let failure) = error.kind { return words(for: failure) }
        default: break
        }
        return String(describing: error)
    }

    private static func words(for failure: TransportFailure) -> String {
        switch failure {
        case .refused: "nobody listens on its port"
        case .noReply: "it takes the connection and says nothing"
        case .connectTimedOut: "it does not take the connection"
        case .reset, .closed: "it ends the connection without an answer"
        default: String(describing: failure)
        }
    }
}
