package import JSON

/// A stream's configuration: the whole JSON of it, with names for the fields we know.
///
/// A field that is absent is the server's default.
package struct StreamConfiguration: Sendable, Hashable {
    package var json: JSON

    package init(json: JSON) { self.json = json }

    package init(name: String, subjects: [String] = []) {
        json = ["name": .string(name)]
        if !subjects.isEmpty { json["subjects"] = JSON(subjects) }
    }

    package var name: String {
        get { json["name"].string ?? "" }
        set { json["name"] = .string(newValue) }
    }

    package var subjects: [String] {
        get { json["subjects"].strings ?? [] }
        set { json["subjects"] = JSON(newValue) }
    }

    /// `limits`, `interest` or `workqueue`.
    package var retention: String? {
        get { json["retention"].string }
        set { json["retention"] = JSON(newValue) }
    }

    /// `file` or `memory`.
    package var storage: String? {
        get { json["storage"].string }
        set { json["storage"] = JSON(newValue) }
    }

    package var replicas: Int? {
        get { json["num_replicas"].integer }
        set { json["num_replicas"] = newValue.map { JSON($0) } ?? .null }
    }

    package var maxMessages: Int? {
        get { json["max_msgs"].integer }
        set { json["max_msgs"] = newValue.map { JSON($0) } ?? .null }
    }

    package var maxBytes: Int? {
        get { json["max_bytes"].integer }
        set { json["max_bytes"] = newValue.map { JSON($0) } ?? .null }
    }

    package var maxAge: Duration? {
        get { json["max_age"].nanoseconds }
        set { json["max_age"] = JSON(nanoseconds: newValue) }
    }

    package var maxMessagesPerSubject: Int? {
        get { json["max_msgs_per_subject"].integer }
        set { json["max_msgs_per_subject"] = newValue.map { JSON($0) } ?? .null }
    }

    package var maxMessageSize: Int? {
        get { json["max_msg_size"].integer }
        set { json["max_msg_size"] = newValue.map { JSON($0) } ?? .null }
    }

    package var duplicateWindow: Duration? {
        get { json["duplicate_window"].nanoseconds }
        set { json["duplicate_window"] = JSON(nanoseconds: newValue) }
    }

    /// `old` or `new`.
    package var discard: String? {
        get { json["discard"].string }
        set { json["discard"] = JSON(newValue) }
    }

    /// The stream this one is a copy of, with its `name` and `external`.
    package var mirror: JSON {
        get { json["mirror"] }
        set { json["mirror"] = newValue }
    }

    package var sources: [JSON] { json["sources"].array ?? [] }
    package var metadata: [String: JSON] { json["metadata"].object ?? [:] }
    package var isSealed: Bool { json["sealed"].boolean ?? false }
}

extension StreamConfiguration {
    /// A key-value bucket is a stream named `KV_<bucket>` with these settings.
    package static func keyValueBucket(
        _ bucket: String,
        history: Int = 1,
        maxAge: Duration? = nil,
    ) -> StreamConfiguration {
        var configuration = StreamConfiguration(name: "KV_\(bucket)", subjects: ["$KV.\(bucket).>"])
        configuration.maxMessagesPerSubject = history
        configuration.maxAge = maxAge
        // The server's default, two minutes, may not be longer than the age.
        configuration.duplicateWindow = min(maxAge ?? .seconds(120), .seconds(120))
        configuration.discard = "new"
        configuration.json = configuration.json.merging([
            "allow_rollup_hdrs": true, "deny_delete": true, "allow_direct": true,
        ])
        return configuration
    }

    /// An object store is a stream named `OBJ_<bucket>`: one subject for the chunks, one for what they are.
    package static func objectStore(_ bucket: String, maxAge: Duration? = nil) -> StreamConfiguration {
        var configuration = StreamConfiguration(
            name: "OBJ_\(bucket)",
            subjects: ["$O.\(bucket).C.>", "$O.\(bucket).M.>"],
        )
        configuration.maxAge = maxAge
        configuration.discard = "new"
        configuration.json = configuration.json.merging(["allow_rollup_hdrs": true, "allow_direct": true])
        return configuration
    }

    package var keyValueBucket: String? { suffix("KV_") }
    package var objectStore: String? { suffix("OBJ_") }

    private func suffix(_ prefix: String) -> String? {
        name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
    }
}

extension JSON {
    /// A duration as NATS writes them.
    package var nanoseconds: Duration? {
        if case .integer(let value) = self { .nanoseconds(value) } else { nil }
    }

    package init(nanoseconds duration: Duration?) {
        guard let duration else {
            self = .null
            return
        }
        let (seconds, attoseconds) = duration.components
        let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self = isTooLong ? .integer(seconds < 0 ? .min : .max) : .integer(whole + attoseconds / 1_000_000_000)
    }
}
