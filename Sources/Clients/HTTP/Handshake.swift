internal import COpenSSL
internal import Cryptography

/// What OpenSSL says of a handshake while curl makes it: curl itself passes on one sentence for all of it.
///
/// Owned by the SSL context through its ex-data, so that OpenSSL's callbacks never meet a dead one, even on a kept connection long after
/// the transfer that opened it. All on the loop's thread.
final class Handshake {
    /// As the server presented them, its own first, in DER.
    private var presented: [[UInt8]] = []
    /// An `X509_V_…`; 0 when the chain holds or was not looked at yet.
    private(set) var verifyCode: Int32 = 0
    private(set) var fatalAlertReceived: Int32?
    /// OpenSSL's packed error of the step that failed.
    private(set) var errorCode: UInt = 0
    private(set) var wantsClientCertificate = false
    private(set) var version: String?
    private(set) var cipher: String?

    /// What cannot be read is left out.
    var certificates: [Certificate] { presented.compactMap { try? Certificate(der: $0) } }

    /// OpenSSL's own words for its numbers.
    var errorReason: String { ERR_reason_error_string(errorCode).map { String(cString: $0) } ?? "" }

    static func alertReason(_ alert: Int32) -> String {
        SSL_alert_desc_string_long(alert).map { String(cString: $0) } ?? ""
    }

    static func verifyReason(_ code: Int32) -> String {
        X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? ""
    }

    /// Listens to a context that curl has just made.
    func attach(to context: OpaquePointer) {
        SSL_CTX_set_ex_data(context, Handshake.slot, Unmanaged.passRetained(self).toOpaque())
        SSL_CTX_set_cert_verify_callback(context, verifyChain, Unmanaged.passUnretained(self).toOpaque())
        SSL_CTX_set_client_cert_cb(context) { ssl, _, _ in
            Handshake.listening(on: ssl)?.wantsClientCertificate = true
            return 0
        }
        SSL_CTX_set_info_callback(context) { ssl, place, value in
            Handshake.listening(on: ssl)?.noticed(place, value, on: ssl)
        }
    }

    private static let slot = CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_SSL_CTX, 0, nil, nil, nil) {
        _,
        value,
        _,
        _,
        _,
        _ in
        if let value { Unmanaged<Handshake>.fromOpaque(value).release() }
    }

    private static func listening(on ssl: OpaquePointer?) -> Handshake? {
        guard let ssl, let context = SSL_get_SSL_CTX(ssl), let value = SSL_CTX_get_ex_data(context, slot) else {
            return nil
        }
        return Unmanaged<Handshake>.fromOpaque(value).takeUnretainedValue()
    }

    private func noticed(_ place: Int32, _ value: Int32, on ssl: OpaquePointer?) {
        if place & SSL_CB_ALERT != 0 {
            if place & SSL_CB_READ != 0, value >> 8 == SSL3_AL_FATAL { fatalAlertReceived = value & 0xFF }
            return
        }
        if place & SSL_CB_HANDSHAKE_DONE != 0 {
            version = SSL_get_version(ssl).map { String(cString: $0) }
            cipher = SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { String(cString: $0) }
            return
        }
        if place & SSL_CB_EXIT != 0, value <= 0 {
            errorCode = ERR_peek_last_error()
        }
    }

    /// Stands in for OpenSSL's own call, to keep the chain it was given also when it does not hold.
    fileprivate func verify(_ store: OpaquePointer) -> Int32 {
        let presented = X509_STORE_CTX_get0_untrusted(store)
        self.presented = (0..<OPENSSL_sk_num(presented)).compactMap { index in
            OPENSSL_sk_value(presented, index).flatMap { encoded(OpaquePointer($0)) }
        }
        let holds = X509_verify_cert(store)
        verifyCode = X509_STORE_CTX_get_error(store)
        return holds
    }
}

private func verifyChain(_ store: OpaquePointer?, _ context: UnsafeMutableRawPointer?) -> Int32 {
    guard let store, let context else { return 0 }
    return Unmanaged<Handshake>.fromOpaque(context).takeUnretainedValue().verify(store)
}

private func encoded(_ certificate: OpaquePointer) -> [UInt8]? {
    var bytes: UnsafeMutablePointer<UInt8>?
    let count = i2d_X509(certificate, &bytes)
    guard count > 0, let bytes else { return nil }
    defer { CRYPTO_free(bytes, "", 0) }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
}
