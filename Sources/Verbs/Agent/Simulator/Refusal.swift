internal import HTTP
internal import JSON

/// A provider's no: what every form of it is made from.
struct Refusal: Sendable, Hashable {
    var status: Int
    /// The class of the error in the provider's words.
    var type: String
    var code: String?
    var parameter: String?
    var message: String
    var metadata: JSON = .null
    var headers: HTTPHeaders = [:]

    init(
        _ status: Int,
        _ type: String,
        code: String? = nil,
        parameter: String? = nil,
        _ message: String,
        metadata: JSON = .null,
        headers: HTTPHeaders = [:],
    ) {
        self.status = status
        self.type = type
        self.code = code
        self.parameter = parameter
        self.message = message
        self.metadata = metadata
        self.headers = headers
    }
}

/// Why a provider refuses, apart from a scenario.
enum Problem: Sendable, Hashable {
    case noKey
    case wrongKey
    case noVersion
    case unknownPath
    case badRequest(String, parameter: String?)
    case unknownModel(String)
    case retiredModel(String)
}
