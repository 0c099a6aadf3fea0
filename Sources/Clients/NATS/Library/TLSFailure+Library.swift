internal import COpenSSL
internal import Glibc
internal import Network

/// What libnats's text of a failed handshake says: `20:unable to get …` begins with the number of an `X509_V_ERR_…`, all else is a
/// reason string of OpenSSL's, whose number OpenSSL itself can be asked for.
func tlsFailure(_ text: String) -> TLSFailure {
    let marker = "handshake error: "
    var reason = text[...]
    if let first = reason.firstMatch(marker) { reason = reason[first...].dropFirst(marker.count) }
    if let colon = reason.firstIndex(of: ":"), let code = Int(reason[..<colon]) {
        let rest = reason[reason.index(after: colon)...]
        return verificationFailure(code, String(rest.prefix { $0 != ":" }), String(rest))
    }
    return handshakeFailure(String(reason))
}

private func verificationFailure(_ code: Int, _ reason: String, _ details: String) -> TLSFailure {
    switch Int32(code) {
    case X509_V_ERR_CERT_HAS_EXPIRED: .expired
    case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
    case X509_V_ERR_CERT_REVOKED: .revoked
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: .selfSigned
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
        .nameMismatch(wanted: field("expected", of: details), presented: presentedNames(details))
    default: .untrusted(code: code, reason: reason)
    }
}

/// The value of `name=` in libnats's details, up to the next colon.
private func field(_ name: String, of details: String) -> String {
    for part in details.split(separator: ":") where part.hasPrefix("\(name)=") {
        return String(part.dropFirst(name.count + 1))
    }
    return ""
}

private func presentedNames(_ details: String) -> [String] {
    let subject = field("cert", of: details)
    guard let start = subject.firstMatch("/CN=") else { return subject.isEmpty ? [] : [subject] }
    return [String(subject[start...].dropFirst(4).prefix { $0 != "/" })]
}

private func handshakeFailure(_ reason: String) -> TLSFailure {
    let code = reasonNumbers[reason] ?? 0
    switch Int32(code) {
    case SSL_R_WRONG_VERSION_NUMBER, SSL_R_HTTP_REQUEST, SSL_R_PACKET_LENGTH_TOO_LONG: return .notTLS
    case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, SSL_R_NO_PROTOCOLS_AVAILABLE: return .version
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED: return .clientCertificateWanted
    default: return .handshake(code: UInt(code), reason: reason)
    }
}

/// OpenSSL's own table of reasons, turned round.
private let reasonNumbers: [String: Int] = {
    OPENSSL_init_ssl(UInt64(OPENSSL_INIT_LOAD_SSL_STRINGS), nil)
    var numbers: [String: Int] = [:]
    for number in 100..<1_200 {
        // ERR_PACK is a macro with casts: the library's number stands above the reason's.
        let packed = UInt(ERR_LIB_SSL) << 23 | UInt(number)
        if let text = ERR_reason_error_string(packed) { numbers[String(cString: text)] = number }
    }
    return numbers
}()

extension StringProtocol {
    /// Where a text first occurs.
    func firstMatch(_ wanted: String) -> Index? {
        indices.first { self[$0...].hasPrefix(wanted) }
    }
}
