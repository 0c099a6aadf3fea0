/// Whose the objects are, and whether access lists count at all.
package struct ObjectOwnership: RemovableBucketSetting {
    package static let apiName = "BucketOwnershipControls"
    package static let subresource = "ownershipControls"
    package static let root = "OwnershipControls"
    package static let absence: S3ErrorCode? = .noSuchOwnershipControls

    package enum Rule: String, Sendable, Hashable {
        case bucketOwnerEnforced = "BucketOwnerEnforced"
        case bucketOwnerPreferred = "BucketOwnerPreferred"
        case objectWriter = "ObjectWriter"
    }

    package var rule: Rule

    package init(_ rule: Rule) {
        self.rule = rule
    }

    package init?(document: XMLElement) throws(XMLFault) {
        guard let text = document["Rule"]?.text("ObjectOwnership") else { return nil }
        guard let rule = Rule(rawValue: text) else { throw .unexpected(element: "ObjectOwnership") }
        self.rule = rule
    }

    package var document: XMLElement {
        XMLElement(Self.root, [XMLElement("Rule", [XMLElement("ObjectOwnership", rule.rawValue)])])
    }
}
