internal import Deadlines
internal import Glibc

/// What became of one address of several.
package struct FailedAttempt: Sendable, Hashable {
    package let address: Address
    package let failure: TransportFailure
}

/// Connects to the first address that answers, as RFC 8305 has it in essence.
///
/// The next attempt starts when the last one failed or has been silent for a quarter of a second, while the earlier ones go on: a dead
/// first address costs that much and not the whole deadline.
struct Race: ~Copyable {
    private var waiting: ArraySlice<Address>
    private var running: [(address: Address, descriptor: Int32)] = []
    private(set) var failed: [FailedAttempt] = []

    private static let patience = Duration.milliseconds(250)

    init(to addresses: [Address]) {
        waiting = addresses[...]
    }

    deinit {
        for attempt in running { close(attempt.descriptor) }
    }

    /// The winner and its descriptor, which is the caller's now.
    mutating func run(
        by deadline: Deadline,
        unless interruption: Interruption?,
    ) throws(TransportFailure) -> (Address, Int32) {
        while true {
            if let address = waiting.popFirst(), let won = start(address) { return (address, won) }
            if running.isEmpty {
                guard waiting.isEmpty else { continue }
                throw failed.map(\.failure).max { $0.tellingness < $1.tellingness }
                    ?? .unreachable(errno: EHOSTUNREACH)
            }
            let turn = waiting.isEmpty ? deadline : deadline.sooner(of: .after(Race.patience))
            let ready: [Readiness]
            do throws(WaitFailure) {
                let watches = running.map { Watch($0.descriptor, for: .writable) }
                ready = try wait(on: watches, until: turn, unless: interruption)
            } catch {
                switch error {
                case .deadlinePassed where !deadline.hasPassed: continue
                case .deadlinePassed: throw .connectTimedOut
                case .interrupted: throw .interrupted
                case .system(let code): throw .system(errno: code)
                }
            }
            if let winner = settle(ready) { return winner }
        }
    }

    /// A descriptor where the connection stands at once, as it may on loopback.
    private mutating func start(_ address: Address) -> Int32? {
        let family = address.isIPv6 ? AF_INET6 : AF_INET
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else {
            failed.append(FailedAttempt(address: address, failure: failure(ofErrno: errno)))
            return nil
        }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        let (result, code) = address.bytes.withUnsafeBytes { raw -> (Int32, Int32) in
            guard let start = raw.baseAddress else { return (-1, EINVAL) }
            let result = connect(descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
            return (result, errno)
        }
        if result == 0 { return descriptor }
        if code == EINPROGRESS {
            running.append((address, descriptor))
        } else {
            close(descriptor)
            failed.append(FailedAttempt(address: address, failure: failure(ofErrno: code)))
        }
        return nil
    }

    private mutating func settle(_ ready: [Readiness]) -> (Address, Int32)? {
        var still: [(address: Address, descriptor: Int32)] = []
        var winner: (Address, Int32)?
        for (attempt, readiness) in zip(running, ready) {
            guard winner == nil, !readiness.isEmpty else {
                still.append(attempt)
                continue
            }
            var code: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(attempt.descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
            if code == 0 {
                winner = attempt
            } else {
                close(attempt.descriptor)
                failed.append(FailedAttempt(address: attempt.address, failure: failure(ofErrno: code)))
            }
        }
        running = still
        return winner
    }
}

extension TransportFailure {
    /// Of several addresses' failures the one worth telling: that a host answered at all outranks silence, silence outranks "no route".
    fileprivate var tellingness: Int {
        switch self {
        case .refused, .reset: 3
        case .connectTimedOut: 2
        case .unreachable: 1
        default: 0
        }
    }
}
