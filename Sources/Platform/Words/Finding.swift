/// One thing found, as every judging verb says it and every format shows it.
package struct Finding: Sendable, Hashable {
    /// What it says of the whole: an error is a no, a warning is one only where asked for, a note never.
    package enum Severity: String, Sendable, Hashable, CaseIterable {
        case error, warning, note
    }

    /// What bears the message out, in the order it is to be read.
    package enum Evidence: Sendable, Hashable {
        case paragraph(String)
        case fact(String, String)
        /// Printed as it is: a statement, a server's answer.
        case verbatim(String)
    }

    /// The way out, in the order it is to be gone.
    package enum Remedy: Sendable, Hashable {
        /// A line that can be copied: a command, a statement.
        case fix(String)
        /// Advice in words.
        case hint(String)
        /// The command to run when it is mended.
        case then(String)
    }

    /// Another place that has to do with it: where the table was made, where the same name stands.
    package struct Related: Sendable, Hashable {
        package var place: Place
        package var message: String

        package init(_ place: Place, _ message: String) {
            self.place = place
            self.message = message
        }
    }

    /// Stable, without the instance: a check such as `storage.bucket.versioning`, a rule such as `index-not-concurrent`.
    package var id: String
    package var severity: Severity
    /// What it is about: an address (`fr-par/storage/bucket/reports`), a setting's path, a table.
    package var subject: String?
    /// One line, without the subject.
    package var message: String
    package var evidence: [Evidence]
    package var remedies: [Remedy]
    package var place: Place?
    package var related: [Related]
    /// The kind of the fault, for machines that must tell faults apart.
    package var fault: FailureClass?
    /// Its kind in the one word that reports have (`auth`, `dns`).
    package var failureClass: String? { fault?.rawValue }
    /// What `ihctl explain` knows it by; nil where there is nothing to explain.
    package var topic: String?
    /// Somebody has allowed it, and why; it counts for nothing then.
    package var suppression: String?
    /// The words of the file that it is about, so that it is known again when lines have moved.
    package var content: String?
    /// More for machines: beside the shared keys in JSON.
    package var data: [String: JSONValue]

    package init(
        _ id: String,
        _ severity: Severity,
        subject: String? = nil,
        _ message: String,
        evidence: [Evidence] = [],
        remedies: [Remedy] = [],
        place: Place? = nil,
        related: [Related] = [],
        failureClass: FailureClass? = nil,
        topic: String? = nil,
        suppression: String? = nil,
        content: String? = nil,
        data: [String: JSONValue] = [:],
    ) {
        self.id = id
        self.severity = severity
        self.subject = subject
        self.message = message
        self.evidence = evidence
        self.remedies = remedies
        self.place = place
        self.related = related
        fault = failureClass
        self.topic = topic
        self.suppression = suppression
        self.content = content
        self.data = data
    }

    /// The message behind its subject: `database.pool.max: must be a whole number`.
    package var headline: String {
        subject.map { "\($0): \(message)" } ?? message
    }
}

extension Finding {
    package var json: JSONValue {
        let shared: [String: JSONValue] = [
            "id": .string(id), "severity": .string(severity.rawValue), "subject": JSONValue(subject),
            "message": .string(message), "evidence": .array(evidence.map(\.json)),
            "remedies": .array(remedies.map(\.json)), "place": place?.json ?? .null,
            "related": .array(related.map { ["place": $0.place.json, "message": .string($0.message)] }),
            "failure_class": JSONValue(failureClass), "topic": JSONValue(topic),
            "suppressed": JSONValue(suppression), "fingerprint": .string(fingerprint),
        ]
        return .object(data.merging(shared) { _, shared in shared })
    }
}

extension Finding.Evidence {
    fileprivate var json: JSONValue {
        switch self {
        case .paragraph(let text): ["text": .string(text)]
        case .fact(let name, let value): ["name": .string(name), "value": .string(value)]
        case .verbatim(let text): ["verbatim": .string(text)]
        }
    }
}

extension Finding.Remedy {
    fileprivate var json: JSONValue {
        switch self {
        case .fix(let line): ["fix": .string(line)]
        case .hint(let text): ["hint": .string(text)]
        case .then(let line): ["then": .string(line)]
        }
    }
}
