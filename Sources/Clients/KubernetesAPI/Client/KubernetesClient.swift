internal import Deadlines
internal import FoundationEssentials
package import HTTP
internal import JSON
package import Network

/// The API of one cluster over HTTPS; no kubectl.
///
/// It sends what it is asked once: only an exec plugin's credential that the server no longer takes is fetched anew, as kubectl does.
package struct KubernetesClient: Sendable {
    package let access: KubernetesAccess
    let http: HTTPClient
    private let keeper: CredentialKeeper

    /// `environment` is what an exec plugin runs with.
    package init(_ access: KubernetesAccess, http: HTTPClient, environment: [String: String] = [:]) {
        self.access = access
        self.http = http
        keeper = CredentialKeeper(access, environment: environment)
    }

    /// Host and port of the server.
    package var endpoint: Endpoint? { KubernetesAPI.endpoint(ofServer: access.server) }

    /// One request, before it is signed with who asks.
    struct Call: Sendable {
        var method = "GET"
        var path: String
        var query: [(name: String, value: String)] = []
        var body: [UInt8]?
        var contentType = "application/json"
        var asked: KubernetesError.Asked
    }

    /// An answer of success.
    struct Answer: Sendable {
        var response: HTTPResponse
        /// By the server's clock.
        var date: Date? { response.headers["Date"].flatMap(Date.init(http:)) }
    }

    /// `accepted` is a status that is an answer too, whatever it means elsewhere.
    func answer(
        _ call: Call,
        accepting accepted: Int = 200,
        by deadline: Deadline,
    ) async throws(KubernetesError) -> Answer {
        var isRenewed = false
        while true {
            let proof = try await proof(for: call, by: deadline)
            let response: HTTPResponse
            do throws(HTTPError) {
                response = try await http.send(request(call, proof), by: deadline)
            } catch {
                throw self.error(error, call.asked)
            }
            if response.status == 401, !isRenewed, keeper.forget() {
                isRenewed = true
                continue
            }
            if response.status != accepted { try check(response.head, response.body, call.asked, proof) }
            return Answer(response: response)
        }
    }

    func json(_ call: Call, by deadline: Deadline) async throws(KubernetesError) -> JSON {
        try json(of: try await answer(call, by: deadline), call)
    }

    func json(of answer: Answer, _ call: Call) throws(KubernetesError) -> JSON {
        do throws(JSONError) {
            return try JSON(parsing: answer.response.body)
        } catch {
            let type = answer.response.headers["Content-Type"]
            let isJSON = type?.hasPrefix("application/json") == true
            throw self.error(
                isJSON ? .malformed : .notKubernetes(status: answer.response.status, contentType: type),
                call.asked
            )
        }
    }

    func stream(_ call: Call, by deadline: Deadline) async throws(KubernetesError) -> HTTPStream {
        let proof = try await proof(for: call, by: deadline)
        let stream: HTTPStream
        let refusal: [UInt8]
        do throws(HTTPError) {
            stream = try await http.open(request(call, proof), by: deadline)
            if (200..<300).contains(stream.status) { return stream }
            refusal = try await stream.body.collected(upTo: 1 << 20)
        } catch {
            throw self.error(error, call.asked)
        }
        try check(stream.head, refusal, call.asked, proof)
        return stream
    }

    private func proof(for call: Call, by deadline: Deadline) async throws(KubernetesError) -> Proof {
        do throws(CredentialFailure) {
            return try await keeper.proof(by: deadline)
        } catch {
            if case .exec(let failure) = error, failure.kind == .cancelled { throw self.error(.cancelled, call.asked) }
            throw self.error(.credential(error), call.asked)
        }
    }

    private func check(
        _ head: HTTPHead,
        _ body: [UInt8],
        _ asked: KubernetesError.Asked,
        _ proof: Proof,
    ) throws(KubernetesError) {
        if (200..<300).contains(head.status) { return }
        guard let status = APIStatus(head, body) else {
            throw error(.notKubernetes(status: head.status, contentType: head.headers["Content-Type"]), asked)
        }
        throw error(status.code == 401 ? .unauthorized(status, expires: proof.expires) : .refused(status), asked)
    }
}
