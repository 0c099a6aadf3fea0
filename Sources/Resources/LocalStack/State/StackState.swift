internal import Cryptography
package import FoundationEssentials
internal import Glibc
internal import Platform
package import Subprocesses

/// What is remembered of a stack: its ports, its passwords, and the processes that were started.
///
/// Ports and passwords outlive `dev down`, so that what a shell was told stays true.
package struct StackState: Sendable, Codable {
    package struct Running: Sendable, Codable {
        package var process: ProcessIdentity
        package var startedAt: Date
        /// What it was marked with when it was started.
        var mark: String

        /// It lives, and it is a server of ours: a state file that somebody wrote must not make us end a stranger.
        package var isAlive: Bool { process.isAlive && StackMark.stands(mark, in: process.pid) }
    }

    static let currentVersion = 1

    var version = StackState.currentVersion
    /// By what they are for, such as `database` or `storage.filer`.
    package var ports: [String: Int] = [:]
    var secrets: StackSecrets
    package var running: [String: Running] = [:]
    /// The folder this was saved in: the same after the checkout was moved, another one after it was copied.
    private var folderID: UInt64?
    /// A folder outside of the checkout for PostgreSQL's data, where its own user cannot walk into the checkout.
    var databaseHome: String?
    /// What the platform was called when the stack was made; nil where nobody could tell.
    private var platform: String?

    /// Database and bucket keep their names, though the platform file may change its own.
    var names: StackNames { StackNames(platform: platform ?? Platform.unnamed) }

    init(platform: String? = nil) throws(StackError) {
        self.platform = platform
        secrets = try StackSecrets()
    }

    package func running(_ service: ServiceName) -> Running? { running[service.rawValue] }

    /// Nil where no stack was ever made here.
    package static func load(from folder: StackFolder) throws(StackError) -> StackState? {
        try folder.requireOwnFolders()
        let bytes: [UInt8]
        switch SmallFile.read(folder.stateFile, atMost: 1 << 20) {
        case .success(let read): bytes = read
        case .failure(.missing): return nil
        case .failure(.tooLarge): throw StackError(.unreadableState(path: folder.stateFile, reason: "too large"))
        case .failure(.other(let reason)): throw StackError(.folder(path: folder.stateFile, reason: reason))
        }
        guard var state = try? JSONDecoder().decode(StackState.self, from: Data(bytes)) else {
            throw StackError(.unreadableState(path: folder.stateFile, reason: "not the state of a stack"))
        }
        guard state.version == currentVersion else {
            throw StackError(.unreadableState(path: folder.stateFile, reason: "its version is \(state.version)"))
        }
        guard state.databaseHome.map(DatabaseHome.isOne) ?? true else {
            throw StackError(.unreadableState(path: folder.stateFile, reason: "its database home is none of ours"))
        }
        // A copied checkout must not end the servers of the one it was copied from, nor share their data.
        if state.folderID != folder.identifier {
            state.running = [:]
            state.databaseHome = nil
        }
        return state
    }

    func save(in folder: StackFolder) throws(StackError) {
        var state = self
        state.folderID = folder.identifier
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(state) else {
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
