package import Deadlines
internal import FoundationEssentials
internal import Glibc
internal import Subprocesses

/// The servers of one checkout, on loopback: PostgreSQL, object storage, NATS and Redis as real as they are, and the providers as played ones.
///
/// They are no children of a supervisor: each lives in a session of its own, and what is known of it stands in `.ihctl/dev/stack.json`. Every
/// verb begins by looking at what really runs.
package struct LocalStack: Sendable {
    /// The environment whose references the stack answers.
    package static let environment = "development"

    package let folder: StackFolder
    let path: String?
    private let platform: String?
    private let agentGroup: String?

    /// `path` is where programs are looked for, as in PATH; `platform` what a new stack's database and bucket are called after; `agentGroup`
    /// the role that the agent's own is a member of.
    package init(root: String, path: String?, platform: String? = nil, agentGroup: String? = nil) {
        folder = StackFolder(root: root)
        self.path = path
        self.platform = platform
        self.agentGroup = agentGroup
    }

    /// What happens during `up` and `down`, for a face to show.
    package enum Event: Sendable {
        case starting(ServiceName)
        case ready(ServiceName, version: String, endpoint: String, after: Duration)
        case alreadyRunning(ServiceName)
        case movedPort(use: String, from: Int, to: Int)
        case stopping(ServiceName)
        case stopped(ServiceName, after: Duration)
        case strayEnded(pid: Int32)
    }

    package typealias Tell = @Sendable (Event) -> Void

    // MARK: Up

    /// Starts what does not run and returns when every service has answered over its own protocol.
    ///
    /// Where one fails, or the task is cancelled, those that this call started are stopped again.
    package func up(by deadline: Deadline, tell: @escaping Tell) async throws {
        try folder.make()
        let lock = try await StackLock(folder, by: deadline)
        var state = try StackState.load(from: folder) ?? StackState(platform: platform)
        folder.removeUnfinishedFiles(databaseHome: state.databaseHome)
        try await endStrays(state, tell: tell)
        let missing = ServiceName.allCases.filter { state.running($0)?.isAlive != true }
        for name in missing { state.running[name.rawValue] = nil }
        let claims = try choosePorts(for: missing, in: &state, tell: tell)
        try placeDatabase(in: &state)
        try state.save(in: folder)
        try await start(missing, state, by: deadline, tell: tell)
        withExtendedLifetime(claims) {}
        _ = consume lock
    }

    private func start(_ names: [ServiceName], _ state: StackState, by deadline: Deadline, tell: @escaping Tell)
        async throws
    {
        let plan = StackPlan(folder: folder, state: state, path: path, agentGroup: agentGroup)
        let record = StackRecord(state, in: folder)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for name in ServiceName.allCases {
                    let start = StackStart(plan.service(name), plan: plan, record: record)
                    group.addTask {
                        if let running = state.running(name)?.process,
                            try await start.adopt(running, by: deadline, tell: tell)
                        {
                            return
                        }
                        tell(.starting(name))
                        try await start.run(by: deadline, tell: tell)
                    }
                }
                try await group.waitForAll()
            }
        } catch {
            // Stopping is not cancelled with us: what was begun has to be ended.
            _ = await stopAll(names, record: record, tell: tell)
            throw error
        }
    }

    // MARK: Down

    /// Stops everything of this stack, written down or not; true where something ran.
    package func down(by deadline: Deadline, tell: @escaping Tell) async throws -> Bool {
        // Where the folder has gone the mark still finds the servers.
        guard access(folder.path, F_OK) == 0 else { return try await stopEverything(tell: tell) }
        let lock = try await StackLock(folder, by: deadline)
        let ran = try await stopEverything(tell: tell)
        _ = consume lock
        return ran
    }

    private func stopEverything(tell: @escaping Tell) async throws -> Bool {
        let state: StackState?
        do {
            state = try StackState.load(from: folder)
        } catch {
            // A spoilt state must not keep its servers alive: the mark finds them all the same.
            guard case .unreadableState = error.kind else { throw error }
            state = nil
        }
        folder.removeUnfinishedFiles(databaseHome: state?.databaseHome)
        let alive = ServiceName.allCases.filter { state?.running($0)?.isAlive == true }
        var stubborn: [StackError.Survivor] = []
        if let state { stubborn = await stopAll(alive, record: StackRecord(state, in: folder), tell: tell) }
        let tried = Set(stubborn.flatMap { [$0.process] + $0.process.company() })
        let strays = StackMark.processes(of: folder).filter { !tried.contains($0) }
        stubborn += await end(strays, tell: tell)
        try refuseSurvivors(stubborn)
        return !alive.isEmpty || !strays.isEmpty
    }

    /// Ends marked processes that nobody wrote down: left by an `up` that was killed.
    private func endStrays(_ state: StackState, tell: @escaping Tell) async throws {
        let known = Set(state.running.values.filter(\.isAlive).map(\.process))
        let company = Set(known.flatMap { $0.company() })
        let strays = StackMark.processes(of: folder).filter { !known.contains($0) && !company.contains($0) }
        try refuseSurvivors(await end(strays, tell: tell))
    }

    // MARK: Reset

    /// Stops the stack and removes its data and logs; ports and passwords stay.
    package func reset(by deadline: Deadline, tell: @escaping Tell) async throws -> Bool {
        guard access(folder.path, F_OK) == 0 else { return false }
        let lock = try await StackLock(folder, by: deadline)
        let ran = try await stopEverything(tell: tell)
        var state = try? StackState.load(from: folder)
        if let elsewhere = state?.databaseHome { try removeFolder(elsewhere) }
        for name in ["data", "logs", "configuration"] { try removeFolder("\(folder.path)/\(name)") }
        if state == nil { unlink(folder.stateFile) }
        state?.databaseHome = nil
        state?.running = [:]
        try state?.save(in: folder)
        _ = consume lock
        return ran
    }

    // MARK: Status

    /// Every service asked at once, each within the limit.
    package func status(limit: Duration) async throws -> [ServiceStatus] {
        guard let state = try StackState.load(from: folder) else { throw StackError(.notRunning) }
        let plan = StackPlan(folder: folder, state: state, path: path)
        return await withTaskGroup(of: ServiceStatus.self) { group in
            for name in ServiceName.allCases {
                group.addTask { await ServiceStatus(of: plan.service(name), in: state, limit: limit) }
            }
            var all: [ServiceStatus] = []
            for await status in group { all.append(status) }
            return ServiceName.allCases.compactMap { name in all.first { $0.name == name } }
        }
    }

    // MARK: Preparation

    /// The claims are to be held until every server listens.
    private func choosePorts(for names: [ServiceName], in state: inout StackState, tell: Tell) throws(StackError)
        -> [PortClaim]
    {
        var chooser = PortChooser(taken: state.ports.values)
        for use in PortUse.allCases where names.contains(use.service) {
            let remembered = state.ports[use.rawValue]
            let port = try chooser.port(remembered: remembered, withTwin: use.hasTwin)
            if let remembered, remembered != port { tell(.movedPort(use: use.rawValue, from: remembered, to: port)) }
            state.ports[use.rawValue] = port
        }
        return chooser.claims
    }

    /// Under the checkout where PostgreSQL's user can walk there, else in a folder of its own.
    private func placeDatabase(in state: inout StackState) throws(StackError) {
        guard state.databaseHome == nil, try !DatabaseUser.canReach("\(folder.path)/data") else { return }
        state.databaseHome = try DatabaseHome.make()
    }
}
