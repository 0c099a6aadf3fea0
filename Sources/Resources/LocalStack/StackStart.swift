internal import Deadlines
internal import FoundationEssentials
internal import Subprocesses

/// One service on its way from nothing to its first answer.
struct StackStart: Sendable {
    private let service: any StackService
    private let plan: StackPlan
    private let record: StackRecord

    init(_ service: any StackService, plan: StackPlan, record: StackRecord) {
        self.service = service
        self.plan = plan
        self.record = record
    }

    func run(by deadline: Deadline, tell: LocalStack.Tell) async throws {
        let began = ContinuousClock.now
        try await service.prepare(by: deadline)
        try Task.checkCancellation()
        let child = try spawn(try service.command())
        // Before anything else: whoever is killed after this line has left a trace.
        try await record.add(service.name, StackState.Running(process: child.identity, startedAt: Date()))
        let version = try await firstAnswer(by: deadline) { try child.endingIfAny() }
        try await settle(by: deadline)
        tell(.ready(service.name, version: version, endpoint: service.endpoint, after: ContinuousClock.now - began))
    }

    /// One that runs already: an `up` that was killed may have left it before its first answer, or without its roles.
    func adopt(_ process: ProcessIdentity, by deadline: Deadline, tell: LocalStack.Tell) async throws {
        _ = try await firstAnswer(by: deadline) { process.isAlive ? nil : .exited(0) }
        try await settle(by: deadline)
        tell(.alreadyRunning(service.name))
    }

    private func settle(by deadline: Deadline) async throws {
        do {
            try await service.settle(by: deadline)
        } catch {
            throw StackError(.failedStep(step: "setting up", reason: String(describing: error)), service.name)
        }
    }

    /// Asks until it answers, it ends, or time is up.
    private func firstAnswer(by deadline: Deadline, ending: () throws -> Ending?) async throws -> String {
        while true {
            var reason: String
            do {
                return try await service.probe(by: deadline.sooner(of: .after(.seconds(2))))
            } catch {
                reason = String(describing: error)
            }
            try Task.checkCancellation()
            if let ending = try ending() {
                throw StackError(.ended(ending, lastLines: lastLines), service.name)
            }
            if deadline.hasPassed {
                throw StackError(.silent(reason: reason, lastLines: lastLines), service.name)
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private var lastLines: [String] {
        LogTail.last(5, of: plan.folder.log(of: service.name))
    }
}

/// The state while several services start at once: every change is on disk before the next step.
actor StackRecord {
    private(set) var state: StackState
    private let folder: StackFolder

    init(_ state: StackState, in folder: StackFolder) {
        self.state = state
        self.folder = folder
    }

    func add(_ service: ServiceName, _ running: StackState.Running) throws(StackError) {
        state.running[service.rawValue] = running
        try state.save(in: folder)
    }

    func forget(_ service: ServiceName) throws(StackError) {
        state.running[service.rawValue] = nil
        try state.save(in: folder)
    }
}
