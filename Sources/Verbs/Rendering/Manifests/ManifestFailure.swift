package import Kustomize
package import Templates
package import Words
internal import YAML

/// Why nothing was rendered.
package enum ManifestFailure: Error, Sendable {
    case templates(TemplateFailure)
    /// What a template makes is no object of a cluster.
    case notAnObject(Place, missing: String)
    /// Two documents of one folder are the same object.
    case repeated(String, Place, first: Place)
    /// What no patch can change stands in the base, and an environment (if any is named) would have it otherwise.
    case notPatchable(Place, environment: String?)
    case tree(KustomizeError)
    /// There is nothing of this kind to render.
    case noTemplates(folder: String)

    package var findings: [Finding] {
        switch self {
        case .templates(let failure): failure.findings
        case .notAnObject(let place, let missing):
            [
                Finding(
                    "render-not-an-object",
                    .error,
                    "the document has no \(missing), so no cluster takes it",
                    remedies: [.hint("every document of templates/k8s has apiVersion, kind and metadata.name")],
                    place: place,
                    topic: "render-not-an-object"
                )
            ]
        case .repeated(let identity, let place, let first):
            [
                Finding(
                    "render-object-twice",
                    .error,
                    subject: identity,
                    "stands here for the second time",
                    remedies: [.hint("give one of them another name")],
                    place: place,
                    related: [Finding.Related(first, "the first")],
                    topic: "render-object-twice"
                )
            ]
        case .notPatchable(let place, let environment):
            [
                Finding(
                    "render-not-patchable",
                    .error,
                    environment.map { "is another one with the values of \($0), and no overlay can change it" }
                        ?? "is a text, and no overlay can change one of the base",
                    remedies: [.hint("move it, or what differs in it, to templates/k8s/overlay")],
                    place: place,
                    topic: "render-not-patchable"
                )
            ]
        case .tree(let error): [error.finding()]
        case .noTemplates(let folder):
            [
                Finding(
                    "render-no-templates",
                    .error,
                    subject: folder,
                    "there is no template",
                    remedies: [.hint("ihctl init writes the templates that ihctl brings along")],
                    topic: "render-no-templates"
                )
            ]
        }
    }
}

extension KustomizeError {
    /// - Parameter shown: how a path of the tree is told.
    package func finding(showing shown: (String) -> String = { $0 }) -> Finding {
        Finding(
            "kustomize-build",
            .error,
            problem,
            place: Place(place, showing: shown),
            topic: "kustomize-build"
        )
    }
}
