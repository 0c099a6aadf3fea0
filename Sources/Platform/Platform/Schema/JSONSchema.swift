package import Words

/// The platform file's schema for editors, made of the same table that reads it.
///
/// JSON Schema draft 7: nothing of a later draft is needed, and editors know it best.
package enum JSONSchema {
    /// `ihctl schema platform`: the base file; `ihctl schema environment`: a layer over it, where nothing is required and null removes.
    package static func document(forLayer isLayer: Bool) -> JSONValue {
        guard case .section(let root) = Platform.shape else { return .null }
        var builder = SchemaBuilder()
        var schema = builder.object(for: root, isLayer: isLayer)
        schema["$schema"] = "http://json-schema.org/draft-07/schema#"
        schema["title"] = isLayer ? "ihctl environment file" : "ihctl platform file"
        schema["definitions"] = .object(builder.definitions)
        return .object(schema)
    }
}

/// Every section is defined once, and once more as a layer where it is laid over another.
private struct SchemaBuilder {
    typealias Schema = [String: JSONValue]

    private(set) var definitions: Schema = [:]

    mutating func object(for section: SectionShape, isLayer: Bool) -> Schema {
        var properties: Schema = [:]
        for field in section.fields {
            let shape = field.shape()
            let isLayer = isLayer || shape.isOverlay
            var property = value(for: shape, isLayer: isLayer)
            if case .object(let rule)? = field.rule { property = SchemaBuilder.both(property, rule) }
            if isLayer {
                property = SchemaBuilder.removable(property)
            } else if property["$ref"] != nil {
                // Beside a $ref nothing else counts.
                property = ["allOf": [.object(property)]]
            }
            property["description"] = .string(field.summary)
            properties[field.name] = .object(property)
        }
        var schema: Schema = [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
        ]
        let required = section.fields.filter(\.isRequired).map(\.name).sorted()
        if !isLayer, !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
        return schema
    }

    private mutating func value(for shape: Shape, isLayer: Bool) -> Schema {
        switch shape {
        case .text, .reference: return ["type": "string"]
        case .secret: return ["type": "string", "pattern": "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+|secret:.+)$"]
        case .integer: return ["type": "integer"]
        case .number: return ["type": "number"]
        case .boolean: return ["type": "boolean"]
        case .choice(let names): return ["enum": .array(names.map(JSONValue.string))]
        case .spelled(_, let pattern, nil): return ["type": "string", "pattern": .string(pattern)]
        case .spelled(_, let pattern, let number?):
            return ["type": ["string", .string(number.rawValue)], "pattern": .string(pattern), "minimum": 0]
        // Lists replace: what stands in one is whole in a layer too.
        case .list(let inner): return ["type": "array", "items": .object(value(for: inner, isLayer: false))]
        case .named(let inner):
            let item = value(for: inner, isLayer: isLayer)
            let items = isLayer ? SchemaBuilder.removable(item) : item
            return ["type": "object", "additionalProperties": .object(items)]
        case .section(let section): return reference(to: section, isLayer: isLayer)
        case .scalar: return ["type": ["string", "number", "boolean"]]
        case .anything: return [:]
        }
    }

    private mutating func reference(to section: SectionShape, isLayer: Bool) -> Schema {
        let name = isLayer ? "\(section.name).layer" : section.name
        if definitions[name] == nil {
            // Marked before it is made, for sections that hold themselves.
            definitions[name] = .null
            definitions[name] = .object(object(for: section, isLayer: isLayer))
        }
        return ["$ref": .string("#/definitions/\(name)")]
    }

    /// In a layer, null takes away what a lower layer said.
    private static func removable(_ schema: Schema) -> Schema {
        ["anyOf": [.object(schema), ["type": "null"]]]
    }

    /// A type and a rule on it; where both have a pattern, both must hold.
    private static func both(_ type: Schema, _ rule: Schema) -> Schema {
        let collides = rule.keys.contains { type[$0] != nil }
        return collides ? ["allOf": [.object(type), .object(rule)]] : type.merging(rule) { _, new in new }
    }
}
