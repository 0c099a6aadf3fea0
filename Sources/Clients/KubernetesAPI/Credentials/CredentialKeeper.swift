internal import Cryptography
internal import Deadlines
internal import FoundationEssentials
internal import HTTP
internal import Subprocesses

/// What a request carries to say who asks.
struct Proof: Sendable {
    var authorization: String?
    var identity: TLSOptions.Identity?
    var expires: Date?
}

/// Why nobody can say who asks.
package enum CredentialFailure: Error, Sendable, Hashable {
    case tokenFile(path: String, errno: Int32)
    case exec(ExecFailure)
}

/// Says who asks, request by request; what a program gave is kept until it expires.
///
/// Requests that begin at the same moment may each run the program: whoever means to ask many things at once asks one alone first.
final class CredentialKeeper: Sendable {
    private let access: KubernetesAccess
    private let environment: [String: String]
    private let kept = Locked<ExecCredential?>(nil)

    init(_ access: KubernetesAccess, environment: [String: String]) {
        self.access = access
        self.environment = environment
    }

    func proof(by deadline: Deadline) async throws(CredentialFailure) -> Proof {
        switch access.credential {
        case .none: return Proof(identity: access.tls.identity)
        case .token(let token): return bearing(token)
        case .tokenFile(let path):
            do throws(FileFailure) {
                let text = trimmed(String(decoding: try wholeFile(path), as: UTF8.self))
                return bearing(BearerToken(text))
            } catch {
                throw .tokenFile(path: path, errno: error.code)
            }
        case .basic(let login):
            let both = Array("\(login.name):\(login.password)".utf8).base64
            return Proof(authorization: "Basic \(both)", identity: access.tls.identity)
        case .certificate(let identity): return Proof(identity: identity.tls, expires: identity.expires)
        case .exec(let plugin):
            let given = try await given(by: plugin, deadline)
            return Proof(
                authorization: given.token.map { "Bearer \($0.text)" },
                identity: given.identity?.tls ?? access.tls.identity,
                expires: given.expires
            )
        }
    }

    /// Forgets what a program gave, because the server does not take it; false where there is nothing new to be had.
    func forget() -> Bool {
        kept.withLock { kept in
            defer { kept = nil }
            return kept != nil
        }
    }

    private func bearing(_ token: BearerToken) -> Proof {
        Proof(authorization: "Bearer \(token.text)", identity: access.tls.identity, expires: token.expires)
    }

    private func given(by plugin: ExecPlugin, _ deadline: Deadline) async throws(CredentialFailure) -> ExecCredential {
        if let kept = kept.withLock({ $0 }), kept.holds(at: Date()) { return kept }
        do throws(ExecFailure) {
            let fresh = try await plugin.run(for: access, in: environment, by: deadline)
            kept.withLock { $0 = fresh }
            return fresh
        } catch {
            throw .exec(error)
        }
    }
}

extension ExecPlugin {
    func run(
        for access: KubernetesAccess,
        in environment: [String: String],
        by deadline: Deadline,
    ) async throws(ExecFailure) -> ExecCredential {
        var variables = environment.merging(variables) { _, own in own }
        variables["KUBERNETES_EXEC_INFO"] = information(of: access)
        let completion: Completion
        do throws(SubprocessError) {
            let command = Command(command, arguments, environment: variables)
            completion = try await Subprocesses.run(command, by: deadline, grace: .milliseconds(200))
        } catch {
            throw ExecFailure(ExecFailure.Kind(error), of: self)
        }
        guard completion.ending.isSuccess else {
            let said = tellable(completion.errorText)
            throw ExecFailure(.failed(status: completion.ending.status, said: said), of: self)
        }
        let credential = try ExecCredential(completion.output, of: self)
        guard credential.holds(at: Date()) else { throw ExecFailure(.expired, of: self) }
        return credential
    }
}

extension ExecFailure.Kind {
    init(_ error: SubprocessError) {
        self =
            switch error {
            case .notFound: .notFound
            case .notExecutable: .notExecutable
            case .interpreterMissing: .cannotStart(reason: "its interpreter is missing")
            case .deadlinePassed(let completion): .timedOut(said: tellable(completion?.errorText ?? ""))
            case .cancelled: .cancelled
            case .folderUnusable(_, let code), .fileUnusable(_, let code), .system(_, let code):
                .cannotStart(reason: errorText(code))
            case .unkillable: .timedOut(said: "")
            }
    }
}
