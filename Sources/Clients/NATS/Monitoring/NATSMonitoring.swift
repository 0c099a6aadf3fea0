package import Deadlines
package import HTTP
package import JSON

/// A server's monitoring pages (port 8222 by custom), each as the JSON it is.
package struct NATSMonitoring: Sendable {
    private let client: HTTPClient
    private let base: String

    /// No page of a server is so long: what is longer is none.
    private static let pageLimit = 8 << 20

    /// `url` is like `http://host:8222`, a path before the pages' names allowed.
    package init(_ url: String, over client: HTTPClient) {
        self.client = client
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// One page by its name and query, like `connz?limit=10`.
    package func page(_ name: String, by deadline: Deadline) async throws(MonitoringFailure) -> JSON {
        try await answer(name, by: deadline).page
    }

    private func answer(
        _ name: String,
        by deadline: Deadline
    ) async throws(MonitoringFailure) -> (status: Int, page: JSON) {
        let response: HTTPResponse
        do throws(HTTPError) {
            var request = HTTPRequest("GET", "\(base)/\(name)")
            request.bodyLimit = NATSMonitoring.pageLimit
            response = try await client.send(request, by: deadline)
        } catch {
            throw .http(error)
        }
        // A server that is not well answers 503, and one that takes no clients 500, with the reason.
        guard [200, 500, 503].contains(response.status) else { throw .status(response.status) }
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: response.body)
        } catch {
            throw .malformed("\(error)")
        }
        guard case .object = json else { throw .malformed("an object was due") }
        return (response.status, json)
    }

    package func server(by deadline: Deadline) async throws(MonitoringFailure) -> ServerStatus {
        ServerStatus(json: try await page("varz", by: deadline))
    }

    package func jetStream(by deadline: Deadline) async throws(MonitoringFailure) -> JetStreamStatus {
        JetStreamStatus(json: try await page("jsz", by: deadline))
    }

    /// Healthy as a whole; `serverOnly` leaves streams and consumers out, which a node that has just started is still catching up.
    package func health(serverOnly: Bool = false, by deadline: Deadline) async throws(MonitoringFailure) -> Health {
        let (status, json) = try await answer(serverOnly ? "healthz?js-server-only=true" : "healthz", by: deadline)
        return Health(status: status, json: json)
    }

    /// A page of connections, those with the most unsent bytes first.
    package func connections(
        limit: Int = 256,
        offset: Int = 0,
        by deadline: Deadline,
    ) async throws(MonitoringFailure) -> [ClientStatus] {
        let json = try await page("connz?limit=\(limit)&offset=\(offset)&sort=pending", by: deadline)
        return (json["connections"].array ?? []).map(ClientStatus.init)
    }

    package func leafLinks(by deadline: Deadline) async throws(MonitoringFailure) -> [LinkStatus] {
        (try await page("leafz", by: deadline)["leafs"].array ?? []).map(LinkStatus.init)
    }

    /// Links to the other servers of the cluster, several to each.
    package func routes(by deadline: Deadline) async throws(MonitoringFailure) -> [LinkStatus] {
        (try await page("routez", by: deadline)["routes"].array ?? []).map(LinkStatus.init)
    }

    /// Clusters this one has a gateway to, by name.
    package func gateways(by deadline: Deadline) async throws(MonitoringFailure) -> [String] {
        (try await page("gatewayz", by: deadline)["outbound_gateways"].object ?? [:]).keys.sorted()
    }

    package func accounts(by deadline: Deadline) async throws(MonitoringFailure) -> [String] {
        try await page("accountz", by: deadline)["accounts"].strings ?? []
    }
}

/// Why there is no page.
package enum MonitoringFailure: Error, Sendable, Hashable {
    case http(HTTPError)
    case status(Int)
    /// Not what a NATS server's page looks like: something else listens there.
    case malformed(String)
}
