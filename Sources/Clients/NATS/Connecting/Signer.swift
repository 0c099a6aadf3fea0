internal import CLibNATS
internal import Glibc

/// Proves to the server that we hold a seed, by signing what it sends; the seed itself never leaves.
final class Signer: Sendable {
    private let token: String?
    private let seed: String
    private let publicKey: String?

    /// Nil for credentials that sign nothing.
    convenience init?(_ credentials: NATSCredentials) throws(NATSError) {
        switch credentials {
        case .token, .user: return nil
        case .credentialsFile(let path): try self.init(credentialsFile: path)
        case .seedFile(let path): try self.init(seedFile: path)
        }
    }

    private init(credentialsFile path: String) throws(NATSError) {
        let file = try CredentialsFile(path: path)
        token = file.token
        seed = file.seed
        publicKey = nil
    }

    private init(seedFile path: String) throws(NATSError) {
        let text = try contents(of: path)
        guard let line = text.split(separator: "\n").map({ $0.trimmed }).first(where: { $0.hasPrefix("S") }) else {
            throw .badCredentials(path: path, reason: "it holds no seed")
        }
        guard let key = NkeySeed(String(line))?.publicKey else {
            throw .badCredentials(path: path, reason: "its seed is malformed")
        }
        token = nil
        seed = String(line)
        publicKey = key
    }

    /// The callbacks run inside `natsConnection_Connect`, through which the caller keeps this object.
    func install(in options: OpaquePointer) -> natsStatus {
        let closure = Unmanaged.passUnretained(self).toOpaque()
        let sign: natsSignatureHandler = { failure, signature, length, nonce, closure in
            guard let closure else { return NATS_ERR }
            let seed = Unmanaged<Signer>.fromOpaque(closure).takeUnretainedValue().seed
            let status = nats_Sign(seed, nonce, signature, length)
            if status != NATS_OK { failure?.pointee = strdup("the seed cannot sign") }
            return status
        }
        if let publicKey { return natsOptions_SetNKey(options, publicKey, sign, closure) }
        return natsOptions_SetUserCredentialsCallbacks(
            options,
            { token, _, closure in
                guard let closure else { return NATS_ERR }
                token?.pointee = strdup(Unmanaged<Signer>.fromOpaque(closure).takeUnretainedValue().token ?? "")
                return NATS_OK
            },
            closure,
            sign,
            closure,
        )
    }
}
