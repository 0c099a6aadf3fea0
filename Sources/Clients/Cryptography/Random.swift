internal import COpenSSL
package import FoundationEssentials

/// Bytes from OpenSSL's generator, fit for keys and passwords.
package func randomBytes(_ count: Int) throws(CryptographyError) -> [UInt8] {
    precondition(count >= 0, "a negative number of random bytes")
    var done: Int32 = 1
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        guard count > 0 else { return }
        done = RAND_bytes(buffer.baseAddress, Int32(count))
        filled = done == 1 ? count : 0
    }
    guard done == 1 else { throw .lastOfOpenSSL(.noRandomness) }
    return bytes
}

/// Compares in a time that tells nothing about where two values of one length differ.
package func equalInConstantTime(_ one: some ContiguousBytes, _ other: some ContiguousBytes) -> Bool {
    one.withUnsafeBytes { one in
        other.withUnsafeBytes { other in
            one.count == other.count && CRYPTO_memcmp(one.baseAddress, other.baseAddress, one.count) == 0
        }
    }
}
