/// The four bars against a bucket becoming public.
package struct PublicAccessBlock: RemovableBucketSetting {
    package static let apiName = "PublicAccessBlock"
    package static let subresource = "publicAccessBlock"
    package static let root = "PublicAccessBlockConfiguration"
    package static let absence: S3ErrorCode? = .noSuchPublicAccessBlock

    package var blocksPublicACLs: Bool
    package var ignoresPublicACLs: Bool
    package var blocksPublicPolicy: Bool
    package var restrictsPublicBuckets: Bool

    package init(
        blocksPublicACLs: Bool = true,
        ignoresPublicACLs: Bool = true,
        blocksPublicPolicy: Bool = true,
        restrictsPublicBuckets: Bool = true,
    ) {
        self.blocksPublicACLs = blocksPublicACLs
        self.ignoresPublicACLs = ignoresPublicACLs
        self.blocksPublicPolicy = blocksPublicPolicy
        self.restrictsPublicBuckets = restrictsPublicBuckets
    }

    package init?(document: XMLElement) throws(XMLFault) {
        self.init(
            blocksPublicACLs: document.boolean("BlockPublicAcls") ?? false,
            ignoresPublicACLs: document.boolean("IgnorePublicAcls") ?? false,
            blocksPublicPolicy: document.boolean("BlockPublicPolicy") ?? false,
            restrictsPublicBuckets: document.boolean("RestrictPublicBuckets") ?? false,
        )
    }

    package var document: XMLElement {
        XMLElement(
            Self.root,
            [
                XMLElement("BlockPublicAcls", String(blocksPublicACLs)),
                XMLElement("IgnorePublicAcls", String(ignoresPublicACLs)),
                XMLElement("BlockPublicPolicy", String(blocksPublicPolicy)),
                XMLElement("RestrictPublicBuckets", String(restrictsPublicBuckets)),
            ]
        )
    }
}
