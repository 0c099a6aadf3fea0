internal import Platform
internal import S3
internal import Words

extension BucketField {
    /// Rule by rule, by their ids; a rule that is not declared must not be there: it may delete what should stay.
    static let lifecycle = BucketField("lifecycle", .allNames) { bucket, dialect in
        bucket.lifecycle.map { rules in
            dialect.hasTransitions ? wish(rules, withTransitions: true) : wish(rules, withTransitions: false)
        }
    } look: { client, bucket, deadline in
        await look(at: StoredLifecycle.self, picture: \.picture)(client, bucket, deadline)
    }

    private static func wish(_ rules: [DeclaredRule], withTransitions: Bool) -> Wish {
        let hasTransitions = rules.contains { !$0.transitions.isEmpty }
        let lifecycle = StoredLifecycle(declared: rules, withTransitions: withTransitions)
        var wish =
            lifecycle.rules.isEmpty
            ? Wish(no: StoredLifecycle.self) : Wish(lifecycle, lifecycle.picture)
        guard hasTransitions else { return wish }
        if withTransitions {
            wish.lesser = { BucketField.wish(rules, withTransitions: false) }
        } else {
            wish.leftOut = "moves to colder storage (lifecycle transitions)"
        }
        return wish
    }
}
