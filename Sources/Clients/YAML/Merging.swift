extension YAML {
    /// Merge keys (yaml.org/type/merge.html): what `<<` names is drawn in where it stands; a mapping's own keys win,
    /// and of several mappings the first that has the key.
    enum Merging {
        static func isMerge(_ key: borrowing Node) -> Bool {
            guard case .scalar(let scalar) = key.content, scalar.text.utf8.count == 2, scalar.text == "<<" else {
                return false
            }
            return key.label.map { $0.name == "!!merge" } ?? (scalar.style == .plain)
        }

        /// The entries with every `<<` replaced by what it draws in.
        static func merged(_ entries: [Mapping.Entry]) throws(YAMLError) -> [Mapping.Entry] {
            var taken = Set(entries.lazy.filter { !isMerge($0.key) }.map { Key($0.name) })
            var result: [Mapping.Entry] = []
            var merge: Mapping.Entry?
            for entry in entries {
                guard isMerge(entry.key) else {
                    result.append(entry)
                    continue
                }
                if let merge {
                    throw YAMLError(.duplicateKey("<<", first: merge.key.place), at: entry.key.place)
                }
                merge = entry
                for mapping in try mappings(in: entry.value) {
                    for drawn in mapping.entries where taken.insert(Key(drawn.name)).inserted { result.append(drawn) }
                }
            }
            return result
        }

        private static func mappings(in value: Node) throws(YAMLError) -> [Mapping] {
            switch value.content {
            case .mapping(let mapping): return [mapping]
            case .scalar: throw YAMLError(.cannotMerge(found: value.inWords), at: value.place)
            case .sequence(let items):
                var mappings: [Mapping] = []
                for item in items {
                    guard let mapping = item.mapping else {
                        throw YAMLError(.cannotMerge(found: item.inWords), at: item.place)
                    }
                    mappings.append(mapping)
                }
                return mappings
            }
        }
    }
}
