internal import HTTP
internal import Platform
internal import WebLadder

/// What a provider answered to the key: kept for the checks behind it, without the list that it may be.
struct KeyAnswer: Sendable {
    let response: HTTPResponse
    let reply: ProviderReply
    /// Nil where the question for the key is not the one for the models.
    let offered: OfferedModels?

    init(_ response: HTTPResponse, from api: ProviderAPI) {
        reply = ProviderReply(response, from: api)
        offered = reply == .accepted && api.kind != .openrouter ? response.json.flatMap(OfferedModels.init) : nil
        var kept = response
        if offered != nil { kept.body = [] }
        self.response = kept
    }
}
