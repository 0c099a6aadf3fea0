internal import YAML

/// A field of the objects of a type, and whether it is made where it is missing.
///
/// Its path leads through lists without a word; `name[]` says that a list stands there, which is never made.
struct FieldSpec {
    var type: ObjectType
    var path: [String]
    var creates: Bool

    /// - Parameter path: `/` between the names, `\/` for a slash within one.
    init(_ path: String, _ kind: String = "", group: String = "", version: String = "", creates: Bool = false) {
        type = ObjectType(group: group, version: version, kind: kind)
        self.path = Self.parts(of: path)
        self.creates = creates
    }

    init(_ node: YAML.Node) throws(KustomizeError) {
        let fields = try FieldReader(node, "fields", known: ["path", "kind", "group", "version", "create"])
        self.init(
            try fields.string("path") ?? "",
            try fields.string("kind") ?? "",
            group: try fields.string("group") ?? "",
            version: try fields.string("version") ?? "",
            creates: try fields.bool("create")
        )
        guard !path.contains("") else {
            throw KustomizeError(.invalid("a field's path has an empty name"), at: node.place)
        }
    }

    private static func parts(of path: String) -> [String] {
        var parts: [String] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            if let last = parts.last, last.hasSuffix("\\") {
                parts[parts.count - 1] = String(last.dropLast()) + "/" + part
            } else {
                parts.append(String(part))
            }
        }
        return parts
    }
}

/// Walks to a field and changes what stands there.
struct FieldWalk {
    /// What is made at the end of the path, and what a null there becomes; nil where nothing is made.
    var made: YAML.Node?
    var change: (inout YAML.Node) throws(KustomizeError) -> Void

    func apply(_ spec: FieldSpec, to resource: inout Resource) throws(KustomizeError) {
        guard resource.identity.type.isSelected(by: spec.type) else { return }
        try walk(&resource.node, spec.path[...], creates: spec.creates && made != nil)
    }

    private func walk(_ node: inout YAML.Node, _ path: ArraySlice<String>, creates: Bool) throws(KustomizeError) {
        guard let name = path.first else { return try change(&node) }
        if node.isNull { return }
        switch node.content {
        case .scalar:
            let whole = path.joined(separator: "/")
            throw KustomizeError(
                .mismatch(whole, expected: "a map or a list above it", found: node.inWords),
                at: node.place
            )
        case .sequence:
            try node.changeItems { item throws(KustomizeError) in try walk(&item, path, creates: creates) }
        case .mapping(let mapping):
            let isList = name.hasSuffix("[]")
            let field = isList ? String(name.dropLast(2)) : name
            let rest = path.dropFirst()
            let isMade = creates && !isList
            if isMade, mapping[field] == nil || mapping[field]?.isNull == true, let made {
                node.set(field, to: rest.isEmpty ? made : YAML.Node(YAML.Mapping()))
            }
            try node.change(field) { child throws(KustomizeError) in try walk(&child, rest, creates: creates) }
        }
    }
}
