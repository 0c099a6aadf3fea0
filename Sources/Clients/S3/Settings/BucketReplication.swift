/// Which objects are copied to another bucket, and in whose name.
package struct BucketReplication: RemovableBucketSetting {
    package static let apiName = "BucketReplication"
    package static let subresource = "replication"
    package static let root = "ReplicationConfiguration"
    package static let absence: S3ErrorCode? = .noSuchReplication

    package struct Rule: Sendable, Hashable {
        package var id: String?
        package var isEnabled: Bool
        package var priority: Int?
        package var filter: ObjectFilter
        /// The other bucket's name in the store's long form, `arn:aws:s3:::name`.
        package var destination: String
        package var storageClass: String?
        package var account: String?
        package var replicatesDeletions: Bool

        package init(
            id: String? = nil,
            isEnabled: Bool = true,
            priority: Int? = nil,
            filter: ObjectFilter = ObjectFilter(),
            destination: String,
            storageClass: String? = nil,
            account: String? = nil,
            replicatesDeletions: Bool = false,
        ) {
            self.id = id
            self.isEnabled = isEnabled
            self.priority = priority
            self.filter = filter
            self.destination = destination
            self.storageClass = storageClass
            self.account = account
            self.replicatesDeletions = replicatesDeletions
        }
    }

    package var role: String
    package var rules: [Rule]

    package init(role: String, rules: [Rule]) {
        self.role = role
        self.rules = rules
    }

    package init?(document: XMLElement) throws(XMLFault) {
        role = document.text("Role") ?? ""
        rules = []
        for element in document.all("Rule") { rules.append(try Rule(element)) }
        if rules.isEmpty { return nil }
    }

    package var document: XMLElement {
        XMLElement(Self.root, [XMLElement("Role", role)] + rules.map(\.element))
    }
}

extension BucketReplication.Rule {
    fileprivate init(_ element: XMLElement) throws(XMLFault) {
        guard let place = element["Destination"], let bucket = place.text("Bucket") else {
            throw .unexpected(element: "Destination")
        }
        self.init(
            id: element.text("ID").flatMap { $0.isEmpty ? nil : $0 },
            isEnabled: element.text("Status") == "Enabled",
            priority: element.integer("Priority"),
            filter: ObjectFilter(ofRule: element),
            destination: bucket,
            storageClass: place.text("StorageClass"),
            account: place.text("Account"),
            replicatesDeletions: element["DeleteMarkerReplication"]?.text("Status") == "Enabled",
        )
    }

    fileprivate var element: XMLElement {
        var children: [XMLElement] = []
        if let id { children.append(XMLElement("ID", id)) }
        // The form with a filter wants a priority.
        children.append(XMLElement("Priority", String(priority ?? 0)))
        children.append(XMLElement("Status", isEnabled ? "Enabled" : "Disabled"))
        children.append(filter.element)
        var place = [XMLElement("Bucket", destination)]
        if let account { place.append(XMLElement("Account", account)) }
        if let storageClass { place.append(XMLElement("StorageClass", storageClass)) }
        children.append(XMLElement("Destination", place))
        let deletions = XMLElement("Status", replicatesDeletions ? "Enabled" : "Disabled")
        children.append(XMLElement("DeleteMarkerReplication", [deletions]))
        return XMLElement("Rule", children)
    }
}
