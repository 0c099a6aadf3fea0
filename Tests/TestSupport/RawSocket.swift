internal import CSystem
internal import Glibc

/// Sends a few bytes to a loopback port and returns what comes back within two seconds, up to `upTo` bytes; nil where nobody listens.
package func exchange(_ text: String, port: Int, upTo limit: Int = 4_096) -> String? {
    let descriptor = tcpSocket()
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var timeout = timeval(tv_sec: 2, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    let connected = onLoopback(port) { connect(descriptor, $0, $1) == 0 }
    guard connected else { return nil }
    let bytes = Array(text.utf8)
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = recv(descriptor, &buffer, limit, 0)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
}
