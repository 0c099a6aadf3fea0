package import Words

/// The platform file's schema for editors (JSON Schema 2020-12), made of the same table that reads it.
package enum JSONSchema {
    /// `ihctl schema platform`: the base file; `ihctl schema environment`: a layer over it, where nothing is required and null removes.
    package static func document(forLayer isLayer: Bool) -> JSONValue {
        guard case .section(let root) = Platform.shape else { return .null }
        var schema = object(for: root, isLayer: isLayer)
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = isLayer ? "ihctl environment file" : "ihctl platform file"
        return .object(schema)
    }

    private static func object(for section: SectionShape, isLayer: Bool) -> [String: JSONValue] {
        let isLayer = isLayer || section.isPartial
        var properties: [String: JSONValue] = [:]
        for field in section.fields {
            var property = value(for: field.shape(), isLayer: isLayer)
            if case .object(let rule) = field.rule { property.merge(rule) { _, new in new } }
            property["description"] = .string(field.summary)
            properties[field.name] = isLayer ? removable(property) : .object(property)
        }
        var schema: [String: JSONValue] = [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
            "description": .string(section.summary),
        ]
        let required = section.fields.filter(\.isRequired).map(\.name).sorted()
        if !isLayer, !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
        return schema
    }

    /// In a layer, null takes away what a lower layer said.
    private static func removable(_ property: [String: JSONValue]) -> JSONValue {
        var property = property
        let description = property.removeValue(forKey: "description") ?? .null
        return ["anyOf": [.object(property), ["type": "null"]], "description": description]
    }

    private static func value(for shape: Shape, isLayer: Bool) -> [String: JSONValue] {
        switch shape {
        case .text, .reference: ["type": "string"]
        case .secret: ["type": "string", "pattern": "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+|secret:.+)$"]
        case .integer: ["type": "integer"]
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .choice(let names): ["enum": .array(names.map(JSONValue.string))]
        case .spelled(_, let pattern): ["type": ["string", "integer"], "pattern": .string(pattern)]
        case .list(let inner): ["type": "array", "items": .object(value(for: inner, isLayer: false))]
        case .named(let inner):
            if isLayer {
                ["type": "object", "additionalProperties": removable(value(for: inner, isLayer: true))]
            } else {
                ["type": "object", "additionalProperties": .object(value(for: inner, isLayer: false))]
            }
        case .section(let section): object(for: section, isLayer: isLayer)
        case .scalar: ["type": ["string", "number", "boolean"]]
        case .anything: [:]
        }
    }
}
