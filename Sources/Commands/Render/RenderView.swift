internal import CommandLineKit
internal import Glibc
internal import Manifests
internal import Platform
internal import PlatformValues
internal import Reports
internal import Terminal
internal import Words

/// One run of a subcommand of `render`: what is rendered, and what of it is told.
struct RenderView {
    let command: String
    let desk: RenderDesk

    init(_ command: String, _ desk: RenderDesk) {
        self.command = command
        self.desk = desk
    }

    private var context: Context { desk.context }

    // MARK: Printing

    /// The objects of one environment, in one region or in all.
    func objects() throws -> ExitStatus {
        let environment = try desk.environment(otherwiseAll: false)
        let matrix = try desk.matrix(of: environment)
        let templates = try desk.templates(of: .kubernetes)
        let tree = try KubernetesTree(templates, matrix)
        let overlays = try desk.overlays(of: tree, in: matrix)
        return context.print(try overlays.flatMap { try tree.objects(of: $0) }, command)
    }

    /// The files of a kind, one behind the other; with more than one each under its name.
    func texts(of kind: RenderKind) throws -> ExitStatus {
        let matrix = try desk.matrix(of: try desk.environment(otherwiseAll: kind.isOfProject))
        let rendered = try RenderedFiles([kind], matrix, isWhole: false, desk)
        if rendered.files.isEmpty {
            throw UsageError(
                "there is nothing to render: no template of templates/\(kind.folder), or no such section in the platform file"
            )
        }
        guard context.format == .text else {
            return desk.write(
                context.report(command, findings: [], data: ["files": .paths(rendered.files.map(\.path))])
            )
        }
        for (number, file) in rendered.files.enumerated() {
            if rendered.files.count > 1 { context.console.write("\(number > 0 ? "\n" : "")# ==> \(file.path)\n") }
            context.console.write(file.text)
        }
        return .success
    }

    // MARK: Files

    /// Writes, checks or compares the files of the kinds.
    func files(_ kinds: [RenderKind]) async throws -> ExitStatus {
        let environment = try desk.environment(otherwiseAll: true)
        let matrix = try desk.matrix(of: environment)
        let isWhole = environment == nil && kinds == RenderKind.allCases
        var rendered = try RenderedFiles(kinds, matrix, isWhole: isWhole, desk)
        if let against = desk.arguments[RenderOptions.diff] {
            return try await RenderDifference(self, matrix: matrix, rendered: rendered).report(against: against)
        }
        let out = desk.arguments[RenderOptions.out]
        if let out { try refuseProject(out) }
        // The tree of the cluster alone stands in the folder itself: base/, overlays/.
        if out != nil, kinds == [.kubernetes] { rendered.strip("k8s") }
        let folder = OutputFolder(Folder(out.map(context.path) ?? context.project.path(RenderDesk.rendered)))
        let name = out ?? RenderDesk.rendered
        return desk.arguments[RenderOptions.check]
            ? try check(rendered, folder, called: name) : try write(rendered, folder, called: name)
    }

    /// Whatever is no output in a folder of output is taken for a stray file: the project, or what holds it, is none.
    private func refuseProject(_ out: String) throws {
        guard let real = realpath(context.path(out), nil), let project = realpath(context.project.path("."), nil) else {
            return
        }
        defer {
            free(real)
            free(project)
        }
        let (folder, root) = (String(cString: real), String(cString: project))
        guard root == folder || root.hasPrefix(folder == "/" ? "/" : "\(folder)/") else { return }
        let what = root == folder ? "is the project itself" : "holds the project"
        throw UsageError("--out: \(out) \(what)", hint: "name a folder of its own, for example --out deploy")
    }

    private func check(_ rendered: RenderedFiles, _ folder: OutputFolder, called name: String) throws -> ExitStatus {
        let staleness = try Staleness(of: rendered, in: folder, called: name, desk)
        let comparison = staleness.comparison
        let all = staleness.findings(mendedBy: remedy) + rendered.warnings
        return desk.write(
            context.report(
                command,
                outcome: comparison.isCurrent ? .ok : .problems,
                exitStatus: comparison.isCurrent ? .success : .negative,
                findings: all,
                data: [
                    "files": .integer(rendered.files.count), "stale": .paths(comparison.stale),
                    "missing": .paths(comparison.missing),
                    "stray": .paths((comparison.stray + comparison.foreign).sorted()),
                ],
                body: all.blocks + (all.isEmpty ? [] : [.blank])
                    + [.paragraph(all.counts.closing(about: "\(name), \(counted(rendered.files.count, "file"))"))]
            )
        )
    }

    /// The line that writes what is checked.
    private var remedy: String {
        let out = desk.arguments[RenderOptions.out].map { " --out \($0)" }
        let environment =
            desk.arguments.source(of: RenderOptions.environment) == .line
            ? desk.arguments[RenderOptions.environment].map { " --env \($0)" } : nil
        return out.map { "ihctl \(command.split(separator: ".").joined(separator: " "))\(environment ?? "")\($0)" }
            ?? "ihctl render all"
    }

    private func write(_ rendered: RenderedFiles, _ folder: OutputFolder, called name: String) throws -> ExitStatus {
        let outcome = try desk.reading { () throws(Folder.Fault) in
            try folder.write(rendered.files, in: rendered.scope)
        }
        let left = outcome.left.map { path in
            Finding(
                "render-stray",
                .warning,
                "is made by no template, and not as ihctl wrote it: it stays",
                remedies: [.hint("remove it, or make it with a template")],
                place: Place("\(name)/\(path)"),
                topic: "render-stray"
            )
        }
        let findings = rendered.warnings + left
        let lines =
            outcome.made.map { Line("  + ", .good) + Line($0) }
            + outcome.changed.map { Line("  ~ ", .warning) + Line($0) }
            + outcome.removed.map { Line("  - ", .bad) + Line($0) }
        let told = lines.isEmpty ? "nothing to write" : "\(counted(lines.count, "file")) written or removed"
        return desk.write(
            context.report(
                command,
                findings: findings,
                data: [
                    "files": .integer(rendered.files.count), "made": .paths(outcome.made),
                    "changed": .paths(outcome.changed), "removed": .paths(outcome.removed),
                    "left": .paths(outcome.left),
                ],
                body: lines.map { .line($0) } + (findings.isEmpty ? [] : [.blank] + findings.blocks)
                    + (lines.isEmpty && findings.isEmpty ? [] : [.blank])
                    + [
                        .paragraph(
                            Line("✓ ", .good) + Line("\(name), \(counted(rendered.files.count, "file")): \(told)")
                        )
                    ]
            )
        )
    }
}

extension RenderedFiles {
    mutating func strip(_ folder: String) {
        for position in files.indices { files[position].path.removeFirst(folder.count + 1) }
        if case .folders(let names) = scope {
            scope = .folders(names.map { String($0.dropFirst(folder.count + 1)) })
        }
    }
}

extension JSONValue {
    static func paths(_ paths: [String]) -> JSONValue { .array(paths.map { .string($0) }) }
}
