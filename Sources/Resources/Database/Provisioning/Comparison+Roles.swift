internal import PostgreSQL
internal import Words

extension Comparison {
    /// The group that the migrations grant an agent's rights to: nobody logs in as it, and it may nothing by itself.
    var group: Verdict? {
        guard let name = wish.group, let address = wish.groupRole else { return nil }
        let facts = seen.roles[name]
        var verdict = Verdict(
            address,
            isThere: facts != nil,
            fields: attributeFields(of: facts, wantingLogin: false, part: "group"),
            facts: facts.map { ["attributes": $0.attributeWords] } ?? "absent"
        )
        guard facts == nil || !verdict.fields.isEmpty else { return verdict }
        verdict.obstacle = readOnly ?? obstacle(name, facts, verdict.fields)
        return verdict
    }

    /// The agent's role: it logs in with the URL's password, has the group's rights, connects, and may nothing else.
    var role: Verdict? {
        guard let name = wish.role, let address = wish.agentRole else { return nil }
        let facts = seen.roles[name]
        var verdict = Verdict(
            address,
            isThere: facts != nil,
            fields: heeded(
                attributeFields(of: facts, wantingLogin: true, part: "role") + credentialFields(of: facts)
                    + rightFields(of: facts),
                of: "role"
            ),
            facts: facts.map(observed) ?? "absent",
            after: [wish.database] + (wish.groupRole.map { [$0] } ?? [])
        )
        guard !verdict.fields.isEmpty else { return verdict }
        verdict.obstacle = readOnly ?? doubt(name, facts) ?? obstacle(name, facts, verdict.fields)
        return verdict
    }

    private func observed(_ facts: RoleFacts) -> JSONValue {
        [
            "attributes": facts.attributeWords, "connection_limit": .integer(facts.connectionLimit),
            "expired": .boolean(facts.hasExpired), "refused": .boolean(seen.login == .refused),
            "groups": .array(facts.groups.map(JSONValue.string)), "connect": .boolean(connects),
        ]
    }

    private var connects: Bool { seen.database?.agentConnects == true }

    /// One field for each attribute that is there and should not be, or the other way round.
    private func attributeFields(of facts: RoleFacts?, wantingLogin: Bool, part: String) -> [Change.Field] {
        guard let facts else { return [Change.Field("login", to: .boolean(wantingLogin))] }
        let fields = RoleFacts.Attribute.allCases.compactMap { attribute -> Change.Field? in
            let wanted = attribute == .login && wantingLogin
            let has = facts.attributes.contains(attribute)
            return has == wanted
                ? nil : Change.Field(attribute.rawValue, from: .boolean(has), to: .boolean(wanted))
        }
        return heeded(fields, of: part)
    }

    private func credentialFields(of facts: RoleFacts?) -> [Change.Field] {
        var fields: [Change.Field] = []
        if hasPassword, facts == nil || seen.login == .refused {
            fields.append(
                Change.Field("password", from: facts == nil ? .null : "refused", to: "as in the agent's URL")
            )
        }
        guard let facts else { return fields }
        if facts.hasExpired, hasPassword {
            fields.append(Change.Field("valid_until", from: JSONValue(facts.validUntil), to: "infinity"))
        }
        if let wanted = wish.connections, facts.connectionLimit >= 0, facts.connectionLimit < wanted {
            fields.append(
                Change.Field(
                    "connection_limit",
                    from: .integer(facts.connectionLimit),
                    to: .integer(wanted),
                    note: "the agents' pools may want so many at once"
                )
            )
        }
        return fields
    }

    private func rightFields(of facts: RoleFacts?) -> [Change.Field] {
        var fields: [Change.Field] = []
        if let group = wish.group, facts?.inherited.contains(group) != true {
            fields.append(
                Change.Field(
                    "member_of",
                    from: facts?.groups.contains(group) == true ? "\(group), without inheriting" : .null,
                    to: .string(group)
                )
            )
        }
        // A role to come connects as everybody does where nobody here may give it the right by name.
        let isLetIn =
            facts == nil && seen.database.map { !$0.adminMayGrant && $0.publicMay.contains("connect") } == true
        if !connects, !isLetIn { fields.append(Change.Field("connect", from: facts == nil ? .null : false, to: true)) }
        return fields
    }

    /// What only a person can clear up before anything is written.
    private func doubt(_ name: String, _ facts: RoleFacts?) -> Verdict.Obstacle? {
        if name == seen.admin.name {
            return Verdict.Obstacle(
                kind: .person,
                reason:
                    "the agent's URL and the provisioning one log in as the same role: give the agent a role of its own"
            )
        }
        if let other = wish.otherRole {
            return Verdict.Obstacle(
                kind: .person,
                reason: "the agent's URL logs in as \(other) and database.user says \(name): make them one"
            )
        }
        if facts == nil, !hasPassword {
            return Verdict.Obstacle(
                kind: .person,
                reason:
                    "no password for it is known: put the agent's URL, with its password, where database.url refers to"
            )
        }
        return nil
    }

    /// What the server would refuse, with the words that allow it.
    private func obstacle(_ name: String, _ facts: RoleFacts?, _ fields: [Change.Field]) -> Verdict.Obstacle? {
        let admin = seen.admin
        guard !admin.isSuperuser else { return nil }
        func impossible(_ reason: String) -> Verdict.Obstacle { Verdict.Obstacle(kind: .impossible, reason: reason) }
        let differs = Set(fields.map(\.path))
        let changesRole = !differs.subtracting(["member_of", "connect"]).isEmpty
        guard let facts else {
            guard !admin.mayCreateRoles else { return groupObstacle(differs) ?? connectObstacle(name, differs) }
            return impossible(
                "\(admin.name) may not create roles: a superuser has to run alter role \(quoted(admin.name)) createrole;"
            )
        }
        let strong = outOfReach(of: admin, facts, differs)
        if changesRole, !strong.isEmpty {
            let words = RoleFacts.Attribute.allCases.filter(strong.contains).map { $0.keyword(false) }
            return impossible(
                "only a superuser may change \(name) while it has what \(admin.name) may not take away: "
                    + "alter role \(quoted(name)) \(words.joined(separator: " "));"
            )
        }
        if changesRole, !admin.mayCreateRoles {
            return impossible(
                "\(admin.name) may not change roles: a superuser has to run alter role \(quoted(admin.name)) createrole;"
            )
        }
        if changesRole, seen.majorVersion >= 16, !facts.adminHasAdminOption {
            return impossible(
                "\(admin.name) did not make \(name): a superuser has to run "
                    + "grant \(quoted(name)) to \(quoted(admin.name)) with admin option;"
            )
        }
        return groupObstacle(differs) ?? connectObstacle(name, differs)
    }

    /// Attributes of a role that keep this one from changing it.
    ///
    /// Before PostgreSQL 16 whoever creates roles changes all of them but those with what only superusers give, and those not at all. From 16 on he changes what he administers,
    /// and names only attributes that he has himself.
    private func outOfReach(of admin: Observation.Admin, _ facts: RoleFacts, _ differs: Set<String>)
        -> Set<RoleFacts.Attribute>
    {
        guard seen.majorVersion >= 16 else {
            return facts.attributes.intersection([.superuser, .replication, .bypassRowSecurity])
        }
        var lacking: Set<RoleFacts.Attribute> = []
        if !admin.mayCreateDatabases { lacking.insert(.createDatabase) }
        if !admin.mayReplicate { lacking.insert(.replication) }
        if !admin.bypassesRowSecurity { lacking.insert(.bypassRowSecurity) }
        let named = lacking.filter { differs.contains($0.rawValue) }
        return facts.attributes.intersection(named.union([.superuser]))
    }

    private func groupObstacle(_ differs: Set<String>) -> Verdict.Obstacle? {
        guard differs.contains("member_of"), let group = wish.group else { return nil }
        // One that is not there yet is made before, by this very role.
        guard let facts = seen.roles[group] else { return nil }
        let may = facts.adminHasAdminOption || seen.majorVersion < 16 && seen.admin.mayCreateRoles
        guard !may || facts.attributes.contains(.superuser) else { return nil }
        return Verdict.Obstacle(
            kind: .impossible,
            reason: "\(seen.admin.name) may not make anybody a member of \(group): a superuser has to run "
                + "grant \(quoted(group)) to \(quoted(seen.admin.name)) with admin option;"
        )
    }

    private func connectObstacle(_ name: String, _ differs: Set<String>) -> Verdict.Obstacle? {
        guard differs.contains("connect"), let database = seen.database, !database.adminMayGrant else { return nil }
        return Verdict.Obstacle(
            kind: .impossible,
            reason: "\(seen.admin.name) may not give rights to \(wish.name): \(database.owner) has to run "
                + "grant connect on database \(quoted(wish.name)) to \(quoted(name));"
        )
    }
}

extension RoleFacts {
    fileprivate var attributeWords: JSONValue {
        .array(Attribute.allCases.filter(attributes.contains).map { .string($0.rawValue) })
    }
}

/// A name as a statement wants it that a person is to copy.
func quoted(_ name: String) -> String {
    let isPlain =
        name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        && name.utf8.first.map { $0 > 0x39 } == true
    return isPlain ? name : SQL.quoted(identifier: [name])
}
