internal import Manifests
internal import MigrationLint
internal import Migrations
internal import Platform
internal import Words

// The parts that read files alone.
extension GateDesk {
    func configuration() throws -> Diagnosis {
        var judgement = ConfigurationJudgement(context)
        for environment in environments {
            do {
                // Before a merge nobody has the secrets of any environment.
                try judgement.look(at: environment, needsValues: stage == .preDeploy, judgesValues: judgesValues)
            } catch let failure as LoadFailure {
                judgement.add(failure, in: environment)
            }
        }
        return .found(judgement.findings, seen: counted(environments.count, "environment"))
    }

    func migrationsLint() throws -> Diagnosis {
        guard let folder = try context.migrations(), !folder.files.isEmpty else {
            return .skipped("there is no migration in \(Desk.folder)")
        }
        let judgement = LintJudgement(
            of: folder.files,
            wanted: Set(folder.files.map(\.version)),
            LintSettings(serverVersion: oldestServer)
        )
        return .found(judgement.findings, seen: counted(folder.files.count, "migration"))
    }

    /// The oldest major version of PostgreSQL that an environment names; a faulty model is for another part to tell.
    private var oldestServer: Int? {
        environments.compactMap { (try? context.load(environment: $0))?.platform.database?.version }.min()
    }

    func renderCheck() throws -> Diagnosis {
        let desk = try RenderDesk(arguments, context, answersFiles: false)
        let rendered = try RenderedFiles(RenderKind.allCases, try desk.matrix(of: nil), isWhole: true, desk)
        let folder = OutputFolder(Folder(context.project.path(RenderDesk.rendered)))
        let staleness = try Staleness(of: rendered, in: folder, called: RenderDesk.rendered, desk)
        return .found(
            staleness.findings(mendedBy: "ihctl render all") + rendered.warnings,
            seen: counted(rendered.files.count, "file")
        )
    }

    func renderLint() throws -> Diagnosis {
        let desk = try RenderDesk(arguments, context, answersFiles: false)
        let environment = stage == .preDeploy ? environments.first : nil
        guard try environments.contains(where: { try desk.loader.load(environment: $0).platform.kubernetes != nil })
        else {
            return .skipped("no cluster: the model has no kubernetes")
        }
        let clusters = try desk.clusters(environment)
        let objects = clusters.reduce(0) { $0 + $1.objects.count }
        return .found(
            try RenderJudgement(today: context.today()).findings(in: clusters),
            seen: "\(counted(objects, "object")) in \(counted(clusters.count, "cluster"))",
            measures: [Measure("objects", Double(objects))]
        )
    }
}
