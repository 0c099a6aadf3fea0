internal import CSystem
internal import Glibc

/// A bell that ends a wait from outside: `ring()` from any thread makes a `wait(for:on:until:unless:)` on it return at once.
package final class Interruption: Sendable {
    package let descriptor: Int32

    /// Where no descriptor is left it cannot be rung, and whoever waits on it waits until the deadline.
    package init() {
        descriptor = csystem_eventfd()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    package func ring() {
        guard descriptor >= 0 else { return }
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    /// Forgets a ring that was meant for an earlier call.
    package func silence() {
        guard descriptor >= 0 else { return }
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }
}

/// Which way a descriptor is ready.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: Int16

    package init(rawValue: Int16) {
        self.rawValue = rawValue
    }

    package static let readable = Readiness(rawValue: Int16(POLLIN))
    package static let writable = Readiness(rawValue: Int16(POLLOUT))
    /// The other end hung up or the descriptor failed: the next read or write tells which.
    package static let hungUp = Readiness(rawValue: Int16(POLLHUP) | Int16(POLLERR))
}

/// Why a wait ended with nothing ready.
package enum WaitFailure: Error, Hashable, Sendable {
    case deadlinePassed
    /// The task was cancelled, or somebody rang.
    case interrupted
    case system(errno: Int32)
}

/// Blocks this thread until a descriptor is ready, the deadline passes or the bell rings: the one place where clients block.
package func wait(
    for wanted: Readiness,
    on descriptor: Int32,
    until deadline: Deadline,
    unless interruption: Interruption? = nil,
) throws(WaitFailure) -> Readiness {
    try wait(on: [Watch(descriptor, for: wanted)], until: deadline, unless: interruption)[0]
}

/// A descriptor and what to wait for on it; a negative descriptor is never ready.
package struct Watch: Sendable {
    package let descriptor: Int32
    package let wanted: Readiness

    package init(_ descriptor: Int32, for wanted: Readiness) {
        self.descriptor = descriptor
        self.wanted = wanted
    }
}

/// The same for several descriptors: blocks until at least one is ready and says for each what it is ready for.
package func wait(
    on watches: [Watch],
    until deadline: Deadline,
    unless interruption: Interruption? = nil,
) throws(WaitFailure) -> [Readiness] {
    var watched = watches.map { pollfd(fd: $0.descriptor, events: $0.wanted.rawValue, revents: 0) }
    watched.append(pollfd(fd: interruption?.descriptor ?? -1, events: Int16(POLLIN), revents: 0))
    while true {
        let count = poll(&watched, nfds_t(watched.count), deadline.remainingMilliseconds)
        if count < 0 {
            let code = errno
            if code == EINTR { continue }
            throw .system(errno: code)
        }
        if watched[watches.count].revents != 0 { throw .interrupted }
        if count > 0 { return watched.dropLast().map { Readiness(rawValue: $0.revents) } }
        if deadline.hasPassed { throw .deadlinePassed }
    }
}
