package import Deadlines
package import JSON

extension JetStream {
    /// Every stream of the account, 256 a request, in the server's order; `subject` leaves those out that store nothing of it.
    package func streams(subject: String? = nil, by deadline: Deadline) async throws(NATSError) -> [StreamInfo] {
        let request: JSON = subject.map { ["subject": .string($0)] } ?? [:]
        return try await pages("STREAM.LIST", of: "streams", request, by: deadline).map(StreamInfo.init)
    }

    package func streamNames(subject: String? = nil, by deadline: Deadline) async throws(NATSError) -> [String] {
        let request: JSON = subject.map { ["subject": .string($0)] } ?? [:]
        return try await pages("STREAM.NAMES", of: "streams", request, by: deadline).compactMap(\.string)
    }

    /// One stream; nil where there is none of that name.
    ///
    /// Counts per subject and deleted sequences cost the server work, so only if asked for.
    package func stream(
        _ name: String,
        subjectsMatching filter: String? = nil,
        deletedDetails: Bool = false,
        by deadline: Deadline,
    ) async throws(NATSError) -> StreamInfo? {
        var request: JSON = .null
        if let filter { request["subjects_filter"] = .string(filter) }
        if deletedDetails { request["deleted_details"] = true }
        do throws(NATSError) {
            return StreamInfo(json: try await api("STREAM.INFO.\(token(name))", request, by: deadline))
        } catch {
            if case .api(let failure) = error, failure.errorCode == .streamNotFound { return nil }
            throw error
        }
    }

    /// Creates; succeeds too where the stream stands with the same configuration, else `.streamNameInUse`.
    @discardableResult
    package func create(_ stream: StreamConfiguration, by deadline: Deadline) async throws(NATSError) -> StreamInfo {
        StreamInfo(json: try await api("STREAM.CREATE.\(token(stream.name))", stream.json, by: deadline))
    }

    /// Replaces the whole configuration, every field left out going back to its default; see `change` for single fields.
    @discardableResult
    package func update(_ stream: StreamConfiguration, by deadline: Deadline) async throws(NATSError) -> StreamInfo {
        StreamInfo(json: try await api("STREAM.UPDATE.\(token(stream.name))", stream.json, by: deadline))
    }

    /// Lays a patch (RFC 7396: null removes) over the configuration the server has, and updates.
    @discardableResult
    package func change(_ name: String, _ patch: JSON, by deadline: Deadline) async throws(NATSError) -> StreamInfo {
        let now = StreamInfo(json: try await api("STREAM.INFO.\(token(name))", by: deadline))
        return try await update(StreamConfiguration(json: now.configuration.json.merging(patch)), by: deadline)
    }

    package func deleteStream(_ name: String, by deadline: Deadline) async throws(NATSError) {
        try await api("STREAM.DELETE.\(token(name))", by: deadline)
    }

    /// Removes messages and says how many: all, those of a subject, those before a sequence, or all but the last few.
    @discardableResult
    package func purge(
        _ name: String,
        subject: String? = nil,
        before sequence: UInt64? = nil,
        keeping count: UInt64? = nil,
        by deadline: Deadline,
    ) async throws(NATSError) -> UInt64 {
        var request: JSON = .null
        if let subject { request["filter"] = .string(subject) }
        if let sequence { request["seq"] = JSON(sequence) }
        if let count { request["keep"] = JSON(count) }
        return try await api("STREAM.PURGE.\(token(name))", request, by: deadline)["purged"].unsigned ?? 0
    }

    /// One stored message; nil where there is none of that sequence.
    package func message(
        _ sequence: UInt64,
        in stream: String,
        by deadline: Deadline,
    ) async throws(NATSError) -> StoredMessage? {
        try await message(["seq": JSON(sequence)], in: stream, by: deadline)
    }

    /// The newest message of a subject; nil where there is none.
    package func lastMessage(
        of subject: String,
        in stream: String,
        by deadline: Deadline,
    ) async throws(NATSError) -> StoredMessage? {
        try await message(["last_by_subj": .string(subject)], in: stream, by: deadline)
    }

    private func message(
        _ request: JSON,
        in stream: String,
        by deadline: Deadline,
    ) async throws(NATSError) -> StoredMessage? {
        do throws(NATSError) {
            let answer = try await api("STREAM.MSG.GET.\(token(stream))", request, by: deadline)
            return StoredMessage(json: answer["message"])
        } catch {
            if case .api(let failure) = error, failure.errorCode == .noMessageFound { return nil }
            throw error
        }
    }

    /// Deletes one message, by default overwriting its bytes on disk.
    package func deleteMessage(
        _ sequence: UInt64,
        in stream: String,
        erasing: Bool = true,
        by deadline: Deadline,
    ) async throws(NATSError) {
        let request: JSON = ["seq": JSON(sequence), "no_erase": .boolean(!erasing)]
        try await api("STREAM.MSG.DELETE.\(token(stream))", request, by: deadline)
    }
}

/// A message as a stream keeps it.
package struct StoredMessage: Sendable, Hashable {
    package let json: JSON

    package var subject: String { json["subject"].string ?? "" }
    package var sequence: UInt64 { json["seq"].unsigned ?? 0 }
    package var time: String? { json["time"].string }
    package var payload: [UInt8] { bytes("data") }
    /// The raw header block, `NATS/1.0` and lines.
    package var headerBlock: [UInt8] { bytes("hdrs") }

    private func bytes(_ key: String) -> [UInt8] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let text = (json[key].string ?? "").utf8.filter { $0 != UInt8(ascii: "=") }
        return decode(text, alphabet: letters, bitsPerLetter: 6) ?? []
    }
}
