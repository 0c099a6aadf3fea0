package import Deadlines
package import JSON

extension JetStream {
    package func consumers(of stream: String, by deadline: Deadline) async throws(NATSError) -> [ConsumerInfo] {
        try await pages("CONSUMER.LIST.\(token(stream))", of: "consumers", by: deadline).map(ConsumerInfo.init)
    }

    package func consumerNames(of stream: String, by deadline: Deadline) async throws(NATSError) -> [String] {
        try await pages("CONSUMER.NAMES.\(token(stream))", of: "consumers", by: deadline).compactMap(\.string)
    }

    /// One consumer; nil where the stream has none of that name.
    package func consumer(
        _ name: String,
        of stream: String,
        by deadline: Deadline,
    ) async throws(NATSError) -> ConsumerInfo? {
        do throws(NATSError) {
            return ConsumerInfo(json: try await api("CONSUMER.INFO.\(token(stream)).\(token(name))", by: deadline))
        } catch {
            if case .api(let failure) = error, failure.errorCode == .consumerNotFound { return nil }
            throw error
        }
    }

    /// What a create may do to a consumer that stands; servers before 2.10 know only the last.
    package enum ConsumerAction: String, Sendable {
        /// Fails with `.consumerAlreadyExists` where one with another configuration stands.
        case create
        /// Fails with `.consumerDoesNotExist` where none stands.
        case update
        case createOrUpdate = ""
    }

    @discardableResult
    package func create(
        _ consumer: ConsumerConfiguration,
        on stream: String,
        action: ConsumerAction = .create,
        by deadline: Deadline,
    ) async throws(NATSError) -> ConsumerInfo {
        var subject = try "CONSUMER.CREATE.\(token(stream)).\(token(consumer.name))"
        // A single filter stands in the subject too, with its wildcards, where permissions can look at it.
        if let filter = consumer.json["filter_subject"].string, !filter.isEmpty { subject += ".\(filter)" }
        var request: JSON = ["stream_name": .string(stream), "config": consumer.json]
        if action != .createOrUpdate { request["action"] = .string(action.rawValue) }
        return ConsumerInfo(json: try await api(subject, request, isLiteral: false, by: deadline))
    }

    /// Lays a patch (RFC 7396: null removes) over the configuration the server has, and updates.
    @discardableResult
    package func changeConsumer(
        _ name: String,
        of stream: String,
        _ patch: JSON,
        by deadline: Deadline,
    ) async throws(NATSError) -> ConsumerInfo {
        let now = ConsumerInfo(json: try await api("CONSUMER.INFO.\(token(stream)).\(token(name))", by: deadline))
        let wanted = ConsumerConfiguration(json: now.configuration.json.merging(patch))
        return try await create(wanted, on: stream, action: .update, by: deadline)
    }

    package func deleteConsumer(_ name: String, of stream: String, by deadline: Deadline) async throws(NATSError) {
        try await api("CONSUMER.DELETE.\(token(stream)).\(token(name))", by: deadline)
    }

    /// Stops delivery until a time as RFC 3339 writes it; nil lets it go on (server 2.11 and newer).
    @discardableResult
    package func pauseConsumer(
        _ name: String,
        of stream: String,
        until time: String?,
        by deadline: Deadline,
    ) async throws(NATSError) -> JSON {
        let request: JSON = time.map { ["pause_until": .string($0)] } ?? .null
        return try await api("CONSUMER.PAUSE.\(token(stream)).\(token(name))", request, by: deadline)
    }
}
