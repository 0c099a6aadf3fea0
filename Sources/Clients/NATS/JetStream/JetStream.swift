package import Deadlines
package import JSON

/// JetStream's API over one connection, as JSON: what the server says is kept whole, also the fields this program has never heard of.
package struct JetStream: Sendable {
    package let connection: NATSConnection
    /// What API subjects begin with: `$JS.API`, or `$JS.<domain>.API` for the JetStream behind another server.
    package let prefix: String

    package init(_ connection: NATSConnection, domain: String? = nil) {
        self.init(connection, prefix: domain.map { "$JS.\($0).API" } ?? "$JS.API")
    }

    /// For accounts that import another one's JetStream under a name of their own.
    package init(_ connection: NATSConnection, prefix: String) {
        self.connection = connection
        self.prefix = prefix
    }

    /// One request; an `error` in the answer is thrown as `.api`, silence of the subject as `.noResponders`.
    @discardableResult
    package func api(
        _ subject: String,
        _ body: JSON = .null,
        by deadline: Deadline,
    ) async throws(NATSError) -> JSON {
        try await api(subject, body, isLiteral: true, by: deadline)
    }

    func api(
        _ subject: String,
        _ body: JSON,
        isLiteral: Bool,
        by deadline: Deadline,
    ) async throws(NATSError) -> JSON {
        let payload = body.isNull ? [] : body.bytes()
        let full = "\(prefix).\(subject)"
        return try JetStream.answer(in: try await connection.request(full, payload, isLiteral: isLiteral, by: deadline))
    }

    /// What this account may use and uses.
    package func account(by deadline: Deadline) async throws(NATSError) -> JetStreamAccount {
        JetStreamAccount(json: try await api("INFO", by: deadline))
    }

    /// All elements of a list that the server hands out in pages.
    func pages(
        _ subject: String,
        of key: String,
        _ request: JSON = [:],
        by deadline: Deadline,
    ) async throws(NATSError) -> [JSON] {
        var found: [JSON] = []
        while true {
            var body = request
            body["offset"] = JSON(found.count)
            let page = try await api(subject, body, by: deadline)
            let elements = page[key].array ?? []
            found += elements
            let total = page["total"].integer ?? 0
            // An empty page ends it too: things may vanish while we read.
            if elements.isEmpty || found.count >= total { return found }
        }
    }

    /// A name as a token of an API subject.
    func token(_ name: String) throws(NATSError) -> String {
        guard isPublishable(name), !name.utf8.contains(UInt8(ascii: ".")) else { throw .invalidSubject(name) }
        return name
    }

    static func answer(in reply: NATSMessage) throws(NATSError) -> JSON {
        if let status = reply.status, reply.payload.isEmpty {
            throw .status(code: status, description: reply.statusDescription ?? "")
        }
        let json = try reply.json()
        guard case .object = json else { throw .malformedReply("an object was due") }
        let error = json["error"]
        guard error.isNull else {
            throw .api(
                JetStreamFailure(
                    code: error["code"].integer ?? 0,
                    errorCode: JetStreamErrorCode(rawValue: error["err_code"].integer ?? 0),
                    description: error["description"].string ?? "",
                )
            )
        }
        return json
    }
}

/// An account's use of JetStream and its limits; a limit of -1 is none.
package struct JetStreamAccount: Sendable, Hashable {
    package let json: JSON

    package var domain: String? { json["domain"].string }
    package var streams: Int { json["streams"].integer ?? 0 }
    package var consumers: Int { json["consumers"].integer ?? 0 }
    package var memory: Int { json["memory"].integer ?? 0 }
    package var storage: Int { json["storage"].integer ?? 0 }
    package var reservedMemory: Int { json["reserved_memory"].integer ?? 0 }
    package var reservedStorage: Int { json["reserved_storage"].integer ?? 0 }
    package var maxStreams: Int { limit("max_streams") }
    package var maxConsumers: Int { limit("max_consumers") }
    package var maxMemory: Int { limit("max_memory") }
    package var maxStorage: Int { limit("max_storage") }
    /// Requests to the API so far, and how many of them failed.
    package var apiRequests: Int { json["api"]["total"].integer ?? 0 }
    package var apiErrors: Int { json["api"]["errors"].integer ?? 0 }

    private func limit(_ key: String) -> Int { json["limits"][key].integer ?? -1 }
}
