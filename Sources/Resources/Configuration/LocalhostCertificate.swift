internal import Cryptography
internal import Deadlines
internal import FoundationEssentials
internal import Platform
internal import Words

/// A certificate for servers on this machine, for development: beside the secrets file, made by an authority that is forgotten at once.
struct LocalhostCertificate: Sendable {
    /// Absolute.
    let folder: String
    /// The project's.
    let root: String

    static let names = ["localhost", "127.0.0.1", "::1"]
    static let authority = "ihctl development"
    /// Renewed this long before its end.
    private static let margin: Double = 30 * 86_400

    var certificateFile: String { "\(folder)/localhost.crt" }
    var keyFile: String { "\(folder)/localhost.key" }
    /// What clients are to trust.
    var authorityFile: String { "\(folder)/localhost-ca.crt" }

    enum State: Sendable, Hashable {
        case sound
        case absent
        /// Ours, and not as it should be any more.
        case worn(String)
        /// Somebody else put it there: it stays.
        case foreign(String)
    }

    func state(at now: Date = Date()) -> State {
        guard let pem = text(certificateFile) else { return .absent }
        guard let certificate = try? Certificate(pem: pem) else { return .foreign("localhost.crt is no certificate") }
        let fault = fault(of: certificate, at: now)
        guard let fault else { return .sound }
        return certificate.issuer == "CN=\(Self.authority)" ? .worn(fault) : .foreign(fault)
    }

    private func fault(of certificate: Certificate, at now: Date) -> String? {
        if let missing = Self.names.first(where: { !certificate.matches(hostName: $0) }) {
            return "it is not for \(missing)"
        }
        if certificate.notAfter < now.addingTimeInterval(Self.margin) {
            return "it ends on \(certificate.notAfter.formatted(.iso8601.year().month().day()))"
        }
        guard let key = text(keyFile).flatMap({ try? PrivateKey(pem: $0) }) else { return "its key is not there" }
        if !key.belongs(to: certificate) { return "its key is another one's" }
        return text(authorityFile) == nil ? "its authority's certificate is not there" : nil
    }

    /// The key first: where this is killed in between, key and certificate do not fit, and the next look tells.
    func make(by deadline: Deadline) async throws {
        let certificateFile = try OwnFile(certificateFile)
        try certificateFile.makeFolder(in: root)
        try await certificateFile.locked(by: deadline) {
            switch state() {
            case .sound, .foreign: return
            case .absent, .worn: break
            }
            let authority = try CertificateAuthority(name: Self.authority)
            let issued = try authority.issue(for: Self.names)
            try OwnFile(keyFile).replace(with: Array(issued.key.pem.utf8))
            try OwnFile(authorityFile).replace(with: Array(authority.identity.certificate.pem.utf8), mode: 0o644)
            try certificateFile.replace(with: Array(issued.certificate.pem.utf8), mode: 0o644)
        }
    }

    private func text(_ path: String) -> String? {
        guard case .success(let bytes) = SmallFile.read(path, atMost: 1 << 20) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
