internal import COpenSSL
internal import CSystem
internal import FoundationEssentials
internal import Glibc

/// An `X509` of OpenSSL's, freed with its owner.
struct CertificateHandle: ~Copyable {
    let pointer: OpaquePointer

    init(der: [UInt8]) throws(CryptographyError) {
        var parsed: OpaquePointer?
        let whole = der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            parsed = cursor == nil ? nil : d2i_X509(nil, &cursor, buffer.count)
            return cursor == buffer.baseAddress?.advanced(by: buffer.count)
        }
        guard let parsed else { throw .lastOfOpenSSL(.notACertificate) }
        guard whole else {
            X509_free(parsed)
            throw CryptographyError(.notACertificate, reason: "more follows the certificate")
        }
        pointer = parsed
    }

    /// The next one in a PEM text; nil at its end.
    init?(nextIn source: borrowing Memory) throws(CryptographyError) {
        guard let parsed = PEM_read_bio_X509(source.bio, nil, noPassphrase, nil) else {
            let error = CryptographyError.lastOfOpenSSL(.notACertificate)
            if openssl_library(error.code) == ERR_LIB_PEM, openssl_reason(error.code) == PEM_R_NO_START_LINE {
                return nil
            }
            throw error
        }
        pointer = parsed
    }

    /// Takes over a certificate that is being made.
    init(owning made: OpaquePointer) {
        pointer = made
    }

    deinit {
        X509_free(pointer)
    }

    var der: [UInt8] {
        let count = i2d_X509(pointer, nil)
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
            var cursor = buffer.baseAddress
            filled = max(0, Int(i2d_X509(pointer, &cursor)))
        }
    }

    var pem: String {
        let target = Memory()
        PEM_write_bio_X509(target.bio, pointer)
        return target.text
    }

    var subject: String { printed(X509_get_subject_name(pointer)) }
    var issuer: String { printed(X509_get_issuer_name(pointer)) }

    var commonName: String? {
        guard let name = X509_get_subject_name(pointer) else { return nil }
        let index = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
        guard index >= 0, let value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)) else { return nil }
        var text: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&text, value)
        guard count >= 0, let text else { return nil }
        defer { CRYPTO_free(text, #fileID, #line) }
        return String(decoding: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
    }

    var alternativeNames: (dns: [String], ip: [String]) {
        guard let raw = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else { return ([], []) }
        let names = OpaquePointer(raw)
        defer { GENERAL_NAMES_free(names) }
        var (dns, ip): ([String], [String]) = ([], [])
        for index in 0..<openssl_alternative_count(names) {
            if let name = openssl_alternative(names, index, GEN_DNS) {
                dns.append(String(decoding: bytes(of: name), as: UTF8.self))
            } else if let address = openssl_alternative(names, index, GEN_IPADD) {
                let octets = Array(bytes(of: address))
                ip.append(addressText(octets) ?? octets.hexadecimal)
            }
        }
        return (dns, ip)
    }

    var notBefore: Date? { date(X509_get0_notBefore(pointer)) }
    var notAfter: Date? { date(X509_get0_notAfter(pointer)) }

    var serial: String {
        guard let number = X509_get0_serialNumber(pointer) else { return "" }
        return bytes(of: UnsafePointer(number)).hexadecimal
    }

    var keyKind: KeyKind {
        guard let key = X509_get0_pubkey(pointer) else { return .other(name: "unknown", bits: 0) }
        return kind(ofKey: key)
    }

    /// By name, key identifiers and signature, not by name alone.
    var isSelfSigned: Bool {
        defer { ERR_clear_error() }
        return X509_self_signed(pointer, 1) == 1
    }

    var isAuthority: Bool { X509_get_extension_flags(pointer) & UInt32(EXFLAG_CA) != 0 }

    func matches(_ name: String) -> Bool {
        defer { ERR_clear_error() }
        var address = in6_addr()
        if inet_pton(AF_INET, name, &address) == 1 || inet_pton(AF_INET6, name, &address) == 1 {
            return X509_check_ip_asc(pointer, name, 0) == 1
        }
        return X509_check_host(pointer, name, name.utf8.count, 0, nil) == 1
    }
}

/// OpenSSL asks the terminal for a passphrase unless told otherwise; we never have one.
func noPassphrase(
    _: UnsafeMutablePointer<CChar>?,
    _: Int32,
    _: Int32,
    _: UnsafeMutableRawPointer?,
) -> Int32 { -1 }

func kind(ofKey key: OpaquePointer) -> KeyKind {
    let bits = Int(EVP_PKEY_get_bits(key))
    switch EVP_PKEY_get_base_id(key) {
    case EVP_PKEY_RSA: return .rsa(bits: bits)
    case EVP_PKEY_EC:
        var name = [CChar](repeating: 0, count: 64)
        var length = 0
        let known = EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1
        let letters = name.prefix(length).map { UInt8(bitPattern: $0) }
        return .ellipticCurve(name: known ? String(decoding: letters, as: UTF8.self) : "unknown", bits: bits)
    case EVP_PKEY_ED25519: return .ed25519
    default:
        let name = EVP_PKEY_get0_type_name(key).map { String(cString: $0) } ?? "unknown"
        return .other(name: name, bits: bits)
    }
}

private func printed(_ name: OpaquePointer?) -> String {
    guard let name else { return "" }
    let target = Memory()
    openssl_print_name(target.bio, name)
    return target.text
}

private func bytes(of string: UnsafePointer<ASN1_STRING>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string)))
}

private func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
    var parts = tm()
    guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
    return Date(timeIntervalSince1970: Double(timegm(&parts)))
}

private func addressText(_ octets: [UInt8]) -> String? {
    guard octets.count == 4 || octets.count == 16 else { return nil }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(octets.count == 4 ? AF_INET : AF_INET6, octets, &text, socklen_t(text.count)) != nil else {
        return nil
    }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
