package import Deadlines

/// A connection with or without TLS, for protocols that come both ways.
package enum ByteStream: ~Copyable, Sendable {
    case plain(TCPStream)
    case secure(TLSStream)

    /// Connects, and shakes hands where TLS is expected.
    package static func open(
        to addresses: [Address],
        tls expectation: TLSExpectation?,
        by deadline: Deadline,
        unless interruption: Interruption? = nil,
    ) throws(TransportFailure) -> ByteStream {
        let tcp = try TCPStream(to: addresses, by: deadline, unless: interruption)
        guard let expectation else { return .plain(tcp) }
        return .secure(try TLSStream(over: tcp, as: expectation, by: deadline, unless: interruption))
    }

    /// At least one byte, or an empty array at the orderly end of the stream.
    package func read(
        atMost count: Int,
        by deadline: Deadline,
        unless interruption: Interruption? = nil,
    ) throws(TransportFailure) -> [UInt8] {
        switch self {
        case .plain(let tcp): try tcp.read(atMost: count, by: deadline, unless: interruption)
        case .secure(let tls): try tls.read(atMost: count, by: deadline, unless: interruption)
        }
    }

    package func write(
        _ bytes: [UInt8],
        by deadline: Deadline,
        unless interruption: Interruption? = nil,
    ) throws(TransportFailure) {
        switch self {
        case .plain(let tcp): try tcp.write(bytes, by: deadline, unless: interruption)
        case .secure(let tls): try tls.write(bytes, by: deadline, unless: interruption)
        }
    }

    package var tlsFacts: TLSFacts? {
        switch self {
        case .plain: nil
        case .secure(let tls): tls.facts
        }
    }

    package var address: Address {
        switch self {
        case .plain(let tcp): tcp.address
        case .secure(let tls): tls.address
        }
    }
}
