internal import FoundationEssentials
internal import S3
internal import Words

extension StoredLifecycle {
    /// By the rules' ids: the order of rules says nothing, and stores change it.
    var picture: JSONValue {
        var pictures: [String: JSONValue] = [:]
        for (index, rule) in rules.enumerated() {
            var name = rule.id ?? "(rule \(index + 1) without a name)"
            while pictures[name] != nil { name += "'" }
            pictures[name] = rule.picture
        }
        return .object(pictures)
    }
}

extension StoredRule {
    /// With a null for what the rule does not do, so that what somebody added is seen.
    fileprivate var picture: JSONValue {
        [
            "enabled": .boolean(isEnabled), "prefix": JSONValue(filter.prefix),
            "transitions": .array(transitions.sorted { $0.order < $1.order }.map(\.picture)),
            "expire_after": expiration?.picture ?? .null,
            "expire_old_versions_after": period(noncurrentExpiration?.days),
            "abort_uploads_after": period(abortsUploadsAfterDays), "undeclared": undeclared,
        ]
    }

    /// What the platform file cannot say and the store does all the same.
    private var undeclared: JSONValue {
        var parts: [String: JSONValue] = [:]
        for tag in filter.tags { parts["tag \(tag.key)"] = .string(tag.value) }
        if let size = filter.sizeGreaterThan { parts["size_greater_than"] = .integer(size) }
        if let size = filter.sizeLessThan { parts["size_less_than"] = .integer(size) }
        if let count = noncurrentExpiration?.newerVersions { parts["old_versions_kept"] = .integer(count) }
        if !noncurrentTransitions.isEmpty {
            let moves = noncurrentTransitions.sorted { $0.days < $1.days }
            parts["old_versions_move"] = .array(
                moves.map { ["after": period($0.days), "to": JSONValue($0.storageClass?.uppercased())] }
            )
        }
        return .object(parts)
    }
}

extension StoredRule.Transition {
    fileprivate var order: Int {
        switch moment {
        case .days(let days): days
        case .date(let date): Int(date.timeIntervalSince1970)
        }
    }

    /// Classes are spelled in capitals; some stores give back what they were given.
    fileprivate var picture: JSONValue { ["after": moment.picture, "to": .string(storageClass.uppercased())] }
}

extension StoredRule.Moment {
    fileprivate var picture: JSONValue {
        switch self {
        case .days(let days): period(days)
        case .date(let date): .string(date.formatted(.iso8601))
        }
    }
}

extension StoredRule.Expiration {
    fileprivate var picture: JSONValue {
        switch self {
        case .at(let moment): moment.picture
        case .expiredMarkers: "deletion markers alone"
        }
    }
}
