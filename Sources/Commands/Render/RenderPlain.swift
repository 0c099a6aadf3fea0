internal import CommandLineKit
internal import Manifests

/// `ihctl render compose`, `ci`, `monitoring`, `docker`: files as they are.
func renderPlain(_ kind: RenderKind) -> Command<Context> {
    Command<Context>(
        kind.rawValue,
        summary: kind.summary,
        discussion: """
            Prints the files that the templates under templates/\(kind.folder) become; --out writes them.
            """,
        examples: [Example("ihctl render \(kind.rawValue) --env production --out deploy", "write them")],
        options: RenderOptions.all
    ) { arguments, context in
        guard arguments.source(of: RenderOptions.region) != .line else {
            throw UsageError(
                "--region is for the cluster's objects",
                hint: "\(kind.rawValue) is the same in every region of an environment"
            )
        }
        let desk = try RenderDesk(arguments, context)
        let view = RenderView("render.\(kind.rawValue)", desk)
        return try await context.rendering(view.command) {
            desk.isAboutFiles ? try await view.files([kind]) : try view.texts(of: kind)
        }
    }
}

/// `ihctl render all`: everything, into `manifests/rendered`.
let renderAll = Command<Context>(
    "all",
    summary: "everything, for every environment, into manifests/rendered",
    discussion: """
        Writes what has changed, each file whole, and removes what it wrote in an earlier run and nothing makes any more; files \
        that somebody has changed by hand are overwritten where they are made and left alone where they are not. --check \
        writes nothing and names every file that is stale, missing or stray.
        """,
    examples: [
        Example("ihctl render all", "after a change of templates or values"),
        Example("ihctl render all --check", "in CI"),
        Example("ihctl render all --diff main", "what a branch changes, object by object"),
    ],
    options: RenderOptions.all
) { arguments, context in
    let desk = try RenderDesk(arguments, context)
    return try await context.rendering("render.all") {
        try await RenderView("render.all", desk).files(RenderKind.allCases)
    }
}
