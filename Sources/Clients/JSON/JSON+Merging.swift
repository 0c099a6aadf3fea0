extension JSON {
    /// This value with a patch laid over it, as RFC 7396 says: objects merge member by member, `null` removes, all else replaces.
    ///
    /// Read-modify-write keeps every field of the server's that the patch does not name.
    package func merging(_ patch: JSON) -> JSON {
        guard case .object(let changes) = patch else { return patch }
        var members = object ?? [:]
        for (key, change) in changes {
            if change.isNull {
                members.removeValue(forKey: key)
            } else {
                members[key] = (members[key] ?? .null).merging(change)
            }
        }
        return .object(members)
    }
}
