internal import CLibPQ
internal import Deadlines
internal import Network

/// Finds out which rung broke where libpq tells a failed connection in English only: by the SQLSTATE's fixed place in
/// the text, then by knocking at the server itself.
///
/// Nothing here reads a word of the text.
struct Diagnosis {
    let target: Target
    let route: Route
    let patience: Patience

    func explain(_ error: PostgreSQLError, _ pointer: OpaquePointer, _ phase: ConnStatusType) -> PostgreSQLError {
        var explained = error
        explained.connectionIsUsable = false
        explained.address = route.description
        if case .library(let text) = error.kind { explained.kind = kind(text, pointer, phase) }
        return explained
    }

    private func kind(_ text: String, _ pointer: OpaquePointer, _ phase: ConnStatusType) -> PostgreSQLError.Kind {
        if let error = serverError(in: text) { return .server(error) }
        if PQconnectionNeedsPassword(pointer) == 1 { return .authenticationMissing }
        do throws(TransportFailure) {
            switch phase {
            case CONNECTION_SSL_STARTUP: return try tlsKind(text)
            case CONNECTION_AWAITING_RESPONSE, CONNECTION_AUTH_OK, CONNECTION_MADE:
                if PQsslInUse(pointer) == 1 { return .library(trimmed(text)) }
                return try protocolKind(text)
            default:
                _ = try route.exchange([], upTo: 0, patience)
                return .library(trimmed(text))
            }
        } catch {
            return error == .interrupted ? .cancelled : .transport(error)
        }
    }

    /// Asks for TLS as libpq did and, where the server agrees, shakes hands as libpq did: what fails has a code then.
    private func tlsKind(_ text: String) throws(TransportFailure) -> PostgreSQLError.Kind {
        guard case .tcp(let address) = route.way else { return .library(trimmed(text)) }
        let stream = try TCPStream(to: [address], by: patience.deadline, unless: patience.bell)
        let request = [Int32(8), 80_877_103].flatMap { BigEndian.bytes($0) }
        try stream.write(request, by: patience.deadline, unless: patience.bell)
        let reply = try stream.read(atMost: 1, by: patience.deadline, unless: patience.bell)
        switch reply.first.map({ Unicode.Scalar($0) }) {
        case nil: return .transport(.closed)
        case "N": return .transport(.tls(.notTLS))
        case "S": break
        // An error before TLS is a server that cannot start a process.
        case "E": return .library(trimmed(text))
        default: return .notPostgreSQL(firstBytes: reply)
        }
        _ = try TLSStream(over: stream, as: expectation, by: patience.deadline, unless: patience.bell)
        return .library(trimmed(text))
    }

    private var expectation: TLSExpectation {
        var expectation = TLSExpectation(serverName: route.host.name, verification: .none)
        if let authorities = target.certificateAuthorities {
            expectation.verification = target.tlsMode == .verifyFull ? .full : .chain
            expectation.trust = .file(authorities)
        }
        if let version = target.options["ssl_min_protocol_version"].flatMap({ TLSVersion(rawValue: $0.value) }) {
            expectation.minimumVersion = version
        }
        if let certificate = target.options["sslcert"], let key = target.options["sslkey"] {
            expectation.clientCertificate = .init(chainFile: certificate.value, keyFile: key.value)
        }
        return expectation
    }

    /// Introduces itself as libpq did and looks at what answers.
    private func protocolKind(_ text: String) throws(TransportFailure) -> PostgreSQLError.Kind {
        var pairs: [UInt8] = []
        for word in ["user", target.user, "database", target.database, ""] { pairs += Array(word.utf8) + [0] }
        let packet = BigEndian.bytes(Int32(8 + pairs.count)) + BigEndian.bytes(196_608) + pairs
        let reply = try route.exchange(packet, upTo: 64, patience)
        guard let first = reply.first else { return .transport(.closed) }
        switch Unicode.Scalar(first) {
        case "R" where reply.count >= 9:
            let code = BigEndian.number(reply[5...])
            // Trust, clear text, MD5 and SASL are what libpq has without Kerberos.
            return [0, 3, 5, 10].contains(code) ? .library(trimmed(text)) : .unsupportedAuthentication(code: code)
        case "E": return .library(trimmed(text))
        default: return .notPostgreSQL(firstBytes: Array(reply.prefix(16)))
        }
    }

    /// The error in libpq's verbose text: two blanks after the severity, then the code: `…FATAL:  28P01: message`, then
    /// `LABEL:  text` lines.
    ///
    /// With `sslmode=prefer` or `allow` there may be two, of the attempt with TLS and the one without: the one with TLS
    /// counts.
    private func serverError(in text: String) -> ServerError? {
        let found = Diagnosis.errors(in: text)
        return target.tlsMode == .allow ? found.last : found.first
    }

    static func errors(in text: String) -> [ServerError] {
        var errors: [ServerError] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let match = line.firstMatch(of: /:  ([0-9A-Z]{5}): (.*)$/) {
                errors.append(
                    ServerError(severity: .fatal, code: SQLState(rawValue: String(match.1)), message: String(match.2))
                )
            } else if let match = line.wholeMatch(of: /([A-Z ]+):  (.*)/), var last = errors.popLast() {
                switch match.1 {
                case "DETAIL": last.detail = String(match.2)
                case "HINT": last.hint = String(match.2)
                case "LOCATION": last.routine = match.2.split(separator: ",").first.map(String.init)
                default: break
                }
                errors.append(last)
            }
        }
        return errors
    }

    private func trimmed(_ text: String) -> String {
        text.split(separator: "\n").joined(separator: "; ")
    }
}
