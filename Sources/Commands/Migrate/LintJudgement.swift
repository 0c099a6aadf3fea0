internal import MigrationLint
internal import Migrations
internal import Words

/// What the linter finds in migrations, and which of their files it could not even read.
struct LintJudgement {
    let findings: [Finding]
    let statements: Int
    /// Whether a file cannot be read as a migration, or is one that can never run.
    let hasFaults: Bool

    /// Those that are not wanted are read too: what they make is known to those behind them.
    init(of files: [MigrationFile], wanted: Set<Version>, _ settings: LintSettings) {
        // A fault in one file keeps nobody from hearing about the others.
        var faults: [Finding] = []
        var migrations: [Migration] = []
        for file in files {
            do throws(SourceFault) {
                let migration = try file.read()
                migrations.append(migration)
                if wanted.contains(file.version), let obstacle = migration.up.obstacle {
                    faults.append(Finding(obstacle))
                }
            } catch {
                if wanted.contains(file.version) { faults.append(Finding(error)) }
            }
        }
        let result = Linter(settings: settings).lint(
            migrations.flatMap { LintUnit.all(of: $0, isContext: !wanted.contains($0.version)) }
        )
        let texts = migrations.texts
        findings = faults + result.findings.map { Finding($0, in: texts[$0.path]) }
        statements = result.statements.count
        hasFaults = !faults.isEmpty
    }
}
