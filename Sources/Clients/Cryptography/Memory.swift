internal import COpenSSL

/// A buffer OpenSSL reads from or prints to.
struct Memory: ~Copyable {
    let bio: OpaquePointer

    init(_ bytes: [UInt8] = []) {
        guard let bio = BIO_new(BIO_s_mem()) else { preconditionFailure("no memory left for OpenSSL") }
        self.bio = bio
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { BIO_write(bio, $0.baseAddress, Int32(clamping: $0.count)) }
            precondition(count > 0, "no memory left for OpenSSL")
            rest = rest.dropFirst(Int(count))
        }
    }

    deinit {
        BIO_free(bio)
    }

    var contents: [UInt8] {
        var start: UnsafeMutablePointer<CChar>?
        let count = openssl_memory_contents(bio, &start)
        guard let start, count > 0 else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    var text: String { String(decoding: contents, as: UTF8.self) }
}
