internal import CLibNATS
internal import Deadlines
internal import Glibc

/// What libnats tells through its callbacks, which come on its own threads: the socket it uses, whether it wants to write, what the server complained of.
final class Wire: Sendable {
    /// Rung whenever the connection's loop has something new to look at.
    let bell = Interruption()

    private struct State {
        /// Open from libnats's first word of it until just before it closes it; -1 outside that time.
        var descriptor: Int32 = -1
        /// The loop's thread, which needs no ringing.
        var loop: pthread_t?
        var wantsToWrite = false
        var isLameDuck = false
        var complaints: [Complaint] = []
    }

    /// An error the server or libnats told outside of any call.
    struct Complaint: Sendable {
        let status: UInt32
        let text: String
    }

    private let state = Locked(State())

    var descriptor: Int32 { state.withLock { $0.descriptor } }
    var wantsToWrite: Bool { state.withLock { $0.wantsToWrite } }
    var isLameDuck: Bool { state.withLock { $0.isLameDuck } }

    func takeComplaints() -> [Complaint] {
        state.withLock { state in
            defer { state.complaints = [] }
            return state.complaints
        }
    }

    func loopBegins() {
        state.withLock { $0.loop = pthread_self() }
    }

    /// Tears the socket so that whatever blocks on it returns at once; libnats still owns and closes it.
    func cut() {
        state.withLock { state in
            if state.descriptor >= 0 { shutdown(state.descriptor, Int32(SHUT_RDWR)) }
        }
    }

    fileprivate func attach(_ descriptor: Int32) {
        // libnats forgets this, and a child process would keep the connection open.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // libnats has the kernel throw away what the server has not read yet when the socket is closed.
        var lingering = linger(l_onoff: 0, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
        state.withLock { $0.descriptor = descriptor }
    }

    fileprivate func setReading(_ reads: Bool) {
        if !reads { state.withLock { $0.descriptor = -1 } }
        bell.ring()
    }

    fileprivate func setWriting(_ writes: Bool) {
        let rises = state.withLock { state in
            defer { state.wantsToWrite = writes }
            return writes && !state.wantsToWrite && state.loop != pthread_self()
        }
        if rises { bell.ring() }
    }

    fileprivate func complain(_ complaint: Complaint) {
        state.withLock { state in
            // A server that complains without end may not fill our memory.
            if state.complaints.count < 1_000 { state.complaints.append(complaint) }
        }
        bell.ring()
    }

    fileprivate func setLameDuck() {
        state.withLock { $0.isLameDuck = true }
        bell.ring()
    }
}

private struct WeakWire: Sendable {
    weak let wire: Wire?
}

private let wires = CallbackRegistry<WeakWire>()

/// The number under which libnats's callbacks find a wire.
struct WireNumber: Sendable {
    private let number: CallbackNumber

    init(_ wire: Wire) { number = wires.add(WeakWire(wire: wire)) }

    func forget() { wires.remove(number) }

    fileprivate static func wire(_ closure: UnsafeMutableRawPointer?) -> Wire? { wires[closure]?.wire }

    /// Makes libnats tell this wire instead of reading and writing on threads of its own.
    func install(in options: OpaquePointer) -> natsStatus {
        let closure = number.closure
        let loop = natsOptions_SetEventLoop(
            options,
            closure,
            { userData, loop, _, descriptor in
                userData?.pointee = loop
                WireNumber.wire(loop)?.attach(descriptor)
                return NATS_OK
            },
            { closure, reads in
                WireNumber.wire(closure)?.setReading(reads)
                return NATS_OK
            },
            { closure, writes in
                WireNumber.wire(closure)?.setWriting(writes)
                return NATS_OK
            },
            { _ in NATS_OK },
        )
        guard loop == NATS_OK else { return loop }
        let errors = natsOptions_SetErrorHandler(
            options,
            { _, _, status, closure in
                WireNumber.wire(closure)?.complain(.init(status: status.rawValue, text: lastErrorText()))
            },
            closure,
        )
        guard errors == NATS_OK else { return errors }
        return natsOptions_SetLameDuckModeCB(
            options,
            { _, closure in WireNumber.wire(closure)?.setLameDuck() },
            closure,
        )
    }
}

/// What libnats remembers of this thread's last failure, without the place in its source that it puts first.
func lastErrorText() -> String {
    var status = NATS_OK
    let text = nats_GetLastError(&status).map { String(cString: $0) } ?? ""
    guard text.hasPrefix("("), let end = text.firstMatch("): ") else { return text }
    return String(text[end...].dropFirst(3))
}
