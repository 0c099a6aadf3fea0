internal import Deadlines
internal import HTTP
internal import NATS
internal import Words

/// The server's monitoring pages during one run: what gave no answer once is not asked again.
final class Monitor: Sendable {
    /// For people: without a user, a password or a query.
    let place: String
    private let pages: NATSMonitoring
    private let door = Once<Result<ServerStatus, MonitoringFailure>>()
    private let silence = Locked<MonitoringFailure?>(nil)

    init(_ url: String, over http: HTTPClient) {
        place = Monitor.place(of: url)
        pages = NATSMonitoring(url, over: http)
    }

    /// The server as a whole, asked for once: whoever needs it first asks, within its own deadline, and all others wait for that.
    func server(by deadline: Deadline) async throws(MonitoringFailure) -> ServerStatus {
        guard let answer = await door.value({ await open(by: deadline) }) else { throw .http(HTTPError(.cancelled)) }
        return try answer.get()
    }

    /// Another page, where the server has shown that it answers at all.
    func ask<Answer: Sendable>(
        by deadline: Deadline,
        _ page: (NATSMonitoring, Deadline) async throws(MonitoringFailure) -> Answer,
    ) async throws(MonitoringFailure) -> Answer {
        _ = try await server(by: deadline)
        if let failure = silence.withLock({ $0 }) { throw failure }
        do throws(MonitoringFailure) {
            return try await page(pages, deadline)
        } catch {
            if case .http = error { silence.withLock { $0 = error } }
            throw error
        }
    }

    private func open(by deadline: Deadline) async -> Result<ServerStatus, MonitoringFailure> {
        do throws(MonitoringFailure) {
            let status = try await pages.server(by: deadline)
            return status.serverID.isEmpty ? .failure(.malformed("no server_id in it")) : .success(status)
        } catch {
            return .failure(error)
        }
    }

    /// Scheme, host, port and path of a URL; where the host cannot be told from a password, the scheme alone.
    static func place(of url: String) -> String {
        let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        let scheme = url[..<start]
        let rest = url[start...]
        let tail = rest.firstIndex { "?#".contains($0) } ?? rest.endIndex
        var shown = rest[..<tail]
        if let at = shown.lastIndex(of: "@") {
            shown = shown[shown.index(after: at)...]
        } else if rest[tail...].contains("@"), !shown.contains("/") {
            return "\(scheme)…"
        }
        return "\(scheme)\(shown)"
    }
}
