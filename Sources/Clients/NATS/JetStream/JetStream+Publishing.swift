package import Deadlines
package import JSON

extension JetStream {
    /// Publishes and waits until a stream has stored it; `.noResponders` where no stream takes the subject.
    @discardableResult
    package func publish(
        _ subject: String,
        _ payload: [UInt8] = [],
        headers: NATSHeaders = [:],
        messageID: String? = nil,
        expectedStream: String? = nil,
        by deadline: Deadline,
    ) async throws(NATSError) -> PublishAcknowledgement {
        var headers = headers
        if let messageID { headers["Nats-Msg-Id"] = messageID }
        if let expectedStream { headers["Nats-Expected-Stream"] = expectedStream }
        let reply = try await connection.request(subject, payload, headers: headers, by: deadline)
        let json = try JetStream.answer(in: reply)
        guard json["stream"].string != nil else { throw .malformedReply("\"\(subject)\" is answered by no stream") }
        return PublishAcknowledgement(json: json)
    }
}

/// A stream's word that it has stored a message.
package struct PublishAcknowledgement: Sendable, Hashable {
    package let json: JSON

    package var stream: String { json["stream"].string ?? "" }
    package var sequence: UInt64 { json["seq"].unsigned ?? 0 }
    /// The stream had this `Nats-Msg-Id` already and stored nothing.
    package var isDuplicate: Bool { json["duplicate"].boolean ?? false }
    package var domain: String? { json["domain"].string }
}
