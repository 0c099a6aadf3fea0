/// What becomes of objects as they grow old.
package struct BucketLifecycle: RemovableBucketSetting {
    package static let apiName = "BucketLifecycleConfiguration"
    package static let subresource = "lifecycle"
    package static let root = "LifecycleConfiguration"
    package static let absence: S3ErrorCode? = .noSuchLifecycleConfiguration

    package var rules: [LifecycleRule]

    package init(_ rules: [LifecycleRule]) {
        self.rules = rules
    }

    package init?(document: XMLElement) throws(XMLFault) {
        rules = []
        for element in document.all("Rule") { rules.append(try LifecycleRule(element)) }
        if rules.isEmpty { return nil }
    }

    package var document: XMLElement { XMLElement(Self.root, rules.map(\.element)) }
}
