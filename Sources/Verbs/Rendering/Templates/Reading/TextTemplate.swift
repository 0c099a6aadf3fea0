internal import Words

/// A template of any other text (a Dockerfile, an nginx configuration, an .env file): it has `{path}` holes alone.
package struct TextTemplate: Sendable {
    package let file: String
    package let bytes: [UInt8]
    private let text: HoledText

    /// Larger ones are no configuration.
    private static let sizeLimit = 32 << 20

    /// - Throws: every fault that shows without values.
    package init(parsing bytes: [UInt8], file: String) throws(TemplateFailure) {
        self.file = file
        self.bytes = bytes
        let beginning = Place(file, line: 1, column: 1)
        guard bytes.count <= Self.sizeLimit else {
            throw TemplateFailure([TemplateFault(.unreadable("\(bytes.count) bytes are too many"), at: beginning)])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TemplateFailure([TemplateFault(.unreadable("the text is not UTF-8"), at: beginning)])
        }
        let braces = bytes.indices.filter { bytes[$0] == HoledText.brace }
        guard braces.count <= HoledText.mostHoles else {
            throw TemplateFailure([
                TemplateFault(
                    .unreadable("\(braces.count) holes are too many: no text has more than \(HoledText.mostHoles)"),
                    at: beginning
                )
            ])
        }
        let places = TemplateLines(bytes, file: file).places(of: braces)
        var next = 0
        var faults: [TemplateFault] = []
        self.text = HoledText(text, allowsAsIs: true) { offset in
            while next < braces.count, braces[next] < offset { next += 1 }
            return places[next]
        } fault: { fault in
            if faults.count < TemplateFailure.limit { faults.append(fault) }
        }
        guard faults.isEmpty else { throw TemplateFailure(faults) }
    }

    /// The text that the values make of it.
    /// - Throws: every fault, each with its place in the template and, where a value has to do with it, the value's.
    package func render(with values: Values) throws(TemplateFailure) -> RenderedText {
        var reader = ValueReader(values)
        let rendered = reader.text(text, isGuarded: true)
        guard reader.faults.isEmpty else { throw TemplateFailure(reader.faults) }
        return RenderedText(
            text: rendered ?? "",
            inputs: InputDigest(template: bytes, values: values, usage: reader.usage),
        )
    }
}
