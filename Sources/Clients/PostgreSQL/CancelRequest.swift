internal import Deadlines
internal import Network

/// The request that makes the server end what a session is doing.
///
/// libpq's own `PQcancel` waits without limit for a server that is stopped, so the packet is sent here. It holds the
/// session's key, which libpq 15 shows in a protocol trace only.
struct CancelRequest: Sendable {
    let route: Route
    let pid: Int32
    let key: Int32

    /// Sends it and waits for the server to hang up, after which the signal is on its way: a later statement cannot be
    /// hit by mistake.
    ///
    /// Whether it then struck shows in the answer to the statement.
    func send(by deadline: Deadline) -> Bool {
        let packet = [Int32(16), 80_877_102, pid, key].flatMap { BigEndian.bytes($0) }
        return (try? route.exchange(packet, upTo: 1, Patience(deadline: deadline, bell: nil))) != nil
    }
}

enum BigEndian {
    static func bytes(_ number: Int32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    static func number(_ bytes: some Collection<UInt8>) -> Int32 {
        Int32(truncatingIfNeeded: bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
}
