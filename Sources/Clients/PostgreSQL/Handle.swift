internal import CLibPQ
internal import Deadlines
internal import Glibc
internal import Network

/// A `PGconn` and its end.
///
/// It blocks the calling thread, in `wait(for:on:until:unless:)` only, so it lives in an actor on a thread of its own.
///
/// Not `Sendable`: libpq lets one thread at a time touch a connection.
struct Handle: ~Copyable {
    /// Nil once the connection has been given up or closed.
    private(set) var pointer: OpaquePointer?
    let route: Route
    private let inbox: Inbox
    private let cancelRequest: CancelRequest?
    private let grace: Duration
    var call: Call
    /// A request to cancel is under way that the server has not taken yet: it might hit a later statement, so there
    /// must be none.
    private(set) var hasStrayCancel = false

    /// What the running call may still do.
    struct Call {
        var patience: Patience
        var activity: PostgreSQLError.Activity
        /// Why the statement was told to stop, once it was.
        var givenUp: PostgreSQLError.Kind?
        /// Whether a statement has gone to the server.
        var hasSent = false
        var isCopyingIn = false
    }

    /// How long before the server is asked again to stop a statement.
    private static let cancelPause: Duration = .milliseconds(100)

    /// A connection that is not made yet.
    init(route: Route) {
        self.route = route
        inbox = Inbox()
        cancelRequest = nil
        grace = .zero
        call = Call(patience: Patience(deadline: .after(.zero), bell: nil), activity: .statement)
    }

    /// Takes over a connection that has just been made.
    init(_ pointer: OpaquePointer, route: Route, inbox: Inbox, cancelRequest: CancelRequest?, grace: Duration) {
        self.pointer = pointer
        self.route = route
        self.inbox = inbox
        self.cancelRequest = cancelRequest
        self.grace = grace
        call = Call(patience: Patience(deadline: .after(.zero), bell: nil), activity: .statement)
        PQsetnonblocking(pointer, 1)
    }

    deinit {
        if let pointer { PQfinish(pointer) }
    }

    var isOpen: Bool { pointer != nil }

    /// Cuts the connection; quick even where the server does not answer, since nothing is waited for.
    mutating func finish() {
        if let pointer { PQfinish(pointer) }
        pointer = nil
    }

    /// Asks libpq for something that it knows without the server.
    func fact<Value>(_ read: (OpaquePointer) -> Value) -> Value? { pointer.map(read) }

    /// As `finish`, and what became of the connection before counts no more.
    mutating func close() {
        finish()
        inbox.isLost = false
    }

    mutating func begin(_ activity: PostgreSQLError.Activity, _ patience: Patience) {
        if hasStrayCancel, pointer != nil {
            finish()
            inbox.isLost = true
        }
        call = Call(patience: patience, activity: activity)
        inbox.empty()
    }

    /// The open connection, or the reason why there is none.
    func connection() throws(PostgreSQLError) -> OpaquePointer {
        guard let pointer else {
            var error = PostgreSQLError(inbox.isLost ? .connectionLost(inbox.lastWord) : .closed)
            error.connectionIsUsable = false
            throw error
        }
        return pointer
    }

    /// Hands a statement to libpq, which may keep a part of it to be sent later.
    mutating func send(_ accept: (OpaquePointer) -> Int32) throws(PostgreSQLError) {
        let pointer = try connection()
        call.hasSent = true
        guard accept(pointer) == 0 else { return }
        if PQstatus(pointer) == CONNECTION_BAD { throw lost() }
        throw PostgreSQLError(.library(String(cString: PQerrorMessage(pointer))))
    }

    /// The next result; nil ends a statement.
    ///
    /// Past the deadline or after the bell the statement is cancelled and has a little time to end.
    mutating func nextAnswer() throws(PostgreSQLError) -> Answer? {
        let pointer = try connection()
        while true {
            let flushed = PQflush(pointer)
            if flushed < 0 { throw lost() }
            if PQisBusy(pointer) == 0 { break }
            try waitForServer(alsoToSend: flushed > 0)
        }
        guard let result = PQgetResult(pointer) else { return nil }
        let answer = Answer(result)
        if answer.status == PGRES_FATAL_ERROR, let error = ServerError(result), error.endsSession {
            inbox.lastWord = error
        }
        return answer
    }

    /// Blocks until the server has sent something, and takes it in.
    mutating func waitForServer(alsoToSend: Bool) throws(PostgreSQLError) {
        let pointer = try connection()
        // Asked here, since a server that never stops sending never lets the wait itself run out.
        if call.patience.deadline.hasPassed {
            try giveUp(.deadlinePassed)
            return
        }
        if !Encryption.hasBufferedInput(pointer) {
            let wanted: Readiness = alsoToSend ? [.readable, .writable] : .readable
            let deadline = call.patience.deadline
            let isStopping = call.givenUp != nil
            do throws(WaitFailure) {
                let readiness = try wait(
                    for: wanted,
                    on: PQsocket(pointer),
                    until: isStopping ? deadline.sooner(of: .after(Handle.cancelPause)) : deadline,
                    unless: call.patience.bell,
                )
                if readiness == .writable { return }
            } catch {
                if error == .deadlinePassed, isStopping, !deadline.hasPassed {
                    // A request that comes before its statement has begun is in vain.
                    cancelAgain()
                } else {
                    try giveUp(error)
                }
                return
            }
        }
        if PQconsumeInput(pointer) == 0 { throw lost() }
    }

    /// The first time tells the server to stop, the second time cuts the connection.
    private mutating func giveUp(_ reason: WaitFailure) throws(PostgreSQLError) {
        if let kind = call.givenUp {
            finish()
            inbox.isLost = true
            throw failure(kind, usable: false)
        }
        stop(reason == .interrupted ? .cancelled : .deadlinePassed(during: call.activity))
    }

    /// Asks the server to end the running statement; its results are still to be read.
    mutating func stop(_ kind: PostgreSQLError.Kind) {
        call.givenUp = kind
        call.patience = Patience(deadline: .after(grace), bell: nil)
        if call.isCopyingIn, let pointer {
            // A server that waits for copy data hears of nothing else.
            call.isCopyingIn = false
            PQputCopyEnd(pointer, "cancelled")
        }
        if cancelAgain() { call.patience.deadline = .after(grace * 3) }
    }

    /// True where the server has taken the request.
    @discardableResult
    mutating func cancelAgain() -> Bool {
        guard let cancelRequest else { return false }
        let isTaken = cancelRequest.send(by: .after(grace).sooner(of: call.patience.deadline))
        if !isTaken { hasStrayCancel = true }
        return isTaken
    }

    /// The error for a broken connection, which is given up.
    mutating func lost() -> PostgreSQLError {
        // What came before the end may still be unread, such as the server's last word.
        if let pointer { _ = PQisBusy(pointer) }
        finish()
        inbox.isLost = true
        return failure(.connectionLost(inbox.lastWord), usable: false)
    }

    func failure(_ kind: PostgreSQLError.Kind, usable: Bool = true) -> PostgreSQLError {
        var error = PostgreSQLError(kind)
        error.connectionIsUsable = usable && !hasStrayCancel
        error.mayHaveTakenEffect = !usable && call.hasSent
        error.notices = inbox.notices
        return error
    }

    var notices: [Notice] { inbox.notices }
    func deliverNotices(to receiver: (@Sendable (Notice) -> Void)?) { inbox.receiver = receiver }
}

/// Where libpq's notice callback puts what the server remarks.
///
/// It is called within libpq's calls, so on the connection's thread only.
final class Inbox {
    /// More than these are counted as nothing but delivered to the receiver.
    private static let most = 1_000

    private(set) var notices: [Notice] = []
    var receiver: (@Sendable (Notice) -> Void)?
    /// The error with which the server ended the session.
    var lastWord: ServerError?
    var isLost = false

    func empty() {
        notices.removeAll()
        receiver = nil
    }

    /// The connection keeps a bare pointer to this object: whoever makes the connection keeps the object until after
    /// `PQfinish`.
    func attach(to connection: OpaquePointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context else { return }
                Unmanaged<Inbox>.fromOpaque(context).takeUnretainedValue().take(result)
            },
            context
        )
    }

    private func take(_ result: OpaquePointer?) {
        guard let notice = ServerError(result) else { return }
        if notice.endsSession { lastWord = notice }
        if notices.count < Inbox.most { notices.append(notice) }
        receiver?(notice)
    }
}
