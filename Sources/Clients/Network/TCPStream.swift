package import Deadlines
internal import Glibc

/// A connected TCP socket whose every call ends by its deadline or by the bell; it blocks the calling thread, so own it in an actor on a `HandleExecutor`.
package struct TCPStream: ~Copyable, Sendable {
    package let descriptor: Int32

    /// Tries the addresses in turn; the first that answers wins, the last failure is the one told.
    package init(
        to addresses: [Address],
        by deadline: Deadline,
        unless interruption: Interruption? = nil,
    ) throws(TransportFailure) {
        var last = TransportFailure.unreachable(errno: EHOSTUNREACH)
        for address in addresses {
            do throws(TransportFailure) {
                descriptor = try connected(to: address, by: deadline, unless: interruption)
                return
            } catch {
                last = error
                if error == .interrupted || deadline.hasPassed { throw error }
            }
        }
        throw last
    }

    deinit {
        close(descriptor)
    }

    /// At least one byte, or an empty array at the orderly end of the stream.
    package func read(
        atMost count: Int,
        by deadline: Deadline,
        unless interruption: Interruption? = nil,
    ) throws(TransportFailure) -> [UInt8] {
        while true {
            var code: Int32 = 0
            var got = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                got = recv(descriptor, buffer.baseAddress, count, 0)
                code = errno
                filled = max(0, got)
            }
            if got >= 0 { return bytes }
            switch code {
            case EINTR: continue
            case EAGAIN: _ = try ready(.readable, descriptor, deadline, interruption, timedOut: .noReply)
            default: throw failure(ofErrno: code)
            }
        }
    }

    package func write(
        _ bytes: [UInt8],
        by deadline: Deadline,
        unless interruption: Interruption? = nil,
    ) throws(TransportFailure) {
        var sent = 0
        while sent < bytes.count {
            let from = sent
            let (count, code) = bytes.withUnsafeBytes { buffer in
                let count = send(
                    descriptor,
                    buffer.baseAddress?.advanced(by: from),
                    buffer.count - from,
                    Int32(MSG_NOSIGNAL)
                )
                return (count, errno)
            }
            if count >= 0 {
                sent += count
                continue
            }
            switch code {
            case EINTR: continue
            case EAGAIN: _ = try ready(.writable, descriptor, deadline, interruption, timedOut: .noReply)
            default: throw failure(ofErrno: code)
            }
        }
    }
}

private func connected(
    to address: Address,
    by deadline: Deadline,
    unless interruption: Interruption?,
) throws(TransportFailure) -> Int32 {
    let family = address.isIPv6 ? AF_INET6 : AF_INET
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, kind, 0)
    guard descriptor >= 0 else { throw .system(errno: errno) }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    let (result, code) = address.bytes.withUnsafeBytes { raw -> (Int32, Int32) in
        guard let start = raw.baseAddress else { return (-1, EINVAL) }
        let result = connect(descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        return (result, errno)
    }
    if result == 0 { return descriptor }
    do throws(TransportFailure) {
        guard code == EINPROGRESS else { throw failure(ofErrno: code) }
        _ = try ready(.writable, descriptor, deadline, interruption, timedOut: .connectTimedOut)
        var pending: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &pending, &size)
        guard pending == 0 else { throw failure(ofErrno: pending) }
        return descriptor
    } catch {
        close(descriptor)
        throw error
    }
}

func ready(
    _ wanted: Readiness,
    _ descriptor: Int32,
    _ deadline: Deadline,
    _ interruption: Interruption?,
    timedOut: TransportFailure,
) throws(TransportFailure) -> Readiness {
    do throws(WaitFailure) {
        return try wait(for: wanted, on: descriptor, until: deadline, unless: interruption)
    } catch {
        switch error {
        case .deadlinePassed: throw timedOut
        case .interrupted: throw .interrupted
        case .system(let code): throw .system(errno: code)
        }
    }
}

package func failure(ofErrno code: Int32) -> TransportFailure {
    switch code {
    case ECONNREFUSED: .refused
    case ETIMEDOUT: .connectTimedOut
    case ECONNRESET, EPIPE, ECONNABORTED: .reset
    case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL: .unreachable(errno: code)
    default: .system(errno: code)
    }
}
