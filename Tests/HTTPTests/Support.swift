internal import Deadlines
internal import FoundationEssentials
internal import HTTP
internal import Testing

/// One client for all tests that do not end it.
let client = HTTPClient()

extension Deadline {
    /// Far enough for a busy machine, where the deadline is not what a test is about.
    static var ample: Deadline { .after(.seconds(30)) }
}

/// What the server's `/echo` says it was sent.
struct Echo: Decodable {
    let method: String
    let target: String
    let headers: [[String]]
    let length: Int
    let sha256: String

    init(_ response: HTTPResponse) throws {
        self = try JSONDecoder().decode(Echo.self, from: Data(response.body))
    }

    func header(_ name: String) -> String? {
        headers.first { $0[0].lowercased() == name.lowercased() }?[1]
    }
}

func get(_ url: String, by deadline: Deadline = .ample, _ change: (inout HTTPRequest) -> Void = { _ in }) async throws
    -> HTTPResponse
{
    var request = HTTPRequest("GET", url)
    change(&request)
    return try await client.send(request, by: deadline)
}

/// The error a request must end with.
func failure(
    of url: String,
    by deadline: Deadline = .ample,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout HTTPRequest) -> Void = { _ in },
) async throws -> HTTPError {
    var request = HTTPRequest("GET", url)
    change(&request)
    let sent = request
    return try await #require(throws: HTTPError.self, sourceLocation: sourceLocation) {
        _ = try await client.send(sent, by: deadline)
    }
}

func elapsed(_ body: () async throws -> Void) async rethrows -> Duration {
    let start = ContinuousClock.now
    try await body()
    return ContinuousClock.now - start
}
