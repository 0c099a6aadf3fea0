internal import HTTP
internal import JSON
internal import Platform
internal import WebLadder
internal import Words

/// What a provider's answer means, told by status and code, and by its words only where there is no code.
enum ProviderReply: Sendable, Hashable {
    case accepted
    case invalidKey
    /// The key was good once.
    case disabledKey
    case addressNotAllowed
    case noMember
    case notPermitted
    case region
    case moderated
    case noCredits
    /// The account has credits, this key may not use more of them.
    case keyLimit
    case spendLimit
    case insufficientQuota
    case rateLimited
    case overloaded
    case modelMissing
    case broken
    case refused

    init(_ response: HTTPResponse, from api: ProviderAPI) {
        guard let body = response.json else {
            self = response.isOverloaded ? .overloaded : .broken
            return
        }
        let error = ErrorBody(body)
        // An error may stand in an answer whose status says that all is well.
        let status = response.status < 400 && error.isThere ? error.status ?? 500 : response.status
        switch status {
        case 200..<300: self = api.isAccepted(body) ? .accepted : .broken
        case 401: self = ProviderReply.unauthorized(error)
        case 402: self = error.limitSource == "openrouter_key_limit" ? .keyLimit : .noCredits
        case 403: self = ProviderReply.forbidden(error)
        case 404, 410: self = .modelMissing
        case 429: self = ProviderReply.tooMany(error)
        case 400 where api.kind == .anthropic && error.speaksOf("credit balance"): self = .noCredits
        case 400 where api.kind == .anthropic && error.speaksOf("usage limit"): self = .spendLimit
        case 502, 503, 504, 520...524, 529: self = .overloaded
        case 500...599: self = error.type == "overloaded_error" ? .overloaded : .broken
        default: self = error.type == "overloaded_error" ? .overloaded : .refused
        }
    }

    private static func unauthorized(_ error: ErrorBody) -> ProviderReply {
        switch error.code {
        case "ip_not_authorized"?, "ip_not_allowed"?: return .addressNotAllowed
        case "invalid_organization"?, "mismatched_organization"?, "no_organization"?: return .noMember
        case "account_deactivated"?, "key_disabled"?, "expired_api_key"?: return .disabledKey
        case "invalid_api_key"?: return .invalidKey
        default: break
        }
        // No code tells these apart.
        if error.speaksOf("ip not authorized") || error.speaksOf("ip address") { return .addressNotAllowed }
        if error.speaksOf("member of an organization") { return .noMember }
        if error.speaksOf("disabled") || error.speaksOf("expired") || error.speaksOf("revoked") { return .disabledKey }
        return .invalidKey
    }

    private static func forbidden(_ error: ErrorBody) -> ProviderReply {
        let region = "unsupported_country_region_territory"
        if error.code == region || error.metadata["raw"].string?.contains(region) == true { return .region }
        if error.metadata["reasons"].array != nil || error.metadata["flagged_input"].string != nil
            || error.code == "content_policy_violation"
        {
            return .moderated
        }
        return .notPermitted
    }

    private static func tooMany(_ error: ErrorBody) -> ProviderReply {
        if error.code == "insufficient_quota" || error.type == "insufficient_quota" { return .insufficientQuota }
        if error.body["details"]["error_code"].string == "enforced_spend_limit_reached" { return .spendLimit }
        return .rateLimited
    }
}

/// The error of an answer, in any of the four forms.
struct ErrorBody {
    let body: JSON
    let isThere: Bool
    let message: String?

    init(_ answer: JSON) {
        body = answer["error"]
        isThere = !body.isNull
        message = body["message"].string ?? body.string ?? answer["detail"].string ?? answer["message"].string
    }

    var type: String? { body["type"].string }
    var code: String? { body["code"].string }
    var metadata: JSON { body["metadata"] }
    var limitSource: String? { metadata["limit_source"].string }

    /// Where the body says it instead of the status line.
    var status: Int? {
        if let number = body["code"].integer { return number }
        switch type {
        case "authentication_error": return 401
        case "billing_error": return 402
        case "permission_error": return 403
        case "not_found_error": return 404
        case "rate_limit_error": return 429
        case "overloaded_error": return 529
        default: return nil
        }
    }

    func speaksOf(_ words: String) -> Bool { message?.lowercased().contains(words) == true }
}
