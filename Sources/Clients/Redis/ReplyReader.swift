internal import CHiredis

/// hiredis's parser, with limits for what a hostile or mistaken server may send.
///
/// `@unchecked Sendable`: it may move between threads; the connection that owns it makes one call at a time.
struct ReplyReader: ~Copyable, @unchecked Sendable {
    private let reader: UnsafeMutablePointer<redisReader>
    private let limit: Int
    /// Bytes taken in since the last whole reply.
    private var taken = 0
    private var isFirst = true

    init(limit: Int) {
        guard let made = redisReaderCreateWithFunctions(cappedFunctions.pointer) else {
            preconditionFailure("no memory for a reader")
        }
        reader = made
        self.limit = limit
    }

    deinit {
        redisReaderFree(reader)
    }

    mutating func feed(_ bytes: [UInt8]) throws(RedisError) {
        if isFirst, let first = bytes.first {
            if bytes.starts(with: [0x15, 0x03]) { throw .serverExpectsTLS }
            guard "+-:$*".utf8.contains(first) else { throw .protocolMismatch(preview: preview(of: bytes)) }
            isFirst = false
        }
        taken += bytes.count
        guard taken <= limit else { throw .replyTooLarge(limit: limit) }
        bytes.withUnsafeBytes { raw in
            _ = redisReaderFeed(reader, raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count)
        }
    }

    /// The next reply where all of it has come.
    mutating func next() throws(RedisError) -> RedisValue? {
        var reply: UnsafeMutableRawPointer?
        guard redisReaderGetReply(reader, &reply) == REDIS_OK else {
            // The parser says "out of memory" when an array's length was refused, and 128 bytes of English otherwise.
            if reader.pointee.err == REDIS_ERR_OOM { throw .replyTooLarge(limit: limit) }
            let reason = withUnsafeBytes(of: reader.pointee.errstr) { Array($0.prefix { $0 != 0 }) }
            throw .protocolMismatch(preview: preview(of: reason))
        }
        guard let reply else { return nil }
        defer { freeReplyObject(reply) }
        taken = max(0, reader.pointee.len - reader.pointee.pos)
        return RedisValue(reply.assumingMemoryBound(to: redisReply.self))
    }
}

/// hiredis's own functions for making replies, except that it allots an array as long as the server says before an element has come.
private struct CappedFunctions: @unchecked Sendable {
    /// Made once and never changed or freed.
    let pointer: UnsafeMutablePointer<redisReplyObjectFunctions>
    let makeArray: @convention(c) (UnsafePointer<redisReadTask>?, Int32) -> UnsafeMutableRawPointer?

    init() {
        pointer = .allocate(capacity: 1)
        guard let plain = redisReaderCreate(), let makeArray = plain.pointee.fn.pointee.createArray else {
            preconditionFailure("no memory for a reader")
        }
        defer { redisReaderFree(plain) }
        self.makeArray = makeArray
        pointer.initialize(to: plain.pointee.fn.pointee)
        pointer.pointee.createArray = { task, count in
            count > 1 << 20 ? nil : cappedFunctions.makeArray(task, count)
        }
    }
}

private let cappedFunctions = CappedFunctions()

private func preview(of bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix(60).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
}
