internal import HTTP
internal import JSON

/// The server's own account of why it does not do what it was asked.
package struct APIStatus: Sendable, Hashable {
    package var code: Int
    /// One word of a known set: `Forbidden`, `NotFound`; empty where the answer was no Status object.
    package var reason: String
    package var message: String
    /// What it is about, where the server tells.
    package var causes: [String]
    /// How long to leave it alone.
    package var retryAfter: Duration?

    package init(
        code: Int,
        reason: String = "",
        message: String = "",
        causes: [String] = [],
        retryAfter: Duration? = nil,
    ) {
        self.code = code
        self.reason = reason
        self.message = message
        self.causes = causes
        self.retryAfter = retryAfter
    }

    /// What the answer means for whoever asked.
    package enum Meaning: String, Sendable, Hashable {
        case unauthorized, forbidden, notFound, conflict, alreadyExists, invalid, expired, tooManyRequests, unavailable
        case serverError, other
    }

    package var meaning: Meaning {
        switch (code, reason) {
        case (401, _): .unauthorized
        case (403, _): .forbidden
        case (404, _): .notFound
        case (409, "AlreadyExists"): .alreadyExists
        case (409, _): .conflict
        case (410, _): .expired
        case (400, _), (422, _): .invalid
        case (429, _): .tooManyRequests
        case (503, _), (504, _): .unavailable
        case (500..., _): .serverError
        default: .other
        }
    }

    /// Whether the same request may well be answered a little later.
    package var isTransient: Bool {
        meaning == .tooManyRequests || meaning == .unavailable || retryAfter != nil
    }
}

extension APIStatus {
    /// Nil where the answer does not come from an API server: a gateway's page, another service.
    init?(_ head: HTTPHead, _ body: [UInt8]) {
        let seconds = head.headers["Retry-After"].flatMap { Int($0) }
        let json = try? JSON(parsing: body)
        if let json, json["kind"].string == "Status", json["apiVersion"].string == "v1" {
            let details = json["details"]
            let wait = seconds ?? details["retryAfterSeconds"].integer
            self.init(
                code: json["code"].integer ?? head.status,
                reason: json["reason"].string ?? "",
                message: json["message"].string ?? "",
                causes: (details["causes"].array ?? []).compactMap { cause in
                    cause["message"].string.map { text in
                        cause["field"].string.map { "\($0): \(text)" } ?? text
                    }
                },
                retryAfter: wait.flatMap { $0 > 0 ? .seconds($0) : nil }
            )
            return
        }
        // The server's filters before the API proper answer in plain text, and so do the balancers before it.
        switch head.status {
        case 401, 403, 429, 500, 502, 503, 504:
            let text = trimmed(String(decoding: body, as: UTF8.self))
            guard !text.hasPrefix("<") || head.status >= 500 else { return nil }
            let line = text.hasPrefix("<") ? "" : String(text.prefix(200))
            self.init(code: head.status, message: line, retryAfter: seconds.map { .seconds($0) })
        default: return nil
        }
    }
}
