internal import CommandLineKit
internal import Kustomize
internal import Manifests
internal import Platform
internal import PlatformValues
internal import Reports
internal import Terminal
internal import Words
internal import YAML

private let tree = Argument(
    optional: "PATH",
    ValueKind<String>.directory,
    "a Kustomize tree to build (else from templates)"
)
private let compat = Option(flag: "compat", "with PATH: as kubectl kustomize 5.5 does it, its faults included")

/// `ihctl render k8s`: the objects of the cluster.
let renderKubernetes = Command<Context>(
    "k8s",
    summary: RenderKind.kubernetes.summary,
    discussion: """
        Prints the final objects of an environment and region. With --out it writes the Kustomize tree they are built of: base/, \
        overlays/ENV/ and overlays/ENV/REGION/, for kubectl apply -k; both ways give the same objects. What an environment changes \
        is found by comparing and stands in its overlay alone.

        With PATH it builds that tree, no template needed: the same objects as kubectl kustomize, without it. Remote bases, plugins \
        and Helm charts are refused.
        """,
    examples: [
        Example("ihctl render k8s --env staging | kubectl apply -f -", "apply what is printed"),
        Example("ihctl render k8s --out deploy", "the trees of all environments"),
        Example("ihctl render k8s --env production --region all --diff", "what would change, region by region"),
        Example("ihctl render k8s deploy/overlays/staging/fr-par", "build a tree"),
    ],
    arguments: [tree],
    options: RenderOptions.all + [compat]
) { arguments, context in
    if let path = arguments[tree] {
        return try await context.rendering("render.k8s", closing: nil) { try build(path, arguments, context) }
    }
    if arguments[compat] { throw UsageError("--compat is for building a tree: it wants PATH") }
    let desk = try RenderDesk(arguments, context)
    let view = RenderView("render.k8s", desk)
    return try await context.rendering(view.command) {
        desk.isAboutFiles ? try await view.files([.kubernetes]) : try view.objects()
    }
}

private func build(_ path: String, _ arguments: Arguments, _ context: Context) throws -> ExitStatus {
    guard arguments[RenderOptions.out] == nil, !arguments[RenderOptions.check], arguments[RenderOptions.diff] == nil
    else {
        throw UsageError("--out, --check and --diff are for templates", hint: "leave out PATH, or redirect the output")
    }
    let output = try context.built(path, Kustomize.Options(compat: arguments[compat]))
    for warning in output.warnings {
        context.console.warn("\(context.shown("\(warning.place)")): \(warning.text)")
    }
    return context.print(output.objects.lazy.map { RenderedObject($0) }, "render.k8s")
}

extension Context {
    /// Builds a Kustomize tree that the line names; what it draws in may lie anywhere.
    func built(_ path: String, _ options: Kustomize.Options = Kustomize.Options()) throws -> Kustomize.Output {
        let folder = try realPath(path)
        guard Folder(folder).exists else {
            let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            throw UsageError(
                "\(path) is a file; a folder with a kustomization.yaml is wanted",
                hint: Folder("\(self.path(parent))").exists && path.hasSuffix("kustomization.yaml")
                    ? "name its folder: \(parent.isEmpty ? "/" : parent)"
                    : "a kustomization.yaml beside it names it under resources"
            )
        }
        let files: LocalFiles
        do throws(FileTreeError) {
            files = try LocalFiles(within: "/")
        } catch {
            throw CommandFailure("\(path) cannot be read", status: .usage)
        }
        return try Kustomize.build(folder, in: files, options: options)
    }

    /// A path as a reader of the terminal would write it.
    func shown(_ path: String) -> String {
        path.hasPrefix("\(startFolder)/") ? String(path.dropFirst(startFolder.count + 1)) : path
    }

    /// A path in a tree that the line names: seen from where the command was started, if that is how the line names it.
    func shown(_ path: String, below given: String) -> String {
        guard !given.hasPrefix("/") else { return path }
        let (here, there) = (startFolder.split(separator: "/"), path.split(separator: "/"))
        let common = zip(here, there).prefix { $0 == $1 }.count
        let upwards = Array(repeating: Substring(".."), count: here.count - common)
        return (upwards + there.dropFirst(common)).joined(separator: "/")
    }

    /// Objects as data: the stream itself, which nothing is masked in, since no secret can be in it that is not in the tree.
    func print(_ objects: some Collection<RenderedObject>, _ command: String) -> ExitStatus {
        guard format != .text else {
            YAML.write(objects.lazy.map(\.node)) { console.write($0) }
            return .success
        }
        let told = objects.map { rendered -> JSONValue in
            let object = rendered.object
            return [
                "api_version": .string(object.apiVersion), "kind": .string(object.kind), "name": .string(object.name),
                "namespace": .string(object.namespace), "place": rendered.place.json,
            ]
        }
        return console.write(
            report(command, findings: [], data: ["objects": .array(told), "count": .integer(objects.count)]),
            as: format
        )
    }
}
