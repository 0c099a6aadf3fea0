internal import CLibNATS
internal import Glibc
package import JSON

/// A message as it came in.
package struct NATSMessage: Sendable, Hashable {
    package let subject: String
    package let reply: String?
    package let headers: NATSHeaders
    package let payload: [UInt8]

    init(subject: String, reply: String? = nil, headers: NATSHeaders = [:], payload: [UInt8] = []) {
        self.subject = subject
        self.reply = reply
        self.headers = headers
        self.payload = payload
    }

    /// The payload as text; bytes that are no UTF-8 are replaced.
    package var text: String { String(decoding: payload, as: UTF8.self) }

    /// The status line the server sets in place of a payload: 503 nobody listens, 404, 408 and 409 of a pull.
    package var status: Int? { headers.isEmpty ? nil : headers["Status"].flatMap { Int($0) } }
    package var statusDescription: String? { headers["Description"] }

    package func json() throws(NATSError) -> JSON {
        do {
            return try JSON(parsing: payload)
        } catch {
            throw .malformedReply("\(error)")
        }
    }

    /// Copies what libnats received.
    init(copying message: OpaquePointer) {
        subject = natsMsg_GetSubject(message).map { String(cString: $0) } ?? ""
        reply = natsMsg_GetReply(message).map { String(cString: $0) }
        let count = Int(natsMsg_GetDataLength(message))
        payload = Array(UnsafeRawBufferPointer(start: natsMsg_GetData(message), count: count))
        headers = NATSHeaders(copying: message)
    }
}

extension NATSHeaders {
    fileprivate init(copying message: OpaquePointer) {
        self.init()
        var names: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        var count: Int32 = 0
        guard natsMsgHeader_Keys(message, &names, &count) == NATS_OK, let names else { return }
        defer { free(names) }
        for index in 0..<Int(count) {
            guard let name = names[index] else { continue }
            var values: UnsafeMutablePointer<UnsafePointer<CChar>?>?
            var number: Int32 = 0
            guard natsMsgHeader_Values(message, name, &values, &number) == NATS_OK, let values else { continue }
            defer { free(values) }
            for place in 0..<Int(number) {
                add(String(cString: name), values[place].map { String(cString: $0) } ?? "")
            }
        }
    }
}

/// A message on its way out.
struct Outgoing: Sendable {
    let subject: String
    let headers: NATSHeaders
    let payload: [UInt8]
    /// Where others shall answer; a request brings its own.
    let reply: String?

    /// Bytes that count against the server's limit: the payload and, as they go over the wire, the headers.
    var size: Int {
        guard !headers.isEmpty else { return payload.count }
        return headers.fields.reduce(payload.count + 12) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    }

    /// `isLiteral` is false for the few subjects of the server's own API that hold a pattern: it takes them as they are written.
    init(
        subject: String,
        headers: NATSHeaders = [:],
        payload: [UInt8] = [],
        reply: String? = nil,
        isLiteral: Bool = true,
    ) throws(NATSError) {
        let isFit = isLiteral ? isPublishable(subject) : isSubscribable(subject)
        guard isFit, reply.map(isPublishable) ?? true else { throw .invalidSubject(subject) }
        if let name = headers.malformed {
            throw .invalidOptions("header \"\(name)\": a name or value NATS cannot carry")
        }
        self.subject = subject
        self.headers = headers
        self.payload = payload
        self.reply = reply
    }
}

/// A subject one can publish to: tokens with dots between, no wildcard, no space.
func isPublishable(_ subject: String) -> Bool {
    isSubscribable(subject)
        && subject.utf8.split(separator: UInt8(ascii: ".")).allSatisfy { token in
            !(token.count == 1 && (token.first == UInt8(ascii: "*") || token.first == UInt8(ascii: ">")))
        }
}

/// A subject one can subscribe to, wildcards allowed.
func isSubscribable(_ subject: String) -> Bool {
    var previous = UInt8(ascii: ".")
    for byte in subject.utf8 {
        if byte <= 0x20 || byte == 0x7F { return false }
        if byte == UInt8(ascii: "."), previous == byte { return false }
        previous = byte
    }
    return previous != UInt8(ascii: ".")
}
