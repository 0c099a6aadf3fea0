internal import Platform
internal import S3
internal import Words

extension BucketField {
    /// The first rule that fits counts, so their order does; within a rule no order does.
    static let cors = BucketField("cors", .declaredNames) { bucket, _ in
        bucket.cors.map { rules in
            let cors = BucketCORS(rules.map { BucketCORS.Rule($0) })
            return rules.isEmpty ? Wish(no: BucketCORS.self) : Wish(cors, picture(of: cors))
        }
    } look: { client, bucket, deadline in
        await look(at: BucketCORS.self, picture: picture)(client, bucket, deadline)
    }

    private static func picture(of cors: BucketCORS) -> JSONValue {
        .array(cors.rules.map(\.picture))
    }
}

extension BucketCORS.Rule {
    fileprivate init(_ rule: DeclaredCORSRule) {
        self.init(
            allowedOrigins: rule.origins,
            allowedMethods: rule.methods.map { $0.uppercased() },
            allowedHeaders: rule.headers,
            exposedHeaders: rule.expose,
            maxAgeSeconds: rule.maxAge.map { Int($0.duration.components.seconds) },
        )
    }

    /// Names of headers know no capitals; how long a browser remembers is compared where it is declared.
    fileprivate var picture: JSONValue {
        var parts: [String: JSONValue] = [
            "origins": set(allowedOrigins), "methods": set(allowedMethods.map { $0.uppercased() }),
            "headers": set(allowedHeaders.map { $0.lowercased() }),
            "expose": set(exposedHeaders.map { $0.lowercased() }),
        ]
        if let seconds = maxAgeSeconds, seconds > 0 { parts["max_age"] = .string("\(seconds)s") }
        return .object(parts)
    }

    private func set(_ texts: [String]) -> JSONValue {
        .array(Set(texts).sorted().map(JSONValue.string))
    }
}
