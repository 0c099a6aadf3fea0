internal import CLibPQ
internal import COpenSSL

/// What encrypts a connection.
package struct Encryption: Sendable, Hashable {
    /// As OpenSSL names it: `TLSv1.3`.
    package let version: String
    package let cipher: String
    package let keyBits: Int
    package let isCompressed: Bool
    /// As the server sent them, its own certificate first, in DER.
    package let certificates: [[UInt8]]

    /// Nil where the connection is not encrypted.
    init?(_ connection: OpaquePointer) {
        guard PQsslInUse(connection) == 1 else { return nil }
        func attribute(_ name: String) -> String { PQsslAttribute(connection, name).map { String(cString: $0) } ?? "" }
        version = attribute("protocol")
        cipher = attribute("cipher")
        keyBits = Int(attribute("key_bits")) ?? 0
        isCompressed = attribute("compression") == "on"
        certificates = Encryption.session(connection).map(Encryption.chain) ?? []
    }

    /// Whether OpenSSL holds bytes that the socket will not announce any more.
    static func hasBufferedInput(_ connection: OpaquePointer) -> Bool {
        guard let session = session(connection) else { return false }
        return SSL_pending(session) > 0
    }

    private static func session(_ connection: OpaquePointer) -> OpaquePointer? {
        PQsslStruct(connection, "OpenSSL").map { OpaquePointer($0) }
    }

    private static func chain(_ session: OpaquePointer) -> [[UInt8]] {
        guard let stack = SSL_get_peer_cert_chain(session) else { return [] }
        return (0..<OPENSSL_sk_num(stack)).compactMap { index in
            let certificate = OPENSSL_sk_value(stack, index).map { OpaquePointer($0) }
            let length = Int(i2d_X509(certificate, nil))
            guard length > 0 else { return nil }
            return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
                var end = buffer.baseAddress
                count = max(0, Int(i2d_X509(certificate, &end)))
            }
        }
    }
}
