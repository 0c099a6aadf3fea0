internal import Platform
internal import S3
internal import Words

extension BucketField {
    static let replication = BucketField("replication", .allNames) { bucket, _ in
        bucket.replication.map { declared in
            let replication = BucketReplication(declared)
            return declared.rules.isEmpty
                ? Wish(no: BucketReplication.self) : Wish(replication, replication.picture)
        }
    } look: { client, bucket, deadline in
        await look(at: BucketReplication.self, picture: \.picture)(client, bucket, deadline)
    }
}

extension BucketReplication {
    private static let bucketPrefix = "arn:aws:s3:::"

    fileprivate init(_ declared: DeclaredReplication) {
        self.init(
            role: declared.role,
            rules: declared.rules.map { rule in
                Rule(
                    id: rule.id,
                    priority: rule.priority,
                    filter: ObjectFilter(prefix: rule.prefix),
                    destination: rule.to.hasPrefix("arn:") ? rule.to : Self.bucketPrefix + rule.to,
                    storageClass: rule.storageClass,
                    replicatesDeletions: rule.deletions,
                )
            }
        )
    }

    /// By the rules' ids, with the role in each, since it is one for all.
    fileprivate var picture: JSONValue {
        let pairs = rules.enumerated().map { index, rule in
            (rule.id ?? "(rule \(index + 1) without a name)", picture(of: rule))
        }
        return .object(Dictionary(pairs) { _, last in last })
    }

    private func picture(of rule: Rule) -> JSONValue {
        var parts: [String: JSONValue] = [
            "role": .string(role), "enabled": .boolean(rule.isEnabled), "prefix": JSONValue(rule.filter.prefix),
            "to": .string(rule.destination.replacing(Self.bucketPrefix, with: "")),
            "deletions": .boolean(rule.replicatesDeletions),
        ]
        if let name = rule.storageClass { parts["storage_class"] = .string(name.uppercased()) }
        if let priority = rule.priority, priority > 0 { parts["priority"] = .integer(priority) }
        return .object(parts)
    }
}
