internal import Deadlines
internal import Ladder
internal import Network
internal import PostgreSQL
internal import Words

extension Finding {
    /// Why a role did not come in: which rung broke, and what the server said.
    static func refused(
        _ kind: CheckKind,
        _ error: PostgreSQLError,
        ward: Ward,
        as target: Target,
        by deadline: Deadline,
    ) async -> Finding {
        let endpoint = Endpoint(host: target.firstHost.name, port: target.firstHost.port)
        let way: [Evidence] = [.fact("address", error.address ?? "\(endpoint)"), .fact("role", target.user)]
        func found(_ failureClass: FailureClass, _ message: String, _ remedies: [Remedy] = [], _ more: [Evidence] = [])
            -> Finding
        {
            Finding(kind, at: ward.address, failureClass, message, evidence: way + more, remedies: remedies)
        }
        switch error.kind {
        case .transport(.tls(.notTLS)):
            return found(
                .tlsMissing,
                "PostgreSQL at \(endpoint) has no TLS, and sslmode=\(target.tlsMode.rawValue) demands it.",
                [.hint("The server needs a certificate before ssl may be on: ssl_cert_file and ssl_key_file.")]
                    + ward.altering("set ssl = on")
                    + [.hint("On a network that nobody else is on, sslmode=prefer does.")]
            )
        case .transport(let failure):
            var more: [Evidence] = [.fact("sslmode", target.tlsMode.rawValue)]
            if target.hosts.count > 1 { more.append(.fact("hosts", "\(target)")) }
            return Finding(
                kind,
                at: ward.address,
                failure,
                of: "PostgreSQL",
                at: endpoint,
                tls: await TLSFacts.shown(by: endpoint, after: failure, by: deadline),
                evidence: more
            )
        case .server(let refusal), .connectionLost(let refusal?):
            var words = Refusal(
                error: refusal,
                target: target,
                shell: ward.shell,
                isOfAdmin: kind == DatabaseChecks.admin,
                insight: kind == DatabaseChecks.connect
                    ? await .gain(of: ward, after: error, by: deadline.sooner(of: .after(.seconds(2)))) : nil
            )
            words.isLetInOverTLS = await isLetInOverTLS(target, after: refusal, by: deadline)
            let (failureClass, message, remedies) = words.words
            return found(failureClass, message, remedies, words.evidence)
        case .authenticationMissing:
            return found(
                .config,
                "PostgreSQL asks for a password, and the URL has none.",
                [.hint("The password belongs into the secret, not into the platform file.")]
            )
        case .unsupportedAuthentication(let code):
            return found(
                .unsupported,
                "PostgreSQL asks for a way to authenticate that is not spoken here.",
                [.hint("Let pg_hba.conf ask for scram-sha-256.")],
                [.fact("authentication", "\(code)")]
            )
        case .notPostgreSQL(let bytes):
            return found(
                .protocolMismatch,
                "Something answers at \(endpoint), and it is not PostgreSQL.",
                [.hint("Look at the port: PostgreSQL's own is 5432.")],
                [.fact("it said", printable(bytes))]
            )
        case .wrongRole(let wanted):
            return found(
                .readOnly,
                "The servers answer, and none of them is \(wanted.rawValue).",
                [.hint("The URL's target_session_attrs asks for it: look which server is the primary.")]
            )
        case .deadlinePassed, .cancelled:
            return found(
                .noReply,
                "\(endpoint) takes connections, and PostgreSQL says nothing.",
                [.hint("The process hangs: look at its state, its log and its disk.")]
            )
        default:
            return found(.brokenAnswer, "The connection to PostgreSQL failed.", [], [.fact("reason", "\(error)")])
        }
    }

    /// The one test that tells a rule that wants encryption from one that is not there.
    private static func isLetInOverTLS(_ target: Target, after error: ServerError, by deadline: Deadline) async -> Bool
    {
        guard error.code == .invalidAuthorization, error.routine == Refuser.hostRules.rawValue,
            [.disable, .allow].contains(target.tlsMode)
        else { return false }
        var encrypted = target
        encrypted.tlsMode = .require
        do throws(PostgreSQLError) {
            await (try Connection.open(encrypted, by: deadline.sooner(of: .after(.seconds(2))))).close()
            return true
        } catch {
            // Another refusal than that of the rules came after them.
            return error.code != nil && error.code != .invalidAuthorization
        }
    }

    private static func printable(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.prefix(16).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
    }
}

extension TLSFacts {
    /// What the server shows of itself, where its certificate is the fault.
    fileprivate static func shown(by endpoint: Endpoint, after failure: TransportFailure, by deadline: Deadline) async
        -> TLSFacts?
    {
        guard case .tls(let fault) = failure, !endpoint.host.hasPrefix("/") else { return nil }
        if case .badFile = fault { return nil }
        let anyone = TLSExpectation(serverName: endpoint.host, verification: .none)
        let rungs = await diagnose(
            endpoint,
            tls: anyone,
            preamble: requestTLS,
            by: deadline.sooner(of: .after(.seconds(2)))
        )
        return rungs.tls
    }

    /// `SSLRequest`, and the letter that says yes to it.
    private static let requestTLS: Preamble = { stream, deadline, bell throws(TransportFailure) in
        try stream.write([0, 0, 0, 8, 4, 210, 22, 47], by: deadline, unless: bell)
        let reply = try stream.read(atMost: 1, by: deadline, unless: bell)
        guard reply.first == UInt8(ascii: "S") else { throw .tls(.notTLS) }
    }
}
