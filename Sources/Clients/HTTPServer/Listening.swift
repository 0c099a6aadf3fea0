internal import CSystem
internal import Glibc
internal import Network

/// A socket that listens, closed with its owner unless it was handed on.
struct ListeningSocket: ~Copyable {
    let descriptor: Int32
    let port: Int

    init(on endpoint: Endpoint) throws(HTTPServerError) {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE
        let host = endpoint.host == "localhost" ? "127.0.0.1" : endpoint.host
        var found: UnsafeMutablePointer<addrinfo>?
        guard (0...65_535).contains(endpoint.port),
            getaddrinfo(host, String(endpoint.port), &hints, &found) == 0, let address = found
        else { throw .notAnAddress(host: endpoint.host) }
        defer { freeaddrinfo(found) }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let opened = socket(address.pointee.ai_family, kind, 0)
        guard opened >= 0 else { throw .system(call: "socket", errno: errno) }
        do throws(HTTPServerError) {
            // A server that starts again may take its port at once; two at a time may not.
            var one: Int32 = 1
            setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
            guard bind(opened, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else {
                throw Self.failure("bind", errno, endpoint)
            }
            guard listen(opened, 1_024) == 0 else { throw Self.failure("listen", errno, endpoint) }
            port = try Self.port(of: opened)
        } catch {
            close(opened)
            throw error
        }
        descriptor = opened
    }

    deinit {
        close(descriptor)
    }

    /// The descriptor, which the caller closes from now on.
    consuming func handOver() -> Int32 {
        let taken = descriptor
        discard self
        return taken
    }

    private static func failure(_ call: String, _ code: Int32, _ endpoint: Endpoint) -> HTTPServerError {
        switch code {
        case EADDRINUSE: .addressInUse(endpoint)
        case EADDRNOTAVAIL: .addressNotAvailable(endpoint)
        case EACCES: .forbidden(endpoint)
        default: .system(call: call, errno: code)
        }
    }

    private static func port(of descriptor: Int32) throws(HTTPServerError) -> Int {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        guard code == 0 else { throw .system(call: "getsockname", errno: errno) }
        // The port stands at the same place in both families.
        return withUnsafeBytes(of: &storage) { bytes in
            Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
        }
    }
}
