import Kustomize
import Schemas
import Testing
import YAML

@Suite struct FolderTests {
    private let widget = "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: a}\n"

    /// The faults of a widget whose `spec` is of a schema.
    private func judged(_ schema: String, _ spec: String, definitions: String = "{}") throws -> [String] {
        let file = """
            {"type": "object", "additionalProperties": false, "properties": {"spec": \(schema)},
             "definitions": \(definitions)}
            """
        return try faults("\(widget)spec: \(spec)", folders: [folder(["example.org/widget_v1.json": file])])
    }

    @Test func `a schema is found by group, kind and version in small letters`() throws {
        let files = ["example.org/widget_v1.json": #"{"properties": {"spec": {"type": "integer"}}}"#]
        #expect(try faults("\(widget)spec: 1", folders: [folder(files)]) == [])
        #expect(
            try faults("\(widget)spec: a", folders: [folder(files)]) == [
                "schema.wrong-type: spec must be a whole number, found the text \"a\""
            ]
        )
        let other = "apiVersion: example.org/v2\nkind: Widget"
        #expect(try faults(other, folders: [folder(files)]).first?.hasPrefix("schema.unknown-kind") == true)
    }

    @Test func `a schema of the cluster's version comes before the built-in one, the first folder before the others`()
        throws
    {
        let strict = #"{"properties": {"data": {"maxProperties": 1}}}"#
        let files = ["v1.30.2-standalone-strict/configmap-v1.json": strict]
        let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b, c: d}"
        let told = ["schema.bad-value: data must be at most 1 field, found 2 fields"]
        #expect(try faults(text, in: 30, folders: [folder(files)]) == told)
        #expect(try faults(text, in: 31, folders: [folder(files)]) == [])
        let all = ["master-standalone-strict/configmap-v1.json": strict]
        #expect(try faults(text, in: 31, folders: [folder(all)]) == told)
        let free = ["v1.30.0-standalone-strict/configmap-v1.json": "{}"]
        #expect(try faults(text, folders: [folder(free), folder(files)]) == [])
        let grouped = ["v1.30.0-standalone-strict/deployment-apps-v1.json": #"{"required": ["data"]}"#]
        #expect(try faults(deployment(), folders: [folder(grouped)]) == ["schema.missing-field: data is missing"])
    }

    @Test func `apiVersion, kind and metadata need no word in a schema, and metadata is looked at`() throws {
        #expect(try judged("true", "1") == [])
        let text = "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: 1}"
        let files = [
            "example.org/widget_v1.json": #"{"type": "object", "additionalProperties": false, "properties": {}}"#
        ]
        #expect(
            try faults(text, folders: [folder(files)]) == [
                "schema.wrong-type: metadata.name must be a text, found the number 1"
            ]
        )
    }

    @Test(arguments: [
        (#"{"type": "string"}"#, "a", "1", "must be a text, found the number 1"),
        (#"{"type": ["string", "integer"]}"#, "1", "1.5", "must be a text or a whole number, found the number 1.5"),
        (#"{"type": "number"}"#, "1", "a", "must be a number, found the text \"a\""),
        (#"{"type": "boolean"}"#, "true", "1", "must be true or false, found the number 1"),
        (
            #"{"type": "array", "items": {"type": "integer"}}"#, "[1]", "[a]",
            "[0] must be a whole number, found the text \"a\""
        ),
        (#"{"enum": ["a", 1, {"b": [2]}]}"#, "{b: [2]}", "b", "must be one of a, 1, {\"b\":[2]}, found the text \"b\""),
        (#"{"const": "a"}"#, "a", "b", "must be a, found the text \"b\""),
        (#"{"required": ["a"], "properties": {"a": {}}}"#, "{a: 1}", "{b: 1}", ".a is missing"),
        (#"{"additionalProperties": {"type": "string"}}"#, "{a: b}", "{a: 1}", ".a must be a text, found the number 1"),
        (
            #"{"patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": false}"#, "{x-a: 1}",
            "{x-a: b}", ".x-a must be a whole number, found the text \"b\""
        ),
        (#"{"minimum": 1, "maximum": 3}"#, "3", "4", "must be from 1 to 3, found the number 4"),
        (#"{"minimum": 1, "exclusiveMinimum": true}"#, "2", "1", "must be more than 1, found the number 1"),
        (#"{"exclusiveMaximum": 3}"#, "2.9", "3", "must be less than 3, found the number 3"),
        (#"{"multipleOf": 0.5}"#, "1.5", "1.2", "must be a multiple of 0.5, found the number 1.2"),
        (#"{"minLength": 2, "maxLength": 3}"#, "äöü", "ä", "must be 2 to 3 characters, found the text \"ä\""),
        (#"{"pattern": "^[a-z]+$"}"#, "abc", "aBc", "must be a text that matches ^[a-z]+$, found the text \"aBc\""),
        (#"{"pattern": "b"}"#, "abc", "ac", "must be a text that matches b, found the text \"ac\""),
        (#"{"minItems": 1}"#, "[1]", "[]", "must be at least 1 item, found an empty list"),
        (
            #"{"uniqueItems": true}"#, "[1, {a: b}]", "[{a: b}, 1, {a: b}]",
            "[2] is the same as item 0, and no item may be there twice"
        ),
        (#"{"minProperties": 1}"#, "{a: 1}", "{}", "must be at least 1 field, found an empty map"),
        (
            #"{"type": "string", "format": "date-time"}"#, "2030-01-31T08:00:00Z", "today",
            "must be a time such as 2030-01-31T08:00:00Z, found the text \"today\""
        ),
        (
            #"{"type": "string", "format": "int-or-string"}"#, "1", "[]",
            "must be a text or a whole number, found a list"
        ),
        (#"{"x-kubernetes-int-or-string": true}"#, "25%", "true", "must be a text or a whole number, found true"),
        (
            #"{"type": "integer", "format": "int32"}"#, "1", "3000000000",
            "must be a whole number of 32 bits, found the number 3000000000"
        ),
        (#"{"allOf": [{"type": "integer"}, {"minimum": 2}]}"#, "2", "1", "must be 2 or more, found the number 1"),
        (
            #"{"anyOf": [{"type": "integer"}, {"type": "string"}]}"#, "a", "[]",
            "must be a whole number or a text, found a list"
        ),
        (#"{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}"#, "{b: 1}", "{c: 1}", " has none of a, b"),
        (
            #"{"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}"#, "{b: 1}", "{a: 1, b: 1}",
            " has a and b, of which one alone may be there"
        ),
        (#"{"not": {"type": "integer"}}"#, "a", "1", " is just what its schema says it must not be"),
        ("false", "null", "1", "must be nothing (null), found the number 1"),
    ])
    func `every keyword is understood`(schema: String, good: String, bad: String, fault: String) throws {
        #expect(try judged(schema, good) == [])
        let told = try judged(schema, bad).map { $0.split(separator: ": ", maxSplits: 1)[1] }
        let glue = fault.first.map { "[.:  ".contains($0) } == true ? "" : " "
        #expect(told == ["spec\(glue)\(fault)"])
    }

    @Test func `null passes where a schema says so, and for any field that is left out`() throws {
        #expect(try judged(#"{"type": "array", "items": {"type": "string", "nullable": true}}"#, "[null, a]") == [])
        #expect(try judged(#"{"type": "array", "items": {"type": ["string", "null"]}}"#, "[null]") == [])
        #expect(try judged(#"{"type": "array", "items": {"type": "string"}}"#, "[null]").count == 1)
        #expect(try judged(#"{"type": "string"}"#, "null") == [])
    }

    @Test func `unknown fields are kept where a schema says so`() throws {
        let schema = #"{"properties": {"a": {}}, "additionalProperties": false}"#
        #expect(try judged(schema, "{b: 1}") == ["schema.unknown-field: spec.b is no field that Widget has"])
        let free = #"{"properties": {"a": {}}, "x-kubernetes-preserve-unknown-fields": true}"#
        #expect(try judged(free, "{b: 1}") == [])
        let embedded = #"{"type": "object", "x-kubernetes-embedded-resource": true, "additionalProperties": false}"#
        #expect(try judged(embedded, "{apiVersion: v1, kind: A, metadata: {name: b}}") == [])
        #expect(
            try judged(embedded, "{metadata: {nmae: b}}") == [
                "schema.unknown-field: spec.metadata.nmae is no field that Widget has"
            ]
        )
    }

    @Test func `references are followed within the file, to a schema that speaks of itself too`() throws {
        let tree =
            ##"{"tree": {"additionalProperties": false, "properties": {"name": {"type": "string"}, "sub": {"items": {"$ref": "#/definitions/tree"}}}}}"##
        let schema = ##"{"$ref": "#/definitions/tree", "description": "a tree"}"##
        #expect(try judged(schema, "{name: a, sub: [{name: b, sub: [{name: c}]}]}", definitions: tree) == [])
        #expect(
            try judged(schema, "{name: a, sub: [{name: b, sub: [{name: 1}]}]}", definitions: tree) == [
                "schema.wrong-type: spec.sub[0].sub[0].name must be a text, found the number 1"
            ]
        )
        let beside = ##"{"$ref": "#/definitions/tree", "minProperties": 1}"##
        #expect(try judged(beside, "{}", definitions: tree).count == 1)
        let escaped = ##"{"$ref": "#/definitions/a~1b~0c"}"##
        #expect(try judged(escaped, "1", definitions: #"{"a/b~c": {"type": "string"}}"#).count == 1)
    }

    @Test func `an object chooses no path`() throws {
        let files = ["widget_v1.json": "{}", "../widget_v1.json": "{}"]
        for apiVersion in ["../v1", "../../etc/v1", ".../v1", "a/b/v1", "./v1"] {
            let text = "apiVersion: \"\(apiVersion)\"\nkind: Widget"
            #expect(try faults(text, folders: [folder(files)]).first?.hasPrefix("schema.unknown-kind") == true)
        }
    }
}
