internal import Words

// What the agent may beyond its need: told with the statement that takes it away, never taken away unasked, since somebody may lean on it.
extension Comparison {
    /// Groups beside the one that is meant; through the group they reach the agent too.
    var membershipFindings: [Finding] {
        [(wish.role, wish.agentRole), (wish.group, wish.groupRole)].flatMap { name, address -> [Finding] in
            guard let name, let address, let facts = seen.roles[name] else { return [] }
            let others = facts.groups.filter { $0 != wish.group }
            guard !others.isEmpty else { return [] }
            let list = others.map(quoted).joined(separator: ", ")
            let names = others.joined(separator: ", ")
            let reach = "may do whatever \(others.count == 1 ? "that role" : "those roles") may"
            var finding = wide(
                wish.group == nil
                    ? "is a member of \(names), and \(reach)" : "is also a member of \(names), and \(reach)",
                of: address,
                "revoke \(list) from \(quoted(name));"
            )
            if wish.group == nil, let group = others.first, others.count == 1 {
                finding.remedies.insert(.hint("if it is meant, declare it: database.group: \(group)"), at: 0)
            }
            return [finding]
        }
    }

    var ownershipFindings: [Finding] {
        guard let database = seen.database, let address = wish.agentRole, let role = wish.role,
            let facts = seen.roles[role]
        else { return [] }
        let name = quoted(wish.name)
        // A superuser may everything: that is told as an attribute.
        let isSuperuser = facts.attributes.contains(.superuser)
        var findings: [Finding] = []
        if database.owner == role || database.owner == wish.group {
            findings.append(
                wide(
                    "owns the database and may drop it",
                    of: address,
                    // The owner's rights go with the ownership.
                    "alter database \(name) owner to \(quoted(seen.admin.name));\ngrant connect on database \(name) to \(quoted(role));"
                )
            )
        } else if database.agentMayCreate, !isSuperuser, !database.publicMay.contains("create") {
            findings.append(
                wide(
                    "may create schemas in the database",
                    of: address,
                    "revoke create on database \(name) from \(quoted(role));"
                )
            )
        }
        let given = database.agentWasGiven.filter { $0 != "create" }
        if !given.isEmpty, database.owner != role {
            findings.append(
                wide(
                    "was given \(given.joined(separator: ", ")) on the database, which it does not need",
                    of: address,
                    "revoke \(given.joined(separator: ", ")) on database \(name) from \(quoted(role));",
                    .note
                )
            )
        }
        return findings
    }

    var breadthFindings: [Finding] {
        let open = seen.breadth.filter { $0.kind == .publicMayCreate }
        return open.map { breadth in
            Finding(
                "database.public_schema",
                .warning,
                subject: "\(wish.database)",
                "every role that connects may make tables and functions in \(breadth.object)",
                evidence: [
                    .paragraph(
                        "Servers before PostgreSQL 15 begin so. A function put there can be run by others unawares."
                    )
                ],
                remedies: [.fix("revoke create on \(breadth.object) from public;")],
                topic: "database.public_schema"
            )
        }
            + summed(.mayCreate, "may make tables and functions in") { breadth in
                "revoke create on \(breadth.object) from \(quoted(breadth.role));"
            }
            + summed(.owns, "owns, and may drop,") { breadth in
                "alter \(breadth.object) owner to \(quoted(seen.admin.name));"
            }
            + summed(.wasGiven, "was given rights by itself, not through its group, to", .note) { breadth in
                "revoke \(breadth.privileges) on \(breadth.object) from \(quoted(breadth.role));"
            }
    }

    /// One finding for all of a kind and role, the statements one below the other.
    private func summed(
        _ kind: Observation.Breadth.Kind,
        _ words: String,
        _ severity: Finding.Severity = .warning,
        _ statement: (Observation.Breadth) -> String,
    ) -> [Finding] {
        // Who owns the database may create in its schema public, as long as it does.
        let owner = seen.database?.owner
        let found = seen.breadth.filter { $0.kind == kind && !(kind == .mayCreate && $0.role == owner) }
        let all = Dictionary(grouping: found, by: \.role)
        return all.sorted { $0.key < $1.key }.map { role, found in
            let names = found.prefix(3).map(\.object).joined(separator: ", ")
            let more = found.count > 3 ? " and \(found.count - 3) more" : ""
            return wide(
                "\(words) \(names)\(more)",
                of: .role(role, wish.region),
                found.map(statement).joined(separator: "\n"),
                severity
            )
        }
    }

    private func wide(
        _ message: String,
        of address: Address,
        _ statement: String,
        _ severity: Finding.Severity = .warning,
    ) -> Finding {
        Finding(
            "database.privileges",
            severity,
            subject: "\(address)",
            message,
            remedies: statement.split(separator: "\n").map { .fix(String($0)) },
            topic: "database.privileges"
        )
    }
}
