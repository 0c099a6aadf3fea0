import Platform
import TestSupport
import Testing
import Words

@Suite
struct SchemaTests {
    @Test
    func `the published schemas are those of this program`() {
        expectCurrent(JSONSchema.document(forLayer: false).pretty + "\n", in: "docs/platform.schema.json")
        expectCurrent(JSONSchema.document(forLayer: true).pretty + "\n", in: "docs/environment.schema.json")
    }

    @Test(arguments: [false, true])
    func `the schema names every field of every section, what it means, and nothing else`(isLayer: Bool) throws {
        let document = JSONSchema.document(forLayer: isLayer)
        guard case .section(let root) = Platform.shape else { return }
        var seen = 0
        try compare(root, document, in: document, isLayer: isLayer, &seen)
        #expect(seen > 250)
    }

    @Test
    func `every section has a name of its own, and every field a sentence`() {
        guard case .section(let root) = Platform.shape else { return }
        var sections: [String: [String]] = [:]
        func walk(_ shape: Shape) {
            switch shape {
            case .list(let inner), .named(let inner): walk(inner)
            case .section(let section):
                let names = section.fields.map(\.name)
                #expect(sections[section.name] ?? names == names)
                #expect(Set(names).count == names.count)
                sections[section.name] = names
                for field in section.fields {
                    #expect(field.summary.hasSuffix("."), "\(section.name).\(field.name)")
                    #expect(field.summary.count < 110)
                    #expect(
                        field.name.utf8.allSatisfy {
                            $0 == UInt8(ascii: "_") || (97...122).contains($0) || (48...57).contains($0)
                        }
                    )
                    walk(field.shape())
                }
            default: return
            }
        }
        walk(.section(root))
        #expect(sections.count > 40)
    }

    @Test
    func `a base demands, a layer demands nothing and may say null`() throws {
        let base = JSONSchema.document(forLayer: false)
        let layer = JSONSchema.document(forLayer: true)
        #expect(base["required"] == ["platform"])
        #expect(layer["required"] == nil)
        #expect(layer["properties"]?["cache"]?["anyOf"] == [["$ref": "#/definitions/Cache.layer"], ["type": "null"]])
        #expect(base["properties"]?["cache"]?["allOf"] == [["$ref": "#/definitions/Cache"]])
        #expect(base["definitions"]?["Provider"]?["required"] == ["endpoint", "key", "kind"])
        // A region's part is a layer in the base too.
        let region = base["definitions"]?["Region"]
        #expect(
            region?["properties"]?["database"]?["anyOf"] == [
                ["$ref": "#/definitions/Database.layer"], ["type": "null"],
            ]
        )
        // What stands in a list is whole in a layer too.
        let lifecycle = layer["definitions"]?["Bucket.layer"]?["properties"]?["lifecycle"]
        #expect(
            lifecycle?["anyOf"] == [
                ["type": "array", "items": ["$ref": "#/definitions/LifecycleRule"]], ["type": "null"],
            ]
        )
    }

    @Test
    func `rules stand beside types`() {
        let definitions = JSONSchema.document(forLayer: false)["definitions"]
        #expect(definitions?["Database"]?["properties"]?["port"]?["maximum"] == 65_535)
        #expect(definitions?["Kubernetes"]?["properties"]?["namespace"]?["pattern"] != nil)
        #expect(
            definitions?["Logging"]?["properties"]?["level"]?["enum"] == [
                "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL",
            ]
        )
        #expect(definitions?["Database.Pool"]?["properties"]?["timeout"]?["allOf"] != nil)
    }

    private func compare(
        _ section: SectionShape,
        _ schema: JSONValue,
        in document: JSONValue,
        isLayer: Bool,
        _ seen: inout Int,
    ) throws {
        guard case .object(let properties)? = schema["properties"] else {
            Issue.record("\(section.name) has no properties")
            return
        }
        #expect(schema["additionalProperties"] == false)
        #expect(properties.keys.sorted() == section.fields.map(\.name).sorted(), "\(section.name)")
        for field in section.fields {
            seen += 1
            #expect(properties[field.name]?["description"] == .string(field.summary))
            var shape = field.shape()
            while true {
                if case .list(let inner) = shape {
                    shape = inner
                } else if case .named(let inner) = shape {
                    shape = inner
                } else {
                    break
                }
            }
            guard case .section(let inner) = shape, let property = properties[field.name] else { continue }
            let name = try #require(firstReference(in: property), "\(section.name).\(field.name)")
            let definition = try #require(document["definitions"]?[name])
            try compare(inner, definition, in: document, isLayer: isLayer, &seen)
        }
    }

    private func firstReference(in value: JSONValue) -> String? {
        switch value {
        case .object(let members):
            if case .string(let reference)? = members["$ref"] {
                return String(reference.dropFirst("#/definitions/".count))
            }
            return members.values.lazy.compactMap(firstReference).first
        case .array(let elements): return elements.lazy.compactMap(firstReference).first
        default: return nil
        }
    }
}

extension JSONValue {
    fileprivate subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }
}
