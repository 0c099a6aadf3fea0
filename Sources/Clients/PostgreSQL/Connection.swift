internal import CLibPQ
package import Deadlines
internal import Network

/// One session of a PostgreSQL server, on a thread of its own.
///
/// Every call ends by its deadline, or the target's `grace` later, and when its task is cancelled; the statement is
/// then cancelled on the server too. A server that does not even answer that loses the connection. Calls of several
/// tasks take turns.
package actor Connection: Session {
    private nonisolated let executor: HandleExecutor
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package nonisolated let target: Target
    /// The one of the target's hosts that is connected.
    package nonisolated let host: Target.Host
    /// The address behind it, as numbers.
    package nonisolated let address: String

    nonisolated let turnstile = Turnstile()
    private nonisolated let bell = Bell()
    private nonisolated let route: Route
    private var handle: Handle

    /// The host with the address that was found behind its name: whoever connects to it comes to the same server.
    package nonisolated var pinnedHost: Target.Host {
        var pinned = host
        pinned.address = route.numeric ?? host.address
        return pinned
    }

    private init(_ target: Target, _ route: Route) {
        executor = HandleExecutor("postgresql")
        self.target = target
        self.route = route
        handle = Handle(route: route)
        host = route.host
        address = route.description
    }

    /// Connects to the first of the target's servers that will do.
    package static func open(_ target: Target, by deadline: Deadline) async throws(PostgreSQLError) -> Connection {
        guard target.isPlainText else { throw PostgreSQLError(.nulInText(parameter: nil)) }
        var roles = [target.role]
        if target.role == .preferStandby { roles = [.standby, .any] }
        var failure: PostgreSQLError?
        for (round, role) in roles.enumerated() {
            do throws(PostgreSQLError) {
                return try await open(target, as: role, by: deadline, roundsLeft: roles.count - round)
            } catch {
                failure = error
                // Only the wrong role is worth another round.
                guard case .wrongRole = error.kind else { throw error }
            }
        }
        throw failure ?? PostgreSQLError(.wrongRole(wanted: target.role))
    }

    private static func open(
        _ target: Target,
        as role: Target.SessionRole,
        by deadline: Deadline,
        roundsLeft: Int,
    ) async throws(PostgreSQLError) -> Connection {
        var failure: PostgreSQLError?
        for (index, host) in target.hosts.enumerated() {
            let hostsLeft = (target.hosts.count - index) * roundsLeft
            do throws(PostgreSQLError) {
                let routes = try await routes(to: host, by: share(of: deadline, for: hostsLeft))
                for (index, route) in routes.enumerated() {
                    let limit = share(of: deadline, for: hostsLeft - 1 + routes.count - index)
                    let ofTarget = target.connectTimeout.map { Deadline.after(.seconds($0)) } ?? limit
                    let connection = Connection(target, route)
                    do throws(PostgreSQLError) {
                        try await connection.connect(by: limit.sooner(of: ofTarget))
                        if role == .any { return connection }
                        if try await connection.has(role, by: limit) { return connection }
                        await connection.close()
                        throw PostgreSQLError(.wrongRole(wanted: target.role))
                    } catch {
                        failure = Connection.moreTelling(failure, error)
                        if isFinal(error) { throw error }
                    }
                }
            } catch {
                failure = Connection.moreTelling(failure, error)
                if isFinal(error) { throw error }
            }
        }
        throw failure ?? PostgreSQLError(.transport(.nameUnknown(host: target.firstHost.name)))
    }

    private static func routes(to host: Target.Host, by deadline: Deadline) async throws(PostgreSQLError) -> [Route] {
        if host.isSocketFolder { return [Route(host: host, way: .unix("\(host.name)/.s.PGSQL.\(host.port)"))] }
        do throws(TransportFailure) {
            return try await resolve(host.address ?? host.name, port: host.port, by: deadline).map { address in
                Route(host: host, way: .tcp(address))
            }
        } catch {
            throw PostgreSQLError(error == .interrupted ? .cancelled : .transport(error))
        }
    }

    /// An even part of what is left, so that one server that does not answer leaves time for the next.
    private static func share(of deadline: Deadline, for parts: Int) -> Deadline {
        parts <= 1 ? deadline : .after(deadline.remaining / parts)
    }

    /// Another server may do better, unless the answer is about us: then the first that answers is believed, as libpq
    /// does.
    private static func isFinal(_ error: PostgreSQLError) -> Bool {
        switch error.kind {
        case .server(let error): error.code != .cannotConnectNow && error.code != .tooManyConnections
        case .cancelled, .authenticationMissing, .unsupportedAuthentication: true
        default: false
        }
    }

    /// Of two failures the one that came further.
    private static func moreTelling(_ one: PostgreSQLError?, _ other: PostgreSQLError) -> PostgreSQLError {
        guard let one else { return other }
        return rung(other) >= rung(one) ? other : one
    }

    private static func rung(_ error: PostgreSQLError) -> Int {
        switch error.kind {
        case .transport(.nameUnknown), .transport(.nameUnresolved), .transport(.nameTimedOut): 0
        case .transport(.unreachable), .transport(.system): 1
        case .transport(.connectTimedOut): 2
        case .transport(.refused): 3
        case .transport: 4
        default: 5
        }
    }

    private func connect(by deadline: Deadline) async throws(PostgreSQLError) {
        let (target, route) = (target, route)
        try await watched { [bell] () throws(PostgreSQLError) in
            let patience = Patience(deadline: deadline, bell: bell.interruption)
            self.handle = try Handle.connect(target, route, patience)
        }
    }

    private func has(_ role: Target.SessionRole, by deadline: Deadline) async throws(PostgreSQLError) -> Bool {
        try await perform(.statement, by: deadline) { handle throws(PostgreSQLError) in try handle.has(role) }
    }

    /// Runs one call on the handle.
    ///
    /// The caller has the turn.
    func perform<Value: Sendable>(
        _ activity: PostgreSQLError.Activity,
        by deadline: Deadline,
        cancellable: Bool = true,
        _ body: @Sendable (inout Handle) throws(PostgreSQLError) -> Value
    ) async throws(PostgreSQLError) -> Value {
        try await watched(cancellable: cancellable) { [bell] () throws(PostgreSQLError) in
            try self.use(activity, Patience(deadline: deadline, bell: cancellable ? bell.interruption : nil), body)
        }
    }

    private func use<Value>(
        _ activity: PostgreSQLError.Activity,
        _ patience: Patience,
        _ body: (inout Handle) throws(PostgreSQLError) -> Value
    ) throws(PostgreSQLError) -> Value {
        if patience.deadline.hasPassed { throw PostgreSQLError(.deadlinePassed(during: .turn)) }
        handle.begin(activity, patience)
        return try body(&handle)
    }

    /// Takes back what was begun, as far as there is a connection: also for a task that is cancelled.
    func undo(_ statement: SQL, by deadline: Deadline) async throws(PostgreSQLError) {
        guard handle.isOpen, transactionStatus != .idle else { return }
        _ = try await perform(.statement, by: deadline, cancellable: false) { handle throws(PostgreSQLError) in
            try handle.query(statement)
        }
    }

    func fact<Value>(_ read: (OpaquePointer) -> Value) -> Value? { handle.fact(read) }

    /// Whether the connection still stands, as far as the other end has let us know; it waits for nothing.
    package var isOpen: Bool { handle.checkOpen() }

    /// Lets a cancelled task ring the bell while `work` blocks this actor's thread.
    ///
    /// `work` never suspends, so nothing comes between.
    private func watched<Value: Sendable>(
        cancellable: Bool = true,
        _ work: () throws(PostgreSQLError) -> Value
    ) async throws(PostgreSQLError) -> Value {
        let call = bell.begin()
        defer { bell.end() }
        guard cancellable else { return try work() }
        let result: Result<Value, PostgreSQLError> = await withTaskCancellationHandler {
            // Cancelled before the bell listened to this call.
            if Task.isCancelled { return .failure(PostgreSQLError(.cancelled)) }
            return self.result(of: work)
        } onCancel: { [bell] in
            bell.ring(call)
        }
        guard case .failure(var error) = result else { return try result.get() }
        if error.kind == .cancelled, bell.isClosing { error.kind = .closed }
        throw error
    }

    /// Being isolated, it keeps the closure around it on this actor's thread.
    private func result<Value>(of work: () throws(PostgreSQLError) -> Value) -> Result<Value, PostgreSQLError> {
        Result { () throws(PostgreSQLError) in try work() }
    }

    /// Ends the running call, if any, and the connection; quick also where the server does not answer.
    package nonisolated func close() async {
        bell.close()
        await finish()
    }

    private func finish() {
        handle.close()
    }
}
