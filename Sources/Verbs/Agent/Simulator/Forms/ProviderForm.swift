internal import HTTP
internal import HTTPServer
internal import JSON
internal import Words

/// How one provider speaks: its paths, its key, its shapes of answers and errors.
protocol ProviderForm: Sendable {
    func operation(_ method: String, _ path: [String]) -> Operation?
    /// What is wrong with a request's key, before anything else is looked at.
    func keyProblem(of request: ServerRequest, for operation: Operation, key: Secret) -> Problem?
    func refusal(_ problem: Problem) -> Refusal
    /// The error of a scenario; nil where it is no error of this provider.
    func refusal(_ scenario: Scenario) -> Refusal?
    func body(of refusal: Refusal, _ facts: Facts) -> JSON
    /// What goes with every answer: the request's id and the limits.
    func headers(_ facts: Facts) -> HTTPHeaders
    func models(_ facts: Facts) -> JSON
    func model(_ id: String, _ facts: Facts) -> JSON
    func key(_ facts: Facts) -> JSON
    func question(_ body: JSON) throws(BadQuestion) -> Question
    func answer(_ completion: Completion, _ facts: Facts) -> JSON
    func events(_ completion: Completion, _ facts: Facts) -> EventSequence
    func errorEvents(_ refusal: Refusal, _ completion: Completion, _ facts: Facts) -> [ServerSentEvent]
}

/// A streamed answer: what comes before the first token, an event for each, and what comes after the last.
struct EventSequence: Sendable {
    var opening: [ServerSentEvent]
    var pieces: [ServerSentEvent]
    var closing: [ServerSentEvent]
}

extension ProviderForm {
    func bearerProblem(of request: ServerRequest, key: Secret) -> Problem? {
        guard let given = request.bearer else { return .noKey }
        return isSame(given, key) ? nil : .wrongKey
    }

    /// Takes as long wherever two keys differ.
    func isSame(_ given: String, _ key: Secret) -> Bool {
        let (left, right) = (Array(given.utf8), Array(key.reveal().utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
