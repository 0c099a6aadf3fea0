package import Platform
package import Templates

/// What the templates of compose, monitoring and docker read beside the model, since they neither reckon nor compare.
///
/// It stands under `derived`, each subject an entry of its own.
package enum ArtefactValues {
    package static func entries(of loaded: LoadedPlatform) -> [Values.Fields.Entry] {
        [
            Values.Fields.Entry("stack", stack(of: loaded)),
            Values.Fields.Entry("monitoring", monitoring(of: loaded.platform)),
        ]
    }
}

extension Values {
    /// What those templates read, of one environment and region.
    package static func artefacts(of loaded: LoadedPlatform) -> Values {
        let fields = Fields(ArtefactValues.entries(of: loaded))
        let derived = Value(.map(fields), .elsewhere("made of the platform file"))
        return Values(loaded, adding: [Fields.Entry("derived", derived)])
    }
}

extension Values.Value {
    init(derived content: Content, from source: String) {
        self.init(content, .elsewhere("made of \(source)"))
    }

    static func text(_ text: String?, from source: String) -> Self {
        Self(derived: text.map { .text($0) } ?? .nothing, from: source)
    }

    static func truth(_ truth: Bool, from source: String) -> Self {
        Self(derived: .truth(truth), from: source)
    }

    static func integer(_ number: Int?, from source: String) -> Self {
        Self(derived: number.map { .integer($0) } ?? .nothing, from: source)
    }

    static func texts(_ texts: [String], from source: String) -> Self {
        list(texts.map { .text($0, from: source) }, from: source)
    }

    static func list(_ items: [Self], from source: String) -> Self {
        Self(derived: .list(items), from: source)
    }

    /// Entries whose names people chose, each once.
    static func map(_ entries: [(String, Self)], from source: String) -> Self {
        let fields = Values.Fields(entries.map { Values.Fields.Entry($0.0, $0.1) }, areChosen: true)
        return Self(derived: .map(fields), from: source)
    }

    static func map(_ entries: KeyValuePairs<String, Self>, from source: String) -> Self {
        Self(derived: .map(Values.Fields(entries.map { Values.Fields.Entry($0.key, $0.value) })), from: source)
    }
}
