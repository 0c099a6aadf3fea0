package import Words

/// The platform file's schema for editors, made of the same table that reads it.
///
/// JSON Schema draft 7: nothing of a later draft is needed, and editors know it best.
package enum JSONSchema {
    /// `ihctl schema platform`: the base file; `ihctl schema environment`: a layer over it, where nothing is required and null removes.
    package static func document(forLayer isLayer: Bool) -> JSONValue {
        guard case .section(let root) = Platform.shape else { return .null }
        var schema = object(for: root, isLayer: isLayer)
        schema["$schema"] = "http://json-schema.org/draft-07/schema#"
        schema["title"] = isLayer ? "ihctl environment file" : "ihctl platform file"
        return .object(schema)
    }

    private static func object(for section: SectionShape, isLayer: Bool) -> [String: JSONValue] {
        var properties: [String: JSONValue] = [:]
        for field in section.fields {
            let shape = field.shape()
            var property = value(for: shape, isLayer: isLayer || shape.isOverlay)
            if case .object(let rule)? = field.rule { property = both(property, rule) }
            let description = JSONValue.string(field.summary)
            if isLayer || shape.isOverlay {
                properties[field.name] = ["anyOf": [.object(property), ["type": "null"]], "description": description]
            } else {
                property["description"] = description
                properties[field.name] = .object(property)
            }
        }
        var schema: [String: JSONValue] = [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
        ]
        let required = section.fields.filter(\.isRequired).map(\.name).sorted()
        if !isLayer, !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
        return schema
    }

    /// A type and a rule on it; where both have a pattern, both must hold.
    private static func both(_ type: [String: JSONValue], _ rule: [String: JSONValue]) -> [String: JSONValue] {
        let collides = rule.keys.contains { type[$0] != nil }
        return collides ? ["allOf": [.object(type), .object(rule)]] : type.merging(rule) { _, new in new }
    }

    private static func value(for shape: Shape, isLayer: Bool) -> [String: JSONValue] {
        switch shape {
        case .text, .reference: ["type": "string"]
        case .secret: ["type": "string", "pattern": "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+|secret:.+)$"]
        case .integer: ["type": "integer"]
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .choice(let names): ["enum": .array(names.map(JSONValue.string))]
        case .spelled(_, let pattern, nil): ["type": "string", "pattern": .string(pattern)]
        case .spelled(_, let pattern, let number?):
            ["type": ["string", .string(number.rawValue)], "pattern": .string(pattern), "minimum": 0]
        // Lists replace: what stands in one is whole in a layer too.
        case .list(let inner): ["type": "array", "items": .object(value(for: inner, isLayer: false))]
        case .named(let inner):
            isLayer
                ? [
                    "type": "object",
                    "additionalProperties": ["anyOf": [.object(value(for: inner, isLayer: true)), ["type": "null"]]],
                ]
                : ["type": "object", "additionalProperties": .object(value(for: inner, isLayer: false))]
        case .section(let section): object(for: section, isLayer: isLayer)
        case .scalar: ["type": ["string", "number", "boolean"]]
        case .anything: [:]
        }
    }
}
