internal import CommandLineKit
internal import Manifests

/// `ihctl render`: manifests from templates.
let renderCommand = Command<Context>(
    "render",
    summary: "manifests from templates and the platform file",
    discussion: """
        Templates under templates/ are filled in with the values of an environment and region; a project without any uses those \
        that ihctl brings along. What all environments come to is kept in manifests/rendered, by render all, and looked at in \
        pull requests. Same input, same bytes.

        Exit 0 when it is rendered or nothing differs, 1 when --check or --diff finds a difference, 2 when a template or a value \
        is wrong, and then nothing is written.
        """,
    examples: [
        Example("ihctl render k8s --env staging", "the objects, as kubectl apply takes them"),
        Example("ihctl render all", "keep manifests/rendered current"),
        Example("ihctl render all --check", "whether it is, in CI"),
        Example("ihctl render k8s --env production --diff main", "what a branch changes"),
        Example("ihctl render lint --env all", "whether every cluster takes the objects, and whether they are sound"),
    ],
    subcommands: [renderKubernetes]
        + RenderKind.allCases.filter { $0 != .kubernetes }.map(renderPlain) + [renderAll, renderLint]
)

/// What the subcommands share.
enum RenderOptions {
    static let environment = Option(
        "env",
        short: "e",
        .text.called("NAME").completed(by: .dynamic { _ in RenderDesk.environmentNames }),
        environment: ["IHCTL_ENV", "ENVIRONMENT"],
        otherwise: "every one for lint, all, --out, --check and --diff, else development",
        "the environment, or all"
    )
    static let region = Option(
        "region",
        .text.called("NAME"),
        otherwise: "every one for lint and --diff, else the primary",
        "the region, or all"
    )
    static let out = Option(
        "out",
        .directory,
        "write the files there; files of an earlier run that are no longer made go"
    )
    static let check = Option(flag: "check", "whether the files are current; exit 1 and their names where not")
    static let diff = Option(
        "diff",
        optionally: .text.called("REV|DIR"),
        bare: RenderDesk.committed,
        "what changes against a commit or a folder, else against manifests/rendered; exit 1 where something does"
    )

    static let all: [any OptionDeclaration] = [environment, region, out, check, diff, GlobalOptions.formatOfFindings]
}
