internal import Cryptography
internal import HTTP
internal import YAML

extension KubernetesAccess {
    /// Who asks, as a user of the kubeconfig says; the order is kubectl's.
    mutating func take(_ user: Entry) throws(KubeconfigError) {
        for old in ["auth-provider"] where user.node[old] != nil {
            throw user.error(.unsupported(field: user.way(to: old)), at: old)
        }
        // A certificate is shown in the handshake whatever else is said of who asks.
        let identity = try identity(of: user)
        tls.identity = identity?.tls
        if let path = try user.text("tokenFile") {
            let path = resolved(path, in: user.folder)
            do throws(FileFailure) {
                guard !trimmed(String(decoding: try wholeFile(path), as: UTF8.self)).isEmpty else {
                    throw FileFailure(code: 0)
                }
            } catch {
                let field = user.way(to: "tokenFile")
                throw user.error(
                    error.code == 0
                        ? .fileEmpty(field: field, path: path)
                        : .fileUnreadable(field: field, path: path, errno: error.code),
                    at: "tokenFile"
                )
            }
            credential = .tokenFile(path)
        } else if let token = try user.text("token") {
            credential = .token(BearerToken(trimmed(token)))
        } else if let name = try user.text("username") {
            credential = .basic(BasicLogin(name: name, password: try user.text("password") ?? ""))
        } else if let exec = try user.map("exec") {
            credential = .exec(try ExecPlugin(exec))
        } else if let identity {
            credential = .certificate(identity)
        }
    }

    private func identity(of user: Entry) throws(KubeconfigError) -> ClientIdentity? {
        let certificate = try user.material("client-certificate")
        let key = try user.material("client-key")
        guard let certificate, let key else {
            if certificate != nil { throw user.error(.halfIdentity(missing: user.way(to: "client-key"))) }
            if key != nil { throw user.error(.halfIdentity(missing: user.way(to: "client-certificate"))) }
            return nil
        }
        let chain = try certificate.certificates()
        let identity: ClientIdentity?
        do throws(CryptographyError) {
            identity = try ClientIdentity(certificate: chain, key: key.text)
        } catch {
            throw key.notPEM("no key can be read from it: \(error)")
        }
        guard let identity else { throw user.error(.keyOfAnother, at: key.field) }
        return identity
    }
}
