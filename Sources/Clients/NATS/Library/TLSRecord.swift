internal import CLibNATS
internal import Glibc

/// Looks whether a whole TLS record has come in, without taking it.
///
/// libnats waits without limit for the rest of a record it has begun to read, so it is called only when the rest is there. Until then the
/// socket is told to stay quiet: `SO_RCVLOWAT` is what `poll` goes by.
enum TLSRecord {
    private static let headerLength = 5

    static func isWhole(on descriptor: Int32) -> Bool {
        var header = [UInt8](repeating: 0, count: headerLength)
        let count = recv(descriptor, &header, headerLength, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        // An end or an error of the stream: libnats shall see it.
        guard count > 0 else { return true }
        let length = headerLength + (Int(header[3]) << 8 | Int(header[4]))
        let needed = count < headerLength ? headerLength : length
        let isWhole = Int(nats_bytes_waiting(descriptor)) >= needed
        var lowWater = Int32(isWhole ? 1 : needed)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVLOWAT, &lowWater, socklen_t(MemoryLayout<Int32>.size))
        // What is missing of the record never comes where the other end has closed.
        return isWhole || nats_peer_has_closed(descriptor)
    }
}
