internal import Words

/// What `ihctl render` finds about its output; `templateTopics` tells of the templates.
let renderTopics: [Topic] = [
    Topic(
        "render-stale",
        .check,
        severity: .error,
        title: "a rendered file is not what the templates and values make now",
        summary: """
            --check renders everything again and compares byte by byte. This file stands there with other contents: a template or a value \
            has changed since, or somebody has changed the file itself.
            """,
        why: [
            "What is reviewed and applied is the rendered file. One that is stale shows another system than the platform file."
        ],
        whatToDo: [
            "Run ihctl render all and commit what it writes. ihctl render all --diff tells beforehand what it means, object by object."
        ],
        related: ["render-missing", "render-stray"]
    ),
    Topic(
        "render-missing",
        .check,
        severity: .error,
        title: "a file that the templates make is not there",
        summary: "--check renders everything again, and this file, which is made now, does not stand in the folder.",
        whatToDo: ["Run ihctl render all and commit what it writes."],
        related: ["render-stale", "render-stray"]
    ),
    Topic(
        "render-stray",
        .check,
        severity: .error,
        title: "a file among the rendered ones that nothing makes",
        summary: """
            It stands in the folder of the rendered files, and no template makes it: its template is gone, its environment has no such part \
            any more, or somebody put it there.
            """,
        whatToDo: [
            """
            Run ihctl render all: it removes what an earlier run wrote, as long as it is still as it was written. A file that somebody has \
            changed or made stays, and the run says so: remove it, or make a template of it.
            """
        ],
        related: ["render-stale", "render-missing"]
    ),
    Topic(
        "render-not-an-object",
        .check,
        severity: .error,
        title: "a template of the cluster makes something that is no object",
        summary:
            "Every document under templates/k8s needs apiVersion, kind and metadata.name, each a text; this one lacks one of them.",
        whatToDo: ["Add what is missing. A document that is not wanted goes away with !if before the whole of it."],
        examples: [
            .good(
                "!if\n- kubernetes.ingress\n- apiVersion: networking.k8s.io/v1\n  kind: Ingress\n  metadata: {name: !v kubernetes.ingress.name}"
            )
        ],
        related: ["render-object-twice", "template-unreadable"]
    ),
    Topic(
        "render-object-twice",
        .check,
        severity: .error,
        title: "two templates make the same object",
        summary:
            "Two documents of one folder have the same apiVersion, kind and name. The cluster would keep one of them.",
        whatToDo: ["Give one of them another name, or take it out. The finding names both places."],
        related: ["render-not-an-object"]
    ),
    Topic(
        "render-not-patchable",
        .check,
        severity: .error,
        title: "something of the base that no overlay can change",
        summary: """
            All environments share the base, and an overlay changes its objects by patches. Its kustomization and files that are no YAML \
            cannot be patched, so they must be the same for every environment.
            """,
        whatToDo: [
            "Move it to templates/k8s/overlay, which is rendered for each environment, or to templates/k8s/region, for each region."
        ],
        related: ["render-not-an-object", "kustomize-build"]
    ),
    Topic(
        "render-no-templates",
        .check,
        severity: .error,
        title: "there is no template to render",
        summary:
            "The project has a folder of templates of this kind, and what is needed there is missing: for the cluster templates/k8s/base.",
        whatToDo: [
            "Write them, or remove the folder: without one, ihctl renders the templates that it brings along, which ihctl init writes."
        ],
        related: ["template-unreadable"]
    ),
    Topic(
        "kustomize-build",
        .check,
        severity: .error,
        title: "a Kustomize tree cannot be built",
        summary: """
            A kustomization asks for what is not there or cannot be done: a file that is missing, a field that is unknown, a patch that fits \
            nothing, an object that stands twice. The finding has file, line and column.
            """,
        why: [
            """
            Where kustomize goes on in silence, as with a patch whose target matches nothing, the build stops here; --compat does as \
            kustomize does.
            """
        ],
        whatToDo: [
            "Mend the place named. Remote bases, plugins and Helm charts are never built: vendor what they make."
        ],
        related: ["render-not-an-object"]
    ),
]
