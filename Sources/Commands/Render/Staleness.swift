internal import Manifests
internal import Words

/// What of a folder is not as it would be rendered now.
struct Staleness {
    let comparison: OutputFolder.Comparison
    private let name: String

    init(of rendered: RenderedFiles, in folder: OutputFolder, called name: String, _ desk: RenderDesk) throws {
        comparison = try desk.reading { () throws(Folder.Fault) in
            try folder.comparison(with: rendered.files, in: rendered.scope)
        }
        self.name = name
    }

    /// A finding for each file; what mends one mends all.
    func findings(mendedBy remedy: String) -> [Finding] {
        func findings(_ paths: [String], _ id: String, _ message: String) -> [Finding] {
            paths.map { Finding(id, .error, message, place: Place("\(name)/\($0)"), topic: id) }
        }
        var found =
            findings(comparison.stale, "render-stale", "is not what the templates and values make now")
            + findings(comparison.missing, "render-missing", "is made by the templates and is not there")
            + findings(comparison.stray, "render-stray", "is made by no template any more")
        if let last = found.indices.last { found[last].remedies = [.fix(remedy)] }
        // What ihctl did not write, or somebody has changed since, it leaves to whoever did.
        var foreign = findings(comparison.foreign, "render-stray", "is made by no template, and not as ihctl wrote it")
        if let last = foreign.indices.last {
            foreign[last].remedies = [.hint("remove it, or make it with a template: rendering leaves it alone")]
        }
        return found + foreign
    }
}
