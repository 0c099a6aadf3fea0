/// Whether old versions of objects are kept; once enabled it can be suspended, never taken away.
package struct BucketVersioning: WritableBucketSetting {
    package static let apiName = "BucketVersioning"
    package static let subresource = "versioning"
    package static let root = "VersioningConfiguration"
    package static let absence: S3ErrorCode? = nil

    package enum Status: String, Sendable, Hashable {
        case enabled = "Enabled"
        case suspended = "Suspended"
    }

    package var status: Status

    package init(_ status: Status) {
        self.status = status
    }

    package init?(document: XMLElement) throws(XMLFault) {
        guard let text = document.text("Status"), !text.isEmpty else { return nil }
        guard let status = Status(rawValue: text) else { throw .unexpected(element: "Status") }
        self.status = status
    }

    package var document: XMLElement {
        XMLElement(Self.root, [XMLElement("Status", status.rawValue)])
    }
}
