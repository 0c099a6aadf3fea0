internal import CommandLineKit
internal import Deadlines
internal import Kustomize
internal import Manifests
internal import Platform
internal import PlatformValues
internal import Reports
internal import Terminal
internal import Words
internal import YAML

/// What a rendering changes against an earlier one: of the cluster object by object, of everything else file by file.
struct RenderDifference {
    /// Objects or documents that are compared with one another.
    private struct Part {
        var name: String
        var changes: [SemanticDiff.Object]
    }

    private let view: RenderView
    private let matrix: ValuesMatrix
    private let rendered: RenderedFiles

    init(_ view: RenderView, matrix: ValuesMatrix, rendered: RenderedFiles) {
        self.view = view
        self.matrix = matrix
        self.rendered = rendered
    }

    func report(against name: String) async throws -> ExitStatus {
        let (earlier, told) = try await earlierFiles(name)
        var parts: [Part] = []
        do {
            if let tree = rendered.tree { parts += try clusterParts(tree, earlier) }
        } catch let error as KustomizeError {
            throw Unrenderable(findings: [error.finding { "\(told)/\($0.drop { $0 == "/" })" }])
        }
        parts += fileParts(earlier)
        return write(parts.filter { !$0.changes.isEmpty }, against: told)
    }

    // MARK: What was

    private func earlierFiles(_ name: String) async throws -> (files: [OutputFile], told: String) {
        let desk = view.desk
        let project = desk.context.project
        if name == RenderDesk.committed {
            return (try read(Folder(project.path(RenderDesk.rendered))), RenderDesk.rendered)
        }
        let folder = Folder(desk.context.path(name))
        if folder.exists {
            let files = try read(folder)
            // A folder that --out has written holds the tree of the cluster alone.
            let isTree = files.contains { $0.path.hasPrefix("overlays/") || $0.path.hasPrefix("base/") }
            return (isTree ? files.map { OutputFile(path: "k8s/\($0.path)", bytes: $0.bytes) } : files, name)
        }
        let limit = desk.arguments[GlobalOptions.deadline] ?? .seconds(60)
        let tree = CommittedTree(project: project.root, revision: name)
        return (try await tree.files(by: .after(limit)), "\(name):\(RenderDesk.rendered)")
    }

    private func read(_ folder: Folder) throws -> [OutputFile] {
        try view.desk.reading { () throws(Folder.Fault) in try folder.readAll() }
    }

    // MARK: What differs

    private func clusterParts(_ tree: KubernetesTree, _ earlier: [OutputFile]) throws -> [Part] {
        let files = Dictionary(earlier.map { ("/\($0.path)", $0.bytes) }) { first, _ in first }
        let memory = MemoryFiles(bytes: files)
        return try view.desk.overlays(of: tree, in: matrix, otherwiseAll: true).map { overlay in
            let folder = "/k8s/\(overlay.folder)"
            let old =
                memory.kind(of: "\(folder)/kustomization.yaml") == nil
                ? [] : try Kustomize.build(folder, in: memory).objects.map(\.node)
            let new = try tree.objects(of: overlay).map(\.node)
            return Part(name: overlay.label, changes: SemanticDiff.changes(from: old, to: new))
        }
    }

    private func fileParts(_ earlier: [OutputFile]) -> [Part] {
        let before = Dictionary(earlier.map { ($0.path, $0) }) { first, _ in first }
        let mine = rendered.files.filter { !$0.path.hasPrefix("k8s/") }
        var parts = mine.compactMap { file -> Part? in
            guard let old = before[file.path] else {
                return Part(name: file.path, changes: [.init(name: file.path, change: .added)])
            }
            guard old.bytes != file.bytes else { return nil }
            return Part(name: file.path, changes: [.init(name: file.path, change: .changed(fields(old, file)))])
        }
        let wanted = Set(mine.map(\.path))
        for file in earlier where !file.path.hasPrefix("k8s/") && !wanted.contains(file.path) {
            guard rendered.scope.holds(file.path) else { continue }
            parts.append(Part(name: file.path, changes: [.init(name: file.path, change: .removed)]))
        }
        return parts
    }

    /// Of YAML its fields; of other texts that they differ.
    private func fields(_ old: OutputFile, _ new: OutputFile) -> [SemanticDiff.Field] {
        guard new.path.hasSuffix(".yaml") || new.path.hasSuffix(".yml"), let before = try? YAML.parseAll(old.bytes),
            let after = try? YAML.parseAll(new.bytes)
        else { return [SemanticDiff.Field(path: "the text", old: nil, new: nil)] }
        guard before.count == after.count else {
            return SemanticDiff.fields(from: .init(before.map(\.root)), to: .init(after.map(\.root)))
        }
        return zip(before, after).enumerated().flatMap { number, pair in
            SemanticDiff.fields(from: pair.0.root, to: pair.1.root).map { field in
                let place = before.count > 1 ? "document \(number + 1): " : ""
                return SemanticDiff.Field(path: place + field.path, old: field.old, new: field.new)
            }
        }
    }

    // MARK: Telling

    private func write(_ parts: [Part], against name: String) -> ExitStatus {
        let isSame = parts.isEmpty
        var blocks: [Block] = []
        for part in parts {
            blocks.append(.line(Line(part.name, .strong)))
            blocks += part.changes.flatMap(\.blocks)
            blocks.append(.blank)
        }
        let count = parts.reduce(0) { $0 + $1.changes.count }
        let closing =
            isSame
            ? Line("✓ ", .good) + Line("the same as \(name)")
            : Line("~ ", .warning) + Line("\(counted(count, "change")) against \(name)")
        let told = parts.map { part -> JSONValue in
            ["name": .string(part.name), "changes": .array(part.changes.map(\.json))]
        }
        let context = view.desk.context
        return view.desk.write(
            context.report(
                view.command,
                outcome: isSame ? .ok : .problems,
                exitStatus: isSame ? .success : .negative,
                findings: [],
                data: ["against": .string(name), "changes": .integer(count), "parts": .array(told)],
                body: blocks + [.paragraph(closing)]
            )
        )
    }
}

extension SemanticDiff.Object {
    fileprivate var blocks: [Block] {
        switch change {
        case .added: [.line(Line("  + ", .good) + Line(name))]
        case .removed: [.line(Line("  - ", .bad) + Line(name))]
        case .changed(let fields):
            [.line(Line("  ~ ", .warning) + Line(name))] + fields.map { .line(Line("      ") + $0.line) }
        }
    }

    fileprivate var json: JSONValue {
        switch change {
        case .added: ["object": .string(name), "change": "added"]
        case .removed: ["object": .string(name), "change": "removed"]
        case .changed(let fields):
            [
                "object": .string(name), "change": "changed",
                "fields": .array(
                    fields.map { ["path": .string($0.path), "old": JSONValue($0.old), "new": JSONValue($0.new)] }
                ),
            ]
        }
    }
}

extension SemanticDiff.Field {
    fileprivate var line: Line {
        switch (old, new) {
        case (let old?, let new?): Line("\(path): \(short(old)) → \(short(new))")
        case (nil, let new?): Line("\(path): ") + Line("+ ", .good) + Line(short(new))
        case (let old?, nil): Line("\(path): ") + Line("- ", .bad) + Line(short(old))
        case (nil, nil): Line("\(path) differs")
        }
    }

    private func short(_ text: String) -> String {
        text.count > 160 ? "\(text.prefix(160))…" : text
    }
}
