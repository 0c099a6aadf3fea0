internal import NATS
internal import Network
internal import Words

/// A failure of the client in the words of a finding.
struct Told {
    var id = "messaging.connect"
    var message: String
    var evidence: [Finding.Evidence] = []
    var remedies: [Finding.Remedy] = []
    var failureClass: FailureClass?
    var isAnswer = false

    init(_ error: NATSError) {
        switch error {
        case .transport(let failure):
            message = "NATS is out of reach: \(failure)"
            failureClass = FailureClass(rawValue: failure.failureClass)
        case .protocolMismatch(let got):
            message = "what answers there is no NATS server"
            evidence = [.verbatim(got)]
            failureClass = .protocolMismatch
        case .authentication(let refusal):
            message = Told.words(refusal)
            remedies = [.hint("it says the same for a wrong password, an unknown user and a missing one")]
            failureClass = .auth
            isAnswer = true
        case .connectionLimit:
            message = "NATS has as many connections as it may have"
            failureClass = .quota
        case .badCredentials(let path, let reason):
            message = "the credentials in \(path) cannot be used: \(reason)"
            isAnswer = true
        case .invalidOptions(let reason):
            message = "NATS cannot be reached so: \(reason)"
            isAnswer = true
        case .permission(let operation, let subject):
            id = "messaging.permission"
            message = "this user may not \(operation.rawValue) to \(subject)"
            remedies = [.hint("allow publishing to $JS.API.> and subscribing to _INBOX.> for the one who provisions")]
            failureClass = .permission
            isAnswer = true
        case .noResponders:
            id = "messaging.jetstream"
            message = "JetStream is off on this server"
            remedies = [.hint("start nats-server with -js, or with a jetstream block in its configuration")]
            isAnswer = true
        case .api(let failure): self = Told(failure)
        case .timeout:
            id = "messaging.answer"
            message = "NATS gave no answer in time"
            failureClass = .noReply
        case .closed, .cancelled, .slowConsumer:
            id = "messaging.answer"
            message = "the connection ended before the answer"
            failureClass = .closed
        case .malformedReply(let reason), .invalidSubject(let reason), .server(let reason), .library(_, let reason):
            id = "messaging.answer"
            message = "the answer cannot be understood: \(reason)"
        case .maxPayload(let limit, let size):
            id = "messaging.refused"
            message = "the configuration has \(size) bytes, and the server takes \(limit)"
            isAnswer = true
        case .status(let code, let description):
            id = "messaging.answer"
            message = "NATS answered with status \(code) \(description)"
        }
    }

    private init(_ failure: JetStreamFailure) {
        message = "JetStream says: \(failure.description)"
        evidence = [.fact("error", failure.told)]
        switch failure.errorCode {
        case .notEnabled, .notEnabledForAccount:
            id = "messaging.jetstream"
            message = "JetStream is not enabled for this account"
            isAnswer = true
        case .temporarilyUnavailable, .notLeader, .clusterIncomplete:
            id = "messaging.jetstream"
            message = "JetStream has no leader at the moment"
            remedies = [.hint("the cluster is starting or has lost its quorum: look at its servers")]
        default:
            id = "messaging.refused"
            isAnswer = true
        }
    }

    private static func words(_ refusal: AuthenticationRefusal) -> String {
        switch refusal {
        case .refused: "NATS refuses this user"
        case .timedOut: "NATS waited in vain for this user's credentials"
        case .userExpired: "this user's credentials have expired"
        case .userRevoked: "this user's credentials were revoked"
        case .accountExpired: "this user's account has expired"
        }
    }
}
