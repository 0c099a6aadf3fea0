internal import CommandLineKit
internal import Kustomize
internal import Manifests
internal import Policies
internal import Reports
internal import Schemas
internal import Words

private let tree = Argument(
    optional: "PATH",
    ValueKind<String>.directory,
    "a Kustomize tree to judge (else what the templates make)"
)
private let schemas = Option(
    repeated: "schemas",
    .directory,
    "JSON schemas of more kinds, as kubeconform keeps them: GROUP/KIND_VERSION.json"
)
private let allowed = Option(
    repeated: "allow-kind",
    .text.called("KIND"),
    "a kind without a schema is meant: Kind, group/Kind or group/version/Kind"
)
private let strict = Option(flag: "strict", "notes too, and warnings count as errors")
private let version = Option(
    "kubernetes-version",
    .text.called("X.Y"),
    otherwise: "kubernetes.version of the platform file; with PATH alone the newest known",
    "the oldest cluster that is to take the objects"
)

/// `ihctl render lint`: whether clusters take what is rendered, and whether it is sound.
let renderLint = Command<Context>(
    "lint",
    summary: "hold the cluster's objects to their schemas and to policies",
    discussion: """
        Renders in memory and asks no server. Every object is held, field by field, to what its Kubernetes version takes, and to \
        policies: security, identity, images, resources, availability, networks, the mesh, monitoring. Each finding names the \
        template's line. An annotation ihctl.dev/allow-POLICY: "reason; until YYYY-MM-DD" on an object allows one of them knowingly.

        Exit 1 on errors; warnings do not count unless --strict says so.
        """,
    examples: [
        Example("ihctl render lint --env all", "every environment and region"),
        Example("ihctl render lint deploy/overlays/staging", "a Kustomize tree"),
        Example("ihctl render lint --format sarif", "for code scanning"),
        Example("ihctl explain privileged-container", "what a policy wants, and why"),
    ],
    arguments: [tree],
    options: [
        RenderOptions.environment, RenderOptions.region, schemas, allowed, version, strict,
        GlobalOptions.formatOfFindings,
    ]
) { arguments, context in
    let said = try arguments[version].map { text throws(UsageError) in
        let known = KubernetesVersion.known
        guard let version = KubernetesVersion(text), known.contains(version) else {
            throw UsageError(
                "--kubernetes-version: \(text) is no version that is known",
                hint: "known are \(known.lowerBound) to \(known.upperBound)"
            )
        }
        return version
    }
    var judgement = RenderJudgement(today: try context.today())
    judgement.allowed = arguments[allowed]
    judgement.folders = try arguments[schemas].map { try schemaFolder($0, context) }
    return try await context.rendering("render.lint", closing: nil) {
        report(try clusters(arguments, context), judgement, as: said, arguments, context)
    }
}

/// What is judged: the clusters of the templates, or the one that a tree of the line is built for.
private func clusters(_ arguments: Arguments, _ context: Context) throws -> [RenderJudgement.Cluster] {
    guard let path = arguments[tree] else {
        let desk = try RenderDesk(arguments, context, answersFiles: false)
        return try desk.clusters(desk.environment(otherwiseAll: true))
    }
    guard arguments.source(of: RenderOptions.region) != .line else {
        throw UsageError(
            "--region is for templates",
            hint: "a tree is of the region that it is of: leave out --region or PATH"
        )
    }
    var built = try cluster(builtOf: path, context)
    // Whoever names an environment has its secrets and its registry in mind.
    if arguments.source(of: RenderOptions.environment) == .line {
        built.measure(as: try context.load(environment: arguments[RenderOptions.environment]))
    }
    return [built]
}

private func report(
    _ clusters: [RenderJudgement.Cluster],
    _ judgement: RenderJudgement,
    as version: KubernetesVersion?,
    _ arguments: Arguments,
    _ context: Context,
) -> ExitStatus {
    let isStrict = arguments[strict]
    let asked = clusters.map { cluster in
        var cluster = cluster
        if let version {
            cluster.version = version
            cluster.environment.kubernetesMinor = version.minor
        }
        cluster.environment.isStrict = isStrict
        return cluster
    }
    let findings = judgement.findings(in: asked).map { finding in
        var finding = finding
        if let place = finding.place, let path = arguments[tree] {
            finding.place?.file = context.shown(place.file, below: path)
        }
        return finding
    }
    let isSound = findings.counts.isSound(strict: isStrict)
    let objects = asked.reduce(0) { $0 + $1.objects.count }
    let told = [counted(objects, "object"), asked.count > 1 ? "\(asked.count) clusters" : asked.first?.name ?? ""]
    return context.console.write(
        context.report(
            "render.lint",
            outcome: isSound ? .ok : .problems,
            exitStatus: isSound ? .success : .negative,
            findings: findings,
            data: [
                "objects": .integer(objects), "policies": .integer(Policy.all.count),
                "clusters": .array(asked.map { .string($0.name) }),
            ],
            body: findings.blocks + (findings.isEmpty ? [] : [.blank])
                + [.paragraph(findings.counts.closing(about: told.filter { !$0.isEmpty }.joined(separator: ", ")))]
        ),
        as: context.format
    )
}

private func schemaFolder(_ path: String, _ context: Context) throws -> SchemaFolder {
    let folder = try context.realPath(path, told: "--schemas: \(path)")
    guard Folder(folder).exists else { throw UsageError("--schemas: \(path) is no folder") }
    do {
        return SchemaFolder(folder, in: try LocalFiles(within: folder))
    } catch {
        throw UsageError("--schemas: \(path) cannot be read")
    }
}

private func cluster(builtOf path: String, _ context: Context) throws -> RenderJudgement.Cluster {
    RenderJudgement.Cluster(
        name: "",
        objects: try context.built(path).objects.map { RenderedObject($0) },
        version: KubernetesVersion.known.upperBound
    )
}

extension Context {
    /// The day that exceptions end by.
    func today() throws -> Day {
        guard let today = Day(rfc3339(startedAt).prefix(10)) else {
            throw CommandFailure("this machine's clock tells no day", status: .incomplete)
        }
        return today
    }
}
