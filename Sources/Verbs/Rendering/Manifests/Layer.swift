internal import Kustomize
internal import Templates
internal import Words
internal import YAML

/// One folder of templates, rendered with one set of values: objects, and the kustomization they stand beside.
struct Layer: Sendable {
    struct Member: Sendable {
        var identity: ManifestIdentity
        var document: RenderedDocument
        /// Seen from the layer's folder.
        var file: String
        /// As messages call it.
        var template: String
        var inputs: String
    }

    var members: [Member] = []
    /// Files that are no YAML, for generators to read.
    var texts: [String: [UInt8]] = [:]
    var kustomization: RenderedDocument?
    var kustomizationTemplate: String
    var kustomizationInputs = ""
    /// What was read of the values, for the warnings about the others.
    var renderings: [Rendering] = []

    static let kustomizationFile = "kustomization.yaml"

    /// - Parameter isPartial: files that ask for what these values do not say are left out: another layer has them.
    init(
        _ folder: String,
        of templates: TemplateFolder,
        values: Values,
        isPartial: Bool = false,
    ) throws(ManifestFailure) {
        kustomizationTemplate = "\(templates.name)/\(folder)/\(Self.kustomizationFile)"
        var faults: [TemplateFault] = []
        for source in templates.sources(under: folder) {
            let rendering: Rendering
            do throws(TemplateFailure) {
                rendering = try TemplateSet([source]).render(with: values)
            } catch {
                if !isPartial || !error.faults.allSatisfy(\.isUnset) { faults += error.faults }
                continue
            }
            renderings.append(rendering)
            let path = templates.path(of: source.file, under: folder)
            for content in rendering.files.map(\.content) {
                switch content {
                case .yaml(let rendered): try take(rendered, from: source.file, as: path)
                case .text(let rendered): texts[path] = Array(rendered.text.utf8)
                }
            }
        }
        guard faults.isEmpty else { throw .templates(TemplateFailure(faults)) }
    }

    private mutating func take(_ rendered: RenderedTemplate, from template: String, as file: String)
        throws(ManifestFailure)
    {
        let inputs = rendered.inputs.sha256
        if file == Self.kustomizationFile {
            kustomization = rendered.documents.first
            kustomizationInputs = inputs
            return
        }
        for document in rendered.documents where !document.root.isNull {
            let place = Place(document.root.place, file: template)
            let identity = try ManifestIdentity(of: document.root, at: place)
            if let first = members.first(where: { $0.identity == identity }) {
                let earlier = Place(first.document.root.place, file: first.template)
                throw .repeated(identity.description, place, first: earlier)
            }
            members.append(
                Member(identity: identity, document: document, file: file, template: template, inputs: inputs)
            )
        }
    }

    func member(_ identity: ManifestIdentity) -> Member? { members.first { $0.identity == identity } }
}

extension TemplateFault {
    fileprivate var isUnset: Bool {
        if case .unset = kind { true } else { false }
    }
}
