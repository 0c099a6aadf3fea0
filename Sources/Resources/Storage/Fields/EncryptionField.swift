internal import Platform
internal import S3
internal import Words

extension BucketField {
    static let encryption = BucketField("encryption", .declaredNames) { bucket, dialect in
        switch bucket.encryption {
        case nil: return nil
        case .aes256: return Wish(BucketEncryption(.aes256), .string(name(of: .aes256)))
        case .kms: return Wish(BucketEncryption(.kms(key: nil)), .string(name(of: .kms(key: nil))))
        case .some(.none):
            let nothing = Wish(no: BucketEncryption.self)
            return dialect.alwaysEncrypts ? Wish(.string(name(of: .aes256)), write: nothing.write) : nothing
        }
    } look: { client, bucket, deadline in
        await look(at: BucketEncryption.self) { .string(name(of: $0.algorithm)) }(client, bucket, deadline)
    }

    /// Which key is used is not declared: any will do.
    private static func name(of algorithm: BucketEncryption.Algorithm) -> String {
        switch algorithm {
        case .aes256: "AES256"
        case .kms: "aws:kms"
        case .other(let name, _): name
        }
    }
}
