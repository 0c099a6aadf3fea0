internal import CLibPQ
internal import Deadlines
internal import Glibc
internal import Network

extension Handle {
    /// Connects to one address within the patience; every failure is told apart by its rung.
    static func connect(_ target: Target, _ route: Route, _ patience: Patience) throws(PostgreSQLError) -> Handle {
        let text = ConnectionString.make(target, host: route.host, address: route.numeric)
        guard let pointer = PQconnectStart(text) else { throw PostgreSQLError(.library("out of memory")) }
        let inbox = Inbox()
        inbox.attach(to: pointer)
        // The verbose form holds the SQLSTATE, which libpq 15 gives in no other way while connecting.
        PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
        let trace = libpq_trace_start(pointer)
        var phase = PQstatus(pointer)
        do throws(PostgreSQLError) {
            try establish(pointer, patience, &phase)
        } catch {
            _ = endTrace(pointer, trace)
            let diagnosis = Diagnosis(target: target, route: route, patience: patience)
            let explained = diagnosis.explain(error, pointer, phase)
            PQfinish(pointer)
            throw explained
        }
        let key = endTrace(pointer, trace)
        let request = key.map { CancelRequest(route: route, pid: PQbackendPID(pointer), key: $0) }
        var handle = Handle(pointer, route: route, inbox: inbox, cancelRequest: request, grace: target.grace)
        handle.begin(.statement, patience)
        try handle.settle()
        return handle
    }

    /// Runs libpq's connecting to its end.
    ///
    /// A failure that libpq tells in words only is thrown as `.library`.
    private static func establish(
        _ pointer: OpaquePointer,
        _ patience: Patience,
        _ phase: inout ConnStatusType
    ) throws(PostgreSQLError) {
        var polling = phase == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while polling != PGRES_POLLING_OK {
            guard polling == PGRES_POLLING_READING || polling == PGRES_POLLING_WRITING else {
                throw PostgreSQLError(.library(String(cString: PQerrorMessage(pointer))))
            }
            do throws(WaitFailure) {
                let wanted: Readiness = polling == PGRES_POLLING_READING ? .readable : .writable
                _ = try wait(for: wanted, on: PQsocket(pointer), until: patience.deadline, unless: patience.bell)
            } catch {
                switch error {
                case .interrupted: throw PostgreSQLError(.cancelled)
                case .system(let code): throw PostgreSQLError(.transport(.system(errno: code)))
                case .deadlinePassed:
                    throw PostgreSQLError(.transport(phase == CONNECTION_STARTED ? .connectTimedOut : .noReply))
                }
            }
            if phase == CONNECTION_STARTED, let code = pendingError(PQsocket(pointer)) {
                throw PostgreSQLError(.transport(Network.failure(ofErrno: code)))
            }
            phase = PQstatus(pointer)
            let before = phase
            polling = PQconnectPoll(pointer)
            phase = polling == PGRES_POLLING_FAILED ? before : PQstatus(pointer)
        }
    }

    /// What became of a `connect(2)`; asking takes the error away from libpq, so ask last.
    private static func pendingError(_ descriptor: Int32) -> Int32? {
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0, code != 0 else { return nil }
        return code
    }

    private static func endTrace(_ pointer: OpaquePointer, _ trace: UnsafeMutablePointer<libpq_trace>?) -> Int32? {
        guard let trace else { return nil }
        var (pid, key): (Int32, Int32) = (0, 0)
        guard libpq_trace_end(pointer, trace, &pid, &key) == 1, pid == PQbackendPID(pointer) else { return nil }
        return key
    }

    /// Sets what this client relies on, where the server reports something else; so it costs a round trip in odd places
    /// only.
    private mutating func settle() throws(PostgreSQLError) {
        var settings: [String] = []
        if parameter("client_encoding") != "UTF8" { settings.append("set client_encoding to 'UTF8'") }
        if parameter("DateStyle")?.hasPrefix("ISO") != true { settings.append("set datestyle to 'ISO'") }
        if parameter("standard_conforming_strings") != "on" { settings.append("set standard_conforming_strings to on") }
        guard !settings.isEmpty else { return }
        _ = try execute(settings.joined(separator: ";"))
    }

    /// A setting as the server last reported it.
    func parameter(_ name: String) -> String? {
        guard let pointer, let value = PQparameterStatus(pointer, name) else { return nil }
        return String(cString: value)
    }

    /// Whether this server has the role asked for; versions before 14 report neither setting, so they are asked.
    mutating func has(_ role: Target.SessionRole) throws(PostgreSQLError) -> Bool {
        if role == .any || role == .preferStandby { return true }
        var isStandby = parameter("in_hot_standby").map { $0 == "on" }
        var isReadOnly = parameter("default_transaction_read_only").map { $0 == "on" }
        if isStandby == nil || isReadOnly == nil {
            let rows = try query("select pg_is_in_recovery(), current_setting('default_transaction_read_only')")
            guard let row = rows.first else { return false }
            let standby: Bool = try row[0]
            let setting: String = try row[1]
            isStandby = standby
            isReadOnly = setting == "on"
        }
        let (standby, readOnly) = (isStandby ?? false, isReadOnly ?? false)
        return switch role {
        case .primary: !standby
        case .standby: standby
        case .readWrite: !standby && !readOnly
        case .readOnly: standby || readOnly
        case .any, .preferStandby: true
        }
    }
}
