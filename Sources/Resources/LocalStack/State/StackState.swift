internal import Cryptography
package import FoundationEssentials
internal import Glibc
package import Subprocesses

/// What is remembered of a stack: its ports, its passwords, and the processes that were started.
///
/// Ports and passwords outlive `dev down`, so that what a shell was told stays true.
package struct StackState: Sendable, Codable {
    package struct Running: Sendable, Codable {
        package var process: ProcessIdentity
        package var startedAt: Date
    }

    static let currentVersion = 1

    var version = StackState.currentVersion
    /// By what they are for, such as `database` or `storage.filer`.
    package var ports: [String: Int] = [:]
    var secrets: StackSecrets
    package var running: [String: Running] = [:]
    /// A folder outside of the checkout for PostgreSQL's data, where its own user cannot walk into the checkout.
    var databaseHome: String?

    init() throws(StackError) {
        secrets = try StackSecrets()
    }

    package func running(_ service: ServiceName) -> Running? { running[service.rawValue] }

    /// Nil where no stack was ever made here.
    package static func load(from folder: StackFolder) throws(StackError) -> StackState? {
        guard access(folder.stateFile, F_OK) == 0 else { return nil }
        let state: StackState
        do {
            state = try JSONDecoder().decode(StackState.self, from: Data(contentsOf: URL(filePath: folder.stateFile)))
        } catch {
            throw StackError(.unreadableState(path: folder.stateFile, reason: "not the state of a stack"))
        }
        guard state.version == currentVersion else {
            throw StackError(.unreadableState(path: folder.stateFile, reason: "its version is \(state.version)"))
        }
        return state
    }

    func save(in folder: StackFolder) throws(StackError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(self) else {
            throw StackError(.unreadableState(path: folder.stateFile, reason: "it cannot be written as JSON"))
        }
        try write(String(decoding: data, as: UTF8.self) + "\n", to: folder.stateFile, mode: 0o600)
    }
}

/// The stack's own passwords, made once.
struct StackSecrets: Sendable, Codable {
    var superuserPassword: String
    var provisionerPassword: String
    var agentPassword: String
    var messagingToken: String
    var storageAccessKey: String
    var storageSecretKey: String
    var cachePassword: String
    var tokenKey: String
    var encryptionKey: String

    init() throws(StackError) {
        superuserPassword = try Self.fresh()
        provisionerPassword = try Self.fresh()
        agentPassword = try Self.fresh()
        messagingToken = try Self.fresh()
        storageAccessKey = "dev" + (try Self.fresh(10)).uppercased()
        storageSecretKey = try Self.fresh()
        cachePassword = try Self.fresh()
        tokenKey = try Self.fresh(32)
        encryptionKey = try Self.random(32).base64(.urlSafe)
    }

    /// Hexadecimal, so that no URL, shell or configuration file needs to escape it.
    private static func fresh(_ count: Int = 16) throws(StackError) -> String {
        try random(count).hexadecimal
    }

    private static func random(_ count: Int) throws(StackError) -> [UInt8] {
        do {
            return try randomBytes(count)
        } catch {
            throw StackError(.failedStep(step: "random bytes", reason: String(describing: error)))
        }
    }
}
