internal import FoundationEssentials
internal import Platform
internal import S3
internal import Words

/// Rules that delete what is in a bucket and stand in no platform file: whoever counts on the objects learns it when they are gone.
extension BucketHealth {
    /// Where rules are declared, the comparison tells of others.
    var asksForUndeclaredRules: Bool {
        guard let bucket = resource.storage.buckets[name] else { return false }
        return bucket.lifecycle == nil && !bucket.ignore.contains(BucketField.lifecycle.name)
    }

    func undeclaredExpiry(_ lifecycle: Observed<StoredLifecycle>) -> [Finding] {
        (lifecycle.value?.rules ?? []).compactMap { rule in
            guard rule.isEnabled, case .at(let moment)? = rule.expiration else { return nil }
            let time =
                switch moment {
                case .days(let days): "after \(counted(days, "day"))"
                case .date(let date): "on \(date.formatted(.iso8601).prefix(10))"
                }
            let which = rule.filter.prefix.flatMap { $0.isEmpty ? nil : " under \($0)" } ?? ""
            return Finding(
                StorageChecks.settings,
                .warning,
                at: address,
                .drift,
                "Objects\(which) are deleted \(time), and the platform file does not say so.",
                evidence: [.fact("rule", rule.id ?? "without a name"), .fact("deletes", time)],
                remedies: [
                    .hint(
                        "Where it is meant so, declare the rule under lifecycle; else lifecycle: [] and ihctl bootstrap take it away."
                    ),
                    .fix(
                        "aws s3api get-bucket-lifecycle-configuration --endpoint-url \(resource.endpoint) --bucket \(name)"
                    ),
                ],
                data: ["field": "lifecycle"]
            )
        }
    }
}
