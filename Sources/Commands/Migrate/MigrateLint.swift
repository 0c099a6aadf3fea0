internal import CommandLineKit
internal import MigrationLint
internal import Migrations
internal import Platform
internal import Words

private let names = Argument(rest: "MIGRATION", .text, "only these: a version, or a file's name")
private let strict = Option(flag: "strict", "warnings count as errors")
private let style = Option(flag: "style", "matters of style too")
private let disabled = Option(
    repeated: "disable",
    .text.called("RULE").completed(by: .dynamic { _ in LintRule.all.map { Completion.Choice($0.id) } }),
    "leave a rule out"
)
private let serverVersion = Option(
    "server-version",
    .integer(in: 13...99),
    otherwise: "database.version of the platform file",
    "the server's major version"
)

/// `ihctl migrate lint`: what would hurt, before it runs.
let migrateLint = Command<Context>(
    "lint",
    summary: "find what would stop traffic, break clients or lose data",
    discussion: """
        Reads the files alone and asks no server. Each finding says what is locked and what that blocks, and what to write \
        instead. A comment -- ihctl:allow RULE reason beside a statement allows it knowingly. Exit 1 on errors; warnings and notes \
        do not count unless --strict says so.
        """,
    examples: [
        Example("ihctl migrate lint", "all migrations"),
        Example("ihctl migrate lint 20260101120000 --strict", "one of them"),
        Example("ihctl migrate lint --format github", "as annotations of a pull request"),
        Example("ihctl explain index-not-concurrent", "what a rule means, with examples"),
    ],
    arguments: [names],
    options: [
        MigrateOptions.directory, strict, style, disabled, serverVersion, GlobalOptions.formatOfFindings,
    ]
) { arguments, context in
    try await Desk.report("migrate.lint", arguments, context) { desk in
        let files = try desk.files()
        let wanted = try wanted(arguments[names], among: files)
        for rule in arguments[disabled] where !LintRule.all.contains(where: { $0.id == rule }) {
            let nearest = NearestName.to(rule, among: LintRule.all.map(\.id))
            throw UsageError("--disable: there is no rule \(rule)", hint: nearest.map { "did you mean \($0)?" })
        }
        let settings = LintSettings(
            serverVersion: arguments[serverVersion] ?? desk.serverVersion,
            includesStyle: arguments[style],
            disabled: Set(arguments[disabled])
        )
        let judgement = LintJudgement(of: files, wanted: wanted, settings)
        let findings = judgement.findings
        let isSound = findings.counts.isSound(strict: arguments[strict])
        return context.report(
            "migrate.lint",
            outcome: isSound ? .ok : .problems,
            exitStatus: judgement.hasFaults ? .usage : isSound ? .success : .negative,
            findings: findings,
            data: ["files": .integer(wanted.count), "statements": .integer(judgement.statements)],
            body: findings.blocks + (findings.isEmpty ? [] : [.blank])
                + [
                    .paragraph(
                        findings.counts.closing(about: "\(counted(wanted.count, "migration"))")
                    )
                ]
        )
    }
}

/// The versions meant: all, or those that are named.
private func wanted(_ names: [String], among files: [MigrationFile]) throws -> Set<Version> {
    guard !names.isEmpty else { return Set(files.map(\.version)) }
    return try Set(
        names.map { name in
            // A path is what editors and pull requests hand over.
            let last = name.split(separator: "/").last.map { String($0) } ?? name
            let version = Version(ofMigration: last)
            let found = files.first { $0.path.hasSuffix("/\(last)") } ?? files.first { $0.version == version }
            guard let found else {
                let known = files.map(\.title)
                let nearest = NearestName.to(last, among: known)
                throw UsageError("there is no migration \(name)", hint: nearest.map { "did you mean \($0)?" })
            }
            return found.version
        }
    )
}

extension Desk {
    /// The oldest major version of the server that the platform file speaks of.
    var serverVersion: Int? { (try? context.load())?.platform.database?.version }
}
