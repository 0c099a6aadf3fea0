internal import COpenSSL
internal import Network

/// What libnats's text of a failed handshake says where it begins with the number of an `X509_V_ERR_…`, as in `20:unable to get …`; nil where
/// the handshake failed before there was a certificate to judge.
func verificationFailure(_ text: String) -> TLSFailure? {
    let marker = "handshake error: "
    var reason = text[...]
    if let first = reason.firstMatch(marker) { reason = reason[first...].dropFirst(marker.count) }
    guard let colon = reason.firstIndex(of: ":"), let code = Int(reason[..<colon]) else { return nil }
    let rest = reason[reason.index(after: colon)...]
    return verificationFailure(code, String(rest.prefix { $0 != ":" }), String(rest))
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

extension StringProtocol {
    /// Where a text first occurs.
    func firstMatch(_ wanted: String) -> Index? {
        indices.first { self[$0...].hasPrefix(wanted) }
    }
}
