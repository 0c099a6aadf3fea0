internal import COpenSSL
package import FoundationEssentials

/// A certificate with the key it is made for.
package struct KeyedCertificate: Sendable {
    package let certificate: Certificate
    package let key: PrivateKey
}

/// A small authority for development and tests: signs itself, then servers on loopback.
package struct CertificateAuthority: Sendable {
    package let identity: KeyedCertificate

    package init(identity: KeyedCertificate) {
        self.identity = identity
    }

    /// A new authority, valid from a day ago so that clocks may differ.
    package init(
        name: String,
        validFrom start: Date = Date(timeIntervalSinceNow: -86_400),
        until end: Date = Date(timeIntervalSinceNow: 3_650 * 86_400),
    ) throws(CryptographyError) {
        let key = try KeyHandle(making: .p256)
        let draft = try Draft()
        try draft.fill(key: key, commonName: name, from: start, until: end)
        try draft.name(issuer: draft.certificate.pointer)
        try draft.add(NID_basic_constraints, "critical,CA:TRUE", issuer: draft.certificate.pointer)
        try draft.add(NID_key_usage, "critical,keyCertSign,cRLSign", issuer: draft.certificate.pointer)
        try draft.add(NID_subject_key_identifier, "hash", issuer: draft.certificate.pointer)
        try draft.sign(with: key)
        identity = KeyedCertificate(
            certificate: try Certificate(der: draft.certificate.der),
            key: try PrivateKey(pem: key.pem),
        )
    }

    /// A server's certificate for names and addresses; the first one is also its common name.
    package func issue(
        for hostNames: [String],
        key wanted: NewKey = .p256,
        validFrom start: Date = Date(timeIntervalSinceNow: -86_400),
        until end: Date = Date(timeIntervalSinceNow: 365 * 86_400),
    ) throws(CryptographyError) -> KeyedCertificate {
        let alternatives = try hostNames.map { name throws(CryptographyError) in try alternative(name) }
        guard let first = hostNames.first else { throw CryptographyError(.cannotSign, reason: "no host name") }
        let issuer = try CertificateHandle(der: identity.certificate.der)
        let issuerKey = try KeyHandle(pem: identity.key.pem)
        let key = try KeyHandle(making: wanted)
        let draft = try Draft()
        try draft.fill(key: key, commonName: first, from: start, until: end)
        try draft.name(issuer: issuer.pointer)
        try draft.add(NID_basic_constraints, "critical,CA:FALSE", issuer: issuer.pointer)
        try draft.add(NID_key_usage, "critical,digitalSignature,keyEncipherment", issuer: issuer.pointer)
        try draft.add(NID_ext_key_usage, "serverAuth,clientAuth", issuer: issuer.pointer)
        try draft.add(NID_subject_alt_name, alternatives.joined(separator: ","), issuer: issuer.pointer)
        try draft.add(NID_authority_key_identifier, "keyid", issuer: issuer.pointer)
        try draft.sign(with: issuerKey)
        return KeyedCertificate(
            certificate: try Certificate(der: draft.certificate.der),
            key: try PrivateKey(pem: key.pem),
        )
    }
}

/// In the syntax of OpenSSL's extension values, where a comma would start another entry.
private func alternative(_ name: String) throws(CryptographyError) -> String {
    let harmless = name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "-._*:".utf8.contains(byte)
        }
    }
    guard harmless, !name.isEmpty else { throw CryptographyError(.cannotSign, reason: "not a host name") }
    let isAddress = name.contains(":") || name.allSatisfy { $0.isNumber || $0 == "." }
    return (isAddress ? "IP:" : "DNS:") + name
}

/// A certificate being filled in.
private struct Draft: ~Copyable {
    let certificate: CertificateHandle

    init() throws(CryptographyError) {
        guard let made = X509_new() else { throw .lastOfOpenSSL(.cannotSign) }
        certificate = CertificateHandle(owning: made)
    }

    func fill(
        key: borrowing KeyHandle,
        commonName: String,
        from start: Date,
        until end: Date,
    ) throws(CryptographyError) {
        let made = certificate.pointer
        // 16 random bytes with the top bit off: positive, and never the same twice.
        var serial = try randomBytes(16)
        serial[0] = serial[0] & 0x7F | 0x40
        guard let number = BN_bin2bn(serial, Int32(serial.count), nil) else { throw .lastOfOpenSSL(.cannotSign) }
        defer { BN_free(number) }
        BN_to_ASN1_INTEGER(number, X509_get_serialNumber(made))
        ASN1_TIME_set(X509_getm_notBefore(made), Int(start.timeIntervalSince1970))
        ASN1_TIME_set(X509_getm_notAfter(made), Int(end.timeIntervalSince1970))
        let name = Array(commonName.utf8)
        guard X509_set_version(made, 2) == 1,
            X509_set_pubkey(made, key.pointer) == 1,
            X509_NAME_add_entry_by_NID(
                X509_get_subject_name(made),
                NID_commonName,
                MBSTRING_UTF8,
                name,
                Int32(name.count),
                -1,
                0,
            ) == 1
        else { throw .lastOfOpenSSL(.cannotSign) }
    }

    func name(issuer: OpaquePointer) throws(CryptographyError) {
        guard X509_set_issuer_name(certificate.pointer, X509_get_subject_name(issuer)) == 1 else {
            throw .lastOfOpenSSL(.cannotSign)
        }
    }

    func add(_ extensionID: Int32, _ value: String, issuer: OpaquePointer) throws(CryptographyError) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer, certificate.pointer, nil, nil, 0)
        guard let made = X509V3_EXT_conf_nid(nil, &context, extensionID, value) else {
            throw .lastOfOpenSSL(.cannotSign)
        }
        defer { X509_EXTENSION_free(made) }
        guard X509_add_ext(certificate.pointer, made, -1) == 1 else { throw .lastOfOpenSSL(.cannotSign) }
    }

    func sign(with key: borrowing KeyHandle) throws(CryptographyError) {
        guard X509_sign(certificate.pointer, key.pointer, EVP_sha256()) > 0 else {
            throw .lastOfOpenSSL(.cannotSign)
        }
    }
}
