internal import Deadlines
internal import Subprocesses

/// One server of the stack: how it is set up, started, asked and stopped.
protocol StackService: Sendable {
    var name: ServiceName { get }
    /// Where clients reach it, without any password.
    var endpoint: String { get }
    /// What asks it to end in good order, and how long that may take.
    var stopSignal: Signal { get }

    /// Folders and configuration; safe to run again after it was killed in the middle.
    func prepare(by deadline: Deadline) async throws
    func command() throws -> Command
    /// Its version, asked over its own protocol with its own password; throws where it does not answer as it should.
    func probe(by deadline: Deadline) async throws -> String
    /// What must be true before anybody uses it, beyond its answering; does nothing where it is true already.
    func settle(by deadline: Deadline) async throws
    /// Removes what the server leaves outside of its folder once it has ended.
    func tidy()
}

extension StackService {
    var stopSignal: Signal { .terminate }

    func settle(by deadline: Deadline) async throws {}

    func tidy() {}
}

/// What all services are made of: the folder, the ports, the passwords, the programs.
struct StackPlan: Sendable {
    let folder: StackFolder
    let state: StackState
    let executables: Executables
    /// Everything a service sees of our environment.
    let environment: [String: String]
    /// The group that the platform's migrations grant an agent's rights to, where there is one.
    let agentGroup: String?

    init(folder: StackFolder, state: StackState, path: String?, agentGroup: String? = nil) {
        self.folder = folder
        self.state = state
        self.agentGroup = agentGroup
        executables = Executables(root: folder.root, path: path)
        environment = [
            "PATH": path ?? "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder.path,
            StackMark.variable: StackMark.value(of: folder),
        ]
    }

    func port(_ use: PortUse) -> Int { state.ports[use.rawValue] ?? 0 }

    func service(_ name: ServiceName) -> any StackService {
        switch name {
        case .database: DatabaseService(plan: self)
        case .messaging: MessagingService(plan: self)
        case .storage: StorageService(plan: self)
        case .cache: CacheService(plan: self)
        case .providers: ProvidersService(plan: self)
        }
    }

    /// A server in a session of its own, its words in its log.
    func server(_ service: ServiceName, _ program: String, _ arguments: [String]) -> Command {
        Command(
            program,
            arguments,
            environment: environment,
            in: folder.data(of: service),
            input: .empty,
            output: .appended(to: folder.log(of: service)),
            errors: .withOutput,
            group: .session
        )
    }
}

/// What each port is for.
enum PortUse: String, CaseIterable {
    case database
    case messaging
    case monitoring = "messaging.monitoring"
    case storage
    case storageMaster = "storage.master"
    case storageVolume = "storage.volume"
    case storageFiler = "storage.filer"
    case storageAdmin = "storage.admin"
    case storageMetrics = "storage.metrics"
    case cache
    case providers

    var service: ServiceName {
        switch self {
        case .database: .database
        case .messaging, .monitoring: .messaging
        case .cache: .cache
        case .providers: .providers
        default: .storage
        }
    }

    /// SeaweedFS listens on the same number plus 10,000 too.
    var hasTwin: Bool { service == .storage }
}
