internal import YAML

/// Reads the sources of a generated map: envs, then literals, then files.
struct KeyValues {
    let options: Kustomize.Options
    let load: (Placed<String>) throws(KustomizeError) -> [UInt8]

    struct Entry {
        var key: String
        var bytes: [UInt8]
        var place: YAML.Place
    }

    func entries(of rule: GeneratorRule) throws(KustomizeError) -> [Entry] {
        var entries: [Entry] = []
        for source in rule.envs { entries += try lines(of: source) }
        for source in rule.literals { entries.append(try literal(source)) }
        var size = entries.reduce(0) { $0 + $1.bytes.count }
        for source in rule.files {
            entries.append(try file(source))
            size += entries.last?.bytes.count ?? 0
            // Before the next one is read: somebody may have meant a folder of films.
            guard options.compat || size <= Self.most else { throw tooLarge(rule, at: source.place) }
        }
        guard !options.compat else { return entries }
        guard size <= Self.most else { throw tooLarge(rule, at: rule.place) }
        for entry in entries where !Self.isKey(entry.key) { throw KustomizeError(.badKey(entry.key), at: entry.place) }
        return entries
    }

    /// What the API server takes of one ConfigMap or Secret.
    private static let most = 1 << 20

    private func tooLarge(_ rule: GeneratorRule, at place: YAML.Place) -> KustomizeError {
        let kind = rule.isSecret ? "Secret" : "ConfigMap"
        return KustomizeError(
            .invalid("the \(kind) \(YAML.excerpt(rule.name)) holds more than 1 MiB, which no API server takes"),
            at: place
        )
    }

    private func literal(_ source: Placed<String>) throws(KustomizeError) -> Entry {
        guard let equals = source.value.firstIndex(of: "="), equals > source.value.startIndex else {
            throw KustomizeError(.badSource(source.value.redactedValue, reason: "expected key=value"), at: source.place)
        }
        var value = source.value[source.value.index(after: equals)...].utf8[...]
        if value.count > 1, let quote = value.first, quote == value.last, quote == 0x22 || quote == 0x27 {
            value = value.dropFirst().dropLast()
        }
        return Entry(key: String(source.value[..<equals]), bytes: Array(value), place: source.place)
    }

    private func file(_ source: Placed<String>) throws(KustomizeError) -> Entry {
        let parts = source.value.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard parts.count < 3 else {
            throw KustomizeError(.badSource(source.value, reason: "more than one = stands in it"), at: source.place)
        }
        guard let path = parts.last, !path.isEmpty, let first = parts.first, !first.isEmpty else {
            throw KustomizeError(.badSource(source.value, reason: "expected a path or key=path"), at: source.place)
        }
        let bytes = try load(Placed(value: path, place: source.place))
        return Entry(key: parts.count == 2 ? first : Path.name(of: path), bytes: bytes, place: source.place)
    }

    /// The lines of a file of `KEY=value`: the value verbatim, quotes and all.
    private func lines(of source: Placed<String>) throws(KustomizeError) -> [Entry] {
        var bytes = try load(source)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw KustomizeError(.notUTF8(source.value), at: source.place)
        }
        var entries: [Entry] = []
        for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let place = YAML.Place(file: source.value, line: number + 1, column: 1)
            let ended = line.last == 0x0D ? line.dropLast() : line
            let text = ended.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
            guard let first = text.first, first != UInt8(ascii: "#") else { continue }
            let key = text.prefix { $0 != UInt8(ascii: "=") }
            guard !key.isEmpty else {
                throw KustomizeError(.badSource(source.value, reason: "a line begins with ="), at: place)
            }
            // Without a value kustomize asks its environment; a build that does so is another one everywhere.
            entries.append(
                Entry(
                    key: String(decoding: key, as: UTF8.self),
                    bytes: Array(text.dropFirst(key.count + 1)),
                    place: place
                )
            )
        }
        return entries
    }

    private static func isKey(_ key: String) -> Bool {
        !key.isEmpty && key != "." && key != ".." && key.utf8.count <= 253
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}

extension String {
    /// What may be told of a literal that is malformed: it may be a secret.
    fileprivate var redactedValue: String { isEmpty ? "" : "…" }
}
