/// A key and a value on a bucket or an object.
package struct S3Tag: Sendable, Hashable {
    package var key: String
    package var value: String

    package init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }

    init?(_ element: XMLElement) {
        guard let key = element.text("Key") else { return nil }
        self.init(key, element.text("Value") ?? "")
    }

    var element: XMLElement { XMLElement("Tag", [XMLElement("Key", key), XMLElement("Value", value)]) }
}

/// The tags of a bucket, in no order that matters.
package struct BucketTagging: RemovableBucketSetting {
    package static let apiName = "BucketTagging"
    package static let subresource = "tagging"
    package static let root = "Tagging"
    package static let absence: S3ErrorCode? = .noSuchTagSet

    /// Ordered by key.
    package let tags: [S3Tag]

    package init(_ tags: [S3Tag]) {
        self.tags = tags.sorted { ($0.key, $0.value) < ($1.key, $1.value) }
    }

    package init?(document: XMLElement) throws(XMLFault) {
        let tags = document["TagSet"]?.all("Tag").compactMap { S3Tag($0) } ?? []
        guard !tags.isEmpty else { return nil }
        self.init(tags)
    }

    package var document: XMLElement {
        XMLElement(Self.root, [XMLElement("TagSet", tags.map(\.element))])
    }
}
