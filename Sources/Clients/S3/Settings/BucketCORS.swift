/// Which web pages may call the bucket from a browser.
package struct BucketCORS: RemovableBucketSetting {
    package static let apiName = "BucketCors"
    package static let subresource = "cors"
    package static let root = "CORSConfiguration"
    package static let absence: S3ErrorCode? = .noSuchCORSConfiguration

    package struct Rule: Sendable, Hashable {
        package var id: String?
        package var allowedOrigins: [String]
        package var allowedMethods: [String]
        package var allowedHeaders: [String]
        package var exposedHeaders: [String]
        package var maxAgeSeconds: Int?

        package init(
            id: String? = nil,
            allowedOrigins: [String],
            allowedMethods: [String],
            allowedHeaders: [String] = [],
            exposedHeaders: [String] = [],
            maxAgeSeconds: Int? = nil,
        ) {
            self.id = id
            self.allowedOrigins = allowedOrigins
            self.allowedMethods = allowedMethods
            self.allowedHeaders = allowedHeaders
            self.exposedHeaders = exposedHeaders
            self.maxAgeSeconds = maxAgeSeconds
        }
    }

    package var rules: [Rule]

    package init(_ rules: [Rule]) {
        self.rules = rules
    }

    package init?(document: XMLElement) throws(XMLFault) {
        rules = document.all("CORSRule").map { element in
            Rule(
                id: element.text("ID").flatMap { $0.isEmpty ? nil : $0 },
                allowedOrigins: element.all("AllowedOrigin").map(\.text),
                allowedMethods: element.all("AllowedMethod").map(\.text),
                allowedHeaders: element.all("AllowedHeader").map(\.text),
                exposedHeaders: element.all("ExposeHeader").map(\.text),
                // Some stores answer 0 for "not said".
                maxAgeSeconds: element.integer("MaxAgeSeconds").flatMap { $0 == 0 ? nil : $0 },
            )
        }
        // Some stores answer an empty document where nothing is set.
        if rules.isEmpty { return nil }
    }

    package var document: XMLElement {
        XMLElement(
            Self.root,
            rules.map { rule in
                var children: [XMLElement] = []
                if let id = rule.id { children.append(XMLElement("ID", id)) }
                children += rule.allowedHeaders.map { XMLElement("AllowedHeader", $0) }
                children += rule.allowedMethods.map { XMLElement("AllowedMethod", $0) }
                children += rule.allowedOrigins.map { XMLElement("AllowedOrigin", $0) }
                children += rule.exposedHeaders.map { XMLElement("ExposeHeader", $0) }
                if let age = rule.maxAgeSeconds { children.append(XMLElement("MaxAgeSeconds", String(age))) }
                return XMLElement("CORSRule", children)
            }
        )
    }
}
