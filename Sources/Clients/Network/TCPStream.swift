package import Deadlines
internal import Glibc

/// A connected TCP socket whose every call ends by its deadline or by the bell; it blocks the calling thread, so own it in an actor on a `HandleExecutor`.
package struct TCPStream: ~Copyable, Sendable {
    package let descriptor: Int32
    /// Where it is connected to.
    package let address: Address

    /// The first of the addresses that answers; a dead one among them costs a quarter of a second.
    package init(
        to addresses: [Address],
        by deadline: Deadline,
        unless interruption: Interruption? = nil,
    ) throws(TransportFailure) {
        var race = Race(to: addresses)
        (address, descriptor) = try race.run(by: deadline, unless: interruption)
    }

    init(_ descriptor: Int32, to address: Address) {
        self.descriptor = descriptor
        self.address = address
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
