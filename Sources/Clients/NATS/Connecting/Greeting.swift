package import Deadlines
package import Network

/// What the first look at a server gave: its own words, and the address at which it said them.
package struct Greeting: Sendable {
    package let info: ServerInfo
    package let address: Address
}

/// Looks a server up, connects and reads its `INFO` line; a NATS server speaks first.
///
/// libnats says one status for every rung below the protocol and keeps the server's version to itself, so this look comes before it.
package func greet(_ endpoint: Endpoint, by deadline: Deadline) async throws(NATSError) -> Greeting {
    let addresses: [Address]
    do throws(TransportFailure) {
        addresses = try await resolve(endpoint.host, port: endpoint.port, by: deadline)
    } catch {
        throw .transportOrCancelled(error)
    }
    return try await onOwnThread("nats.greeting") { bell throws(NATSError) in
        var line = GreetingLine()
        let address: Address
        do throws(TransportFailure) {
            let stream = try TCPStream(to: addresses, by: deadline, unless: bell)
            try line.read(from: stream, by: deadline, unless: bell)
            address = stream.address
        } catch {
            throw .transportOrCancelled(error)
        }
        return Greeting(info: try line.info(), address: address)
    }
}

/// What a server that hung up on us says when it is only listened to.
///
/// libnats throws away what comes with the greeting, and "too many connections" comes there.
func complaint(at address: Address, by deadline: Deadline) async -> NATSError? {
    let deadline = Deadline.after(.milliseconds(300)).sooner(of: deadline)
    return await onOwnThread("nats.greeting") { bell -> NATSError? in
        var said: [UInt8] = []
        guard let stream = try? TCPStream(to: [address], by: deadline, unless: bell) else { return nil }
        while said.count < 65_536, let bytes = try? stream.read(atMost: 4_096, by: deadline, unless: bell) {
            if bytes.isEmpty { break }
            said += bytes
        }
        return complaintLine(in: String(decoding: said, as: UTF8.self))
    }
}

/// What a TLS handshake with this server says, where libnats has only words for it.
func handshakeFailure(of target: ConnectTarget, by deadline: Deadline) async -> TLSFailure? {
    let rungs = await climb(to: target.server, target.options.tls, by: deadline)
    guard case .tls(let failure) = rungs.broken?.failure else { return nil }
    return failure
}

/// The way to a server up to the end of its TLS handshake, which begins after the greeting; for a look at the certificates.
package func climb(to server: ServerURL, _ tls: NATSTLS, by deadline: Deadline) async -> Rungs {
    var expectation = TLSExpectation(serverName: tls.serverName ?? server.endpoint.host)
    if let authorities = tls.authorities { expectation.trust = .file(authorities) }
    if !tls.verifiesServer { expectation.verification = .none }
    if let certificate = tls.certificate {
        expectation.clientCertificate = .init(chainFile: certificate, keyFile: tls.key ?? certificate)
    }
    return await diagnose(
        server.endpoint,
        tls: expectation,
        preamble: { stream, deadline, bell throws(TransportFailure) in
            var line = GreetingLine()
            try line.read(from: stream, by: deadline, unless: bell)
        },
        by: deadline,
    )
}

/// What somebody who waits to be spoken to says when he is, which makes him no NATS server; nil where he stays silent.
package func answerOfStranger(at endpoint: Endpoint, by deadline: Deadline) async -> String? {
    guard let addresses = try? await resolve(endpoint.host, port: endpoint.port, by: deadline) else { return nil }
    return await onOwnThread("nats.stranger") { bell -> String? in
        guard let stream = try? TCPStream(to: addresses, by: deadline, unless: bell),
            (try? stream.write(Array("GET / HTTP/1.0\r\n\r\n".utf8), by: deadline, unless: bell)) != nil,
            let bytes = try? stream.read(atMost: 4_096, by: deadline, unless: bell), !bytes.isEmpty
        else { return nil }
        let said = printable(bytes)
        return said.hasPrefix("INFO ") ? nil : said
    }
}
