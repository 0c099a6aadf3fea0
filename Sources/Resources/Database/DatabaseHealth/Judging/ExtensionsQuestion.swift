internal import PostgreSQL
internal import Words

/// The declared extensions: on the server's disk, and made in the database.
struct ExtensionsQuestion: Question {
    let wanted: [String]
    var kind: CheckKind { DatabaseChecks.extensions }
    var setting: [String] { ["extensions"] }

    var sql: SQL {
        """
        select n.name, e.default_version::text, x.extversion::text,
            coalesce(v.trusted, false) and has_database_privilege(current_database(), 'create')
        from unnest(\(wanted.asArray)::text[]) n(name)
        left join pg_available_extensions e on e.name::text = n.name
        left join pg_available_extension_versions v on v.name = e.name and v.version = e.default_version
        left join pg_extension x on x.extname::text = n.name
        """
    }

    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis {
        var findings: [Finding] = []
        var versions: [String] = []
        for row in rows {
            let name: String = try row[0]
            let (available, installed): (String?, String?) = (try row[1], try row[2])
            let isEasy: Bool = try row[3]
            if let installed {
                versions.append("\(name) \(installed)")
                guard let available, available != installed else { continue }
                findings.append(
                    Finding(
                        kind,
                        .note,
                        at: view.address,
                        .outdated,
                        "\(name) is \(installed), and the server has \(available).",
                        remedies: [view.sql("alter extension \(quoted(name)) update")]
                    )
                )
            } else if available != nil {
                findings.append(
                    Finding(
                        kind,
                        at: view.address,
                        .missing,
                        "The extension \(name) is on the server and not in the database.",
                        remedies: [
                            view.sql("create extension if not exists \(quoted(name))"),
                            isEasy || view.isSuperuser
                                ? .fix("ihctl bootstrap") : .hint("A superuser has to run it: \(view.role) may not."),
                        ],
                        data: ["extension": .string(name)]
                    )
                )
            } else {
                findings.append(
                    Finding(
                        kind,
                        at: view.address,
                        .unsupported,
                        "The extension \(name) is not on the server's machine.",
                        remedies: [
                            .fix(
                                "apt install postgresql-\(view.version / 10_000)-\(name.lowercased().replacing("_", with: "-"))"
                            ),
                            .hint(
                                "Its package may have another name; a managed server offers what its provider chose."
                            ),
                        ],
                        data: ["extension": .string(name)]
                    )
                )
            }
        }
        return .found(findings, seen: listed(versions, upTo: 6))
    }
}
