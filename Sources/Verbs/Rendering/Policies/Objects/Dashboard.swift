internal import YAML

/// A Grafana dashboard's model.
enum Dashboard {
    /// A data source that is named by its id and not by a variable, the first there is.
    static func fixedSource(in node: YAML.Node) -> String? {
        switch node.content {
        case .scalar: return nil
        case .sequence(let items): return items.lazy.compactMap(fixedSource).first
        case .mapping(let mapping):
            for entry in mapping.entries {
                if entry.name == "datasource" {
                    let source = entry.value.mapping == nil ? Optional(entry.value).plain : entry.value["uid"].plain
                    let isBuiltIn = source.hasPrefix("-- ") || source == "grafana"
                    if !source.isEmpty, !source.hasPrefix("$"), !isBuiltIn { return source }
                } else if let found = fixedSource(in: entry.value) {
                    return found
                }
            }
            return nil
        }
    }
}
