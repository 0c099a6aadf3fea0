internal import CLibNATS
internal import Deadlines
internal import Glibc
internal import JSON
internal import Network

/// The options of one connect, as libnats wants them; freed with this value.
struct LibraryOptions: ~Copyable {
    private let pointer: OpaquePointer
    private let wire = Wire()
    private let number: WireNumber
    private let target: ConnectTarget
    /// What libnats's callbacks for signing look at during the connect.
    private let signer: Signer?

    init(_ target: ConnectTarget) throws(NATSError) {
        let signer = try target.credentials.flatMap { credentials throws(NATSError) in try Signer(credentials) }
        var created: OpaquePointer?
        guard natsOptions_Create(&created) == NATS_OK, let created else {
            throw .library(code: NATS_NO_MEMORY.rawValue, text: "no options")
        }
        pointer = created
        number = WireNumber(wire)
        self.target = target
        self.signer = signer
    }

    deinit {
        natsOptions_Destroy(pointer)
    }

    /// Blocks until connected or refused; the caller cuts the socket where that takes too long.
    func connect(within limit: Duration) throws(NATSError) -> LibraryConnection {
        do throws(NATSError) {
            try setConnection(within: limit)
            if target.isSecure { try setTLS() }
            try setCredentials()
            var connection: OpaquePointer?
            let status = natsConnection_Connect(&connection, pointer)
            withExtendedLifetime(signer) {}
            guard status == NATS_OK, let connection else { throw connectFailure(status, lastErrorText()) }
            return LibraryConnection(pointer: connection, wire: wire, number: number, isSecure: target.isSecure)
        } catch {
            number.forget()
            throw error
        }
    }

    /// A server that hangs up where its first PONG was due shows as a malformed PONG.
    private func connectFailure(_ status: natsStatus, _ text: String) -> NATSError {
        let hungUp = status == NATS_PROTOCOL_ERROR && text.contains("'PONG', got ''")
        return hungUp ? .transport(.closed) : libraryFailure(status, text)
    }

    private func setConnection(within limit: Duration) throws(NATSError) {
        let host = target.address.isIPv6 ? "[\(target.address.numeric)]" : target.address.numeric
        try check(natsOptions_SetURL(pointer, "nats://\(host):\(target.server.endpoint.port)"))
        try check(natsOptions_SetTimeout(pointer, max(1, Int64(limit / .milliseconds(1)))))
        try check(natsOptions_SetName(pointer, escaped(target.options.name)))
        try check(natsOptions_SetNoRandomize(pointer, true))
        // libnats holds its lock through each attempt to reconnect; who wants to go on opens anew.
        try check(natsOptions_SetAllowReconnect(pointer, false))
        try check(natsOptions_SetIgnoreDiscoveredServers(pointer, true))
        // The loop pings; libnats's own timer would close the socket under it.
        try check(natsOptions_SetPingInterval(pointer, 0))
        // No thread for flushing: the loop writes what is there in one piece.
        try check(natsOptions_SetSendAsap(pointer, true))
        // One thread of libnats's hands out the messages of all connections; what it calls never waits.
        try check(natsOptions_UseGlobalMessageDelivery(pointer, true))
        try check(number.install(in: pointer))
    }

    private func setTLS() throws(NATSError) {
        let tls = target.options.tls
        try check(natsOptions_SetSecure(pointer, true))
        if let authorities = tls.authorities {
            try checkFile(authorities, natsOptions_LoadCATrustedCertificates(pointer, authorities))
        }
        if let certificate = tls.certificate {
            let key = tls.key ?? certificate
            try checkFile(certificate, natsOptions_LoadCertificatesChain(pointer, certificate, key))
        }
        try check(natsOptions_SetExpectedHostname(pointer, tls.serverName ?? target.server.endpoint.host))
        if !tls.verifiesServer { try check(natsOptions_SkipServerVerification(pointer, true)) }
    }

    private func setCredentials() throws(NATSError) {
        switch target.credentials {
        case nil: return
        case .token(let token): try check(natsOptions_SetToken(pointer, escaped(token)))
        case .user(let name, let password):
            try check(natsOptions_SetUserInfo(pointer, escaped(name), escaped(password)))
        case .credentialsFile, .seedFile:
            guard let signer else { return }
            try check(signer.install(in: pointer))
        }
    }

    /// libnats pastes these between quotes of a JSON text as they are.
    private func escaped(_ text: String) -> String {
        String(JSON.string(text).text().dropFirst().dropLast())
    }

    private func check(_ status: natsStatus) throws(NATSError) {
        guard status == NATS_OK else { throw libraryFailure(status, lastErrorText()) }
    }

    private func checkFile(_ path: String, _ status: natsStatus) throws(NATSError) {
        guard status != NATS_OK else { return }
        let reason = access(path, R_OK) == 0 ? lastErrorText() : String(cString: strerror(errno))
        throw .transport(.tls(.badFile(path: path, reason: reason)))
    }
}

/// Where to connect and how, after the greeting.
struct ConnectTarget: Sendable {
    let server: ServerURL
    let address: Address
    let info: ServerInfo
    let options: NATSOptions

    var isSecure: Bool { server.wantsTLS || options.tls.isRequired || info.requiresTLS }
    /// The server checks the client's certificate, and we have one.
    var presentsCertificate: Bool { isSecure && info.verifiesClients && options.tls.certificate != nil }
    var credentials: NATSCredentials? { options.credentials ?? server.userInformation }
}
