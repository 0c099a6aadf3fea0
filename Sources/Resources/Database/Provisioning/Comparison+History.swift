internal import Migrations
internal import PostgreSQL
internal import Words

extension Comparison {
    /// Where files and history do not agree: somebody has to decide.
    var historyFindings: [Finding] {
        guard let files = wish.files else { return [] }
        switch seen.history {
        case .notAsked: return []
        case .read(let history):
            let standing = Standing(files: files, history: history)
            let half = standing.entries.filter(\.isHalfUndone).map { entry in
                migrationFinding(
                    "migrate.half-undone",
                    "\(title(entry)) is half taken back",
                    .fix("ihctl migrate down --steps 1")
                )
            }
            return standing.faults.compactMap(faultFinding) + half + unreadable(standing)
        case .faulty(.foreign(let missing)):
            return [
                migrationFinding(
                    "migrate.history",
                    "ihctl.migrations is a table of somebody else: it has no \(missing.joined(separator: ", "))",
                    .hint("rename it, or work in another database")
                )
            ]
        case .faulty(.unreadable(let version)):
            return [
                migrationFinding(
                    "migrate.history",
                    "the line of version \(version) in ihctl.migrations cannot be read",
                    .hint("mend the line, or restore the table")
                )
            ]
        case .refused(let error):
            return [
                migrationFinding(
                    "migrate.history",
                    "\(seen.admin.name) may not read ihctl.migrations: \(error.message)",
                    .fix("grant usage on schema ihctl to \(quoted(seen.admin.name));")
                )
            ]
        }
    }

    private func faultFinding(_ entry: Standing.Entry) -> Finding? {
        let title = title(entry)
        let repair = Finding.Remedy.fix("ihctl migrate repair \(entry.version)")
        switch entry.state {
        case .edited, .halfApplied(_, _, isEdited: true):
            return migrationFinding("migrate.edited", "\(title): the file is not what was applied", repair)
        case .missing: return migrationFinding("migrate.missing", "\(title) was applied, and its file is gone", repair)
        case .unknown:
            return migrationFinding(
                "migrate.unknown",
                "\(title) was applied, and is newer than every file here",
                .hint("this checkout is older than the database: take the newer one")
            )
        case .outOfOrder:
            return migrationFinding(
                "migrate.out-of-order",
                "\(title) is not applied, and newer ones are",
                .fix("ihctl migrate up --allow-out-of-order")
            )
        case .applied, .pending, .halfApplied, .halfUndone: return nil
        }
    }

    /// A slip in the seventh file is known before the first is run.
    private func unreadable(_ standing: Standing) -> [Finding] {
        standing.entries.compactMap { entry -> Finding? in
            guard entry.applied?.isWhole != true, let file = entry.file else { return nil }
            do throws(SourceFault) {
                _ = try file.read()
                return nil
            } catch {
                return Finding(
                    "migrate.file",
                    .error,
                    subject: "\(wish.migrations)",
                    error.message,
                    remedies: error.hint.map { [.hint($0)] } ?? [],
                    place: Place(error.path, line: error.line, column: error.column),
                    topic: "migrate.file"
                )
            }
        }
    }

    private func title(_ entry: Standing.Entry) -> String { "\(entry.version)_\(entry.name)" }

    private func migrationFinding(_ id: String, _ message: String, _ remedy: Finding.Remedy) -> Finding {
        Finding(
            id,
            .error,
            subject: "\(wish.migrations)",
            message,
            remedies: [remedy, .then("ihctl migrate status")],
            topic: id
        )
    }
}
