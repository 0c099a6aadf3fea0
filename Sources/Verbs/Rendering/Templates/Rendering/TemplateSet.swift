package import Words

/// Templates that belong together: read at once, rendered at once, judged at once.
package struct TemplateSet: Sendable {
    package enum Form: Sendable, Hashable {
        case yaml, text

        /// By the file's name: `.yaml` and `.yml` are YAML, everything else is text.
        package init(ofFile name: String) {
            self = name.hasSuffix(".yaml") || name.hasSuffix(".yml") ? .yaml : .text
        }
    }

    package struct Source: Sendable {
        package var file: String
        package var bytes: [UInt8]
        package var form: Form

        package init(_ file: String, _ bytes: [UInt8], form: Form? = nil) {
            self.file = file
            self.bytes = bytes
            self.form = form ?? Form(ofFile: file)
        }
    }

    private enum Member: Sendable {
        case yaml(Template)
        case text(TextTemplate)
    }

    private let members: [Member]

    /// Reads all of them.
    /// - Throws: the faults of all, in the order of the files.
    package init(_ sources: [Source]) throws(TemplateFailure) {
        var members: [Member] = []
        var faults: [TemplateFault] = []
        for source in sources {
            do throws(TemplateFailure) {
                switch source.form {
                case .yaml: members.append(.yaml(try Template(parsing: source.bytes, file: source.file)))
                case .text: members.append(.text(try TextTemplate(parsing: source.bytes, file: source.file)))
                }
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw TemplateFailure(faults) }
        self.members = members
    }

    /// Renders all of them.
    /// - Throws: the faults of all, in the order of the files.
    package func render(with values: Values) throws(TemplateFailure) -> Rendering {
        var files: [Rendering.File] = []
        var usage = ValueUsage(of: values)
        var faults: [TemplateFault] = []
        for member in members {
            do throws(TemplateFailure) {
                switch member {
                case .yaml(let template):
                    let rendered = try template.render(with: values)
                    usage.formUnion(rendered.inputs.usage)
                    files.append(Rendering.File(name: template.file, content: .yaml(rendered)))
                case .text(let template):
                    let rendered = try template.render(with: values)
                    usage.formUnion(rendered.inputs.usage)
                    files.append(Rendering.File(name: template.file, content: .text(rendered)))
                }
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw TemplateFailure(faults) }
        return Rendering(files: files, values: values, usage: usage)
    }
}

/// What a set of templates became with one environment's and region's values.
package struct Rendering: Sendable {
    package enum Content: Sendable {
        case yaml(RenderedTemplate)
        case text(RenderedText)
    }

    package struct File: Sendable {
        package var name: String
        package var content: Content
    }

    package var files: [File]
    package var values: Values
    package var usage: ValueUsage
}

extension Collection<Rendering> {
    /// Warnings for values that somebody said and none of these renderings reads, of those below the paths given.
    ///
    /// Give the renderings of every environment and region at once: what one of them reads is used. References to secrets
    /// are no template's to read, and built-in values nobody's fault.
    package func unusedValues(below expected: [ValuePath]) -> [Finding] {
        var used: Set<ValuePath> = []
        var unused: [(path: ValuePath, place: Place)] = []
        for rendering in self {
            for leaf in rendering.values.leaves where expected.contains(where: leaf.path.starts) {
                if rendering.usage.covers(leaf.way) {
                    used.insert(leaf.path)
                } else if let place = leaf.place {
                    unused.append((leaf.path, place))
                }
            }
        }
        var told: Set<ValuePath> = []
        return unused.filter { !used.contains($0.path) && told.insert($0.path).inserted }.map { path, place in
            Finding(
                "template-unused-value",
                .warning,
                subject: path.description,
                "no template reads it",
                remedies: [.hint("take it out of the file, or read it in a template")],
                place: place,
                topic: "template-unused-value",
            )
        }
    }
}
