/// How objects are encrypted that come without a wish of their own.
package struct BucketEncryption: RemovableBucketSetting {
    package static let apiName = "BucketEncryption"
    package static let subresource = "encryption"
    package static let root = "ServerSideEncryptionConfiguration"
    package static let absence: S3ErrorCode? = .noSuchEncryption

    package enum Algorithm: Sendable, Hashable {
        /// SSE-S3.
        case aes256
        /// Nil for the account's own key.
        case kms(key: String?)
        case other(String, key: String?)
    }

    package var algorithm: Algorithm
    package var usesBucketKey: Bool

    package init(_ algorithm: Algorithm, usesBucketKey: Bool = false) {
        self.algorithm = algorithm
        self.usesBucketKey = usesBucketKey
    }

    package init?(document: XMLElement) throws(XMLFault) {
        guard let rule = document["Rule"] else { return nil }
        guard let wish = rule["ApplyServerSideEncryptionByDefault"], let name = wish.text("SSEAlgorithm") else {
            throw .unexpected(element: "Rule")
        }
        let key = wish.text("KMSMasterKeyID").flatMap { $0.isEmpty ? nil : $0 }
        switch name {
        case "AES256": algorithm = .aes256
        case "aws:kms": algorithm = .kms(key: key)
        default: algorithm = .other(name, key: key)
        }
        usesBucketKey = rule.boolean("BucketKeyEnabled") ?? false
    }

    package var document: XMLElement {
        let (name, key): (String, String?) =
            switch algorithm {
            case .aes256: ("AES256", nil)
            case .kms(let key): ("aws:kms", key)
            case .other(let name, let key): (name, key)
            }
        var wish = XMLElement("ApplyServerSideEncryptionByDefault", [XMLElement("SSEAlgorithm", name)])
        if let key { wish.children.append(XMLElement("KMSMasterKeyID", key)) }
        var rule = XMLElement("Rule", [wish])
        if usesBucketKey { rule.children.append(XMLElement("BucketKeyEnabled", "true")) }
        return XMLElement(Self.root, [rule])
    }
}
