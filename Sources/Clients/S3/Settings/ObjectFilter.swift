/// Which objects a rule is for; all of them where nothing is said.
package struct ObjectFilter: Sendable, Hashable {
    /// Nil and empty mean the same, so it is never empty.
    package let prefix: String?
    package let tags: [S3Tag]
    package let sizeGreaterThan: Int?
    package let sizeLessThan: Int?

    package init(
        prefix: String? = nil,
        tags: [S3Tag] = [],
        sizeGreaterThan: Int? = nil,
        sizeLessThan: Int? = nil,
    ) {
        self.prefix = prefix == "" ? nil : prefix
        self.tags = tags.sorted { ($0.key, $0.value) < ($1.key, $1.value) }
        self.sizeGreaterThan = sizeGreaterThan
        self.sizeLessThan = sizeLessThan
    }

    /// From a rule: a filter of today, or the bare prefix of old.
    init(ofRule rule: XMLElement) {
        guard let filter = rule["Filter"] else {
            self.init(prefix: rule.text("Prefix"))
            return
        }
        let place = filter["And"] ?? filter
        self.init(
            prefix: place.text("Prefix"),
            tags: place.all("Tag").compactMap { S3Tag($0) },
            sizeGreaterThan: place.integer("ObjectSizeGreaterThan"),
            sizeLessThan: place.integer("ObjectSizeLessThan"),
        )
    }

    /// One condition stands alone, several under `And`; none is an empty prefix, which all dialects understand.
    var element: XMLElement {
        var conditions: [XMLElement] = []
        if let prefix { conditions.append(XMLElement("Prefix", prefix)) }
        conditions += tags.map(\.element)
        if let size = sizeGreaterThan { conditions.append(XMLElement("ObjectSizeGreaterThan", String(size))) }
        if let size = sizeLessThan { conditions.append(XMLElement("ObjectSizeLessThan", String(size))) }
        switch conditions.count {
        case 0: return XMLElement("Filter", [XMLElement("Prefix")])
        case 1: return XMLElement("Filter", conditions)
        default: return XMLElement("Filter", [XMLElement("And", conditions)])
        }
    }
}
