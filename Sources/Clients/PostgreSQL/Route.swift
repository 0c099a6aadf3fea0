internal import Deadlines
internal import Glibc
internal import Network

/// One address of one server: what an attempt connects to, and what cancels and probes go to as well.
struct Route: Sendable {
    enum Way: Sendable {
        case tcp(Address)
        /// The socket's file.
        case unix(String)
    }

    let host: Target.Host
    let way: Way

    /// As libpq's `hostaddr` takes it, nil for a Unix socket.
    var numeric: String? {
        switch way {
        case .tcp(let address): address.numeric
        case .unix: nil
        }
    }

    var description: String {
        switch way {
        case .tcp(let address): "\(Endpoint(host: address.numeric, port: host.port))"
        case .unix(let path): path
        }
    }

    /// Sends some bytes on a connection of its own and returns the first that come back, none at the orderly end.
    func exchange(_ bytes: [UInt8], upTo count: Int, _ patience: Patience) throws(TransportFailure) -> [UInt8] {
        switch way {
        case .tcp(let address):
            let stream = try TCPStream(to: [address], by: patience.deadline, unless: patience.bell)
            guard !bytes.isEmpty else { return [] }
            try stream.write(bytes, by: patience.deadline, unless: patience.bell)
            return try stream.read(atMost: count, by: patience.deadline, unless: patience.bell)
        case .unix(let path):
            let descriptor = try connected(path)
            defer { close(descriptor) }
            guard !bytes.isEmpty else { return [] }
            guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
                throw failure(ofErrno: errno)
            }
            do throws(WaitFailure) {
                _ = try wait(for: .readable, on: descriptor, until: patience.deadline, unless: patience.bell)
            } catch {
                throw error == .interrupted ? .interrupted : .noReply
            }
            var buffer = [UInt8](repeating: 0, count: count)
            let got = recv(descriptor, &buffer, count, 0)
            guard got >= 0 else { throw failure(ofErrno: errno) }
            return Array(buffer[..<got])
        }
    }

    /// A Unix socket answers `connect` at once, one way or the other.
    private func connected(_ path: String) throws(TransportFailure) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw .system(errno: errno) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard bytes.count < room.count else { return false }
            room.copyBytes(from: bytes)
            return true
        }
        guard fits else {
            close(descriptor)
            throw .system(errno: ENAMETOOLONG)
        }
        let (result, code) = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                (connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)), errno)
            }
        }
        guard result == 0 else {
            close(descriptor)
            // A full backlog: nobody takes connections off it.
            throw code == EAGAIN ? .connectTimedOut : failure(ofErrno: code)
        }
        return descriptor
    }
}

/// How long a call may wait, and the bell that ends it before.
struct Patience {
    var deadline: Deadline
    var bell: Interruption?
}
