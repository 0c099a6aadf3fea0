internal import Platform
internal import S3

extension StoredLifecycle {
    /// Without transitions a rule that does nothing else is none.
    init(declared rules: [DeclaredRule], withTransitions: Bool) {
        self.init(rules.map { StoredRule($0, withTransitions: withTransitions) }.filter(\.doesSomething))
    }
}

extension StoredRule {
    fileprivate init(_ rule: DeclaredRule, withTransitions: Bool) {
        self.init(
            id: rule.id,
            filter: ObjectFilter(prefix: rule.prefix),
            expiration: rule.expireAfter.map { .at(.days($0.days)) },
            transitions: withTransitions ? rule.transitions.map { Transition(.days($0.after.days), to: $0.to) } : [],
            noncurrentExpiration: rule.expireOldVersionsAfter.map { Noncurrent(days: $0.days) },
            abortsUploadsAfterDays: rule.abortUploadsAfter?.days,
        )
    }

    fileprivate var doesSomething: Bool {
        expiration != nil || !transitions.isEmpty || noncurrentExpiration != nil || abortsUploadsAfterDays != nil
    }
}
