internal import CHiredis

/// A reply, or a part of one.
package enum RedisValue: Sendable, Hashable {
    case status(String)
    case error(ServerError)
    case integer(Int)
    case bytes([UInt8])
    case array([RedisValue])
    case null

    /// The text of a status or of bytes.
    package var text: String? {
        switch self {
        case .status(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        default: nil
        }
    }

    package var integer: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    package var array: [RedisValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    init(_ reply: UnsafePointer<redisReply>) {
        let reply = reply.pointee
        switch reply.type {
        case REDIS_REPLY_STATUS: self = .status(String(decoding: payload(of: reply), as: UTF8.self))
        case REDIS_REPLY_ERROR: self = .error(ServerError(line: String(decoding: payload(of: reply), as: UTF8.self)))
        case REDIS_REPLY_STRING: self = .bytes(Array(payload(of: reply)))
        case REDIS_REPLY_INTEGER: self = .integer(Int(reply.integer))
        case REDIS_REPLY_ARRAY:
            let elements = UnsafeBufferPointer(start: reply.element, count: reply.elements)
            self = .array(elements.map { $0.map { RedisValue($0) } ?? .null })
        default: self = .null
        }
    }
}

private func payload(of reply: redisReply) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: reply.str, count: reply.len)
}
