/// Where a bucket was made; can only be said at its making.
package struct BucketLocation: BucketSetting {
    package static let apiName = "BucketLocation"
    package static let subresource = "location"
    package static let root = "LocationConstraint"
    /// SeaweedFS answers with the document that making a bucket takes.
    package static let otherRoots = ["CreateBucketConfiguration"]
    package static let absence: S3ErrorCode? = nil

    /// As the store has it; empty for the store's first region.
    package let constraint: String

    package init(constraint: String) {
        self.constraint = constraint
    }

    package init?(document: XMLElement) throws(XMLFault) {
        // Some stores wrap it once more.
        constraint = document.text("LocationConstraint") ?? document.text
    }

    /// With the two names of old spelled out.
    package var region: String {
        switch constraint {
        case "": "us-east-1"
        case "EU": "eu-west-1"
        default: constraint
        }
    }
}
