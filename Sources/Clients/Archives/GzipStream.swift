internal import CZlib

/// Bytes on their way through gzip.
struct GzipStream: ~Copyable {
    /// zlib keeps the address of it.
    private let stream: UnsafeMutablePointer<z_stream>

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard czlib_begin_gzip(stream) == Z_OK else { preconditionFailure("zlib offers no gzip") }
    }

    deinit {
        deflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// What comes out of it for these bytes; the last time with the stream's end.
    func compress(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        var input = bytes
        var compressed: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 64 * 1_024)
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                let filled = room.withUnsafeMutableBufferPointer { room in
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = UInt32(room.count)
                    // It can only say that there was nothing to do, which its counts tell as well.
                    _ = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    return room.count - Int(stream.pointee.avail_out)
                }
                compressed += room[..<filled]
            } while stream.pointee.avail_out == 0
            stream.pointee.next_in = nil
        }
        return compressed
    }
}
