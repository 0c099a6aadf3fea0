import Schemas
import Testing
import Words
import YAML

/// Schemas and objects that mean ill: all end soon, with a word why.
@Suite(.timeLimit(.minutes(5))) struct HostileTests {
    private let widget = "apiVersion: example.org/v1\nkind: Widget\n"

    private func judged(_ schema: String, _ more: String = "spec: {}") throws -> [String] {
        try faults(widget + more, folders: [folder(["example.org/widget_v1.json": schema])])
    }

    private func reason(_ schema: String, _ more: String = "spec: {}") throws -> String? {
        let told = try judged(schema, more)
        let start = "schema.unusable-schema: the schema /schemas/example.org/widget_v1.json cannot be used: "
        guard told.count == 1, let line = told.first, line.hasPrefix(start) else { return nil }
        return String(line.dropFirst(start.count))
    }

    @Test(arguments: [
        ("", "the text ends too early"),
        ("[1]", "a schema is a map, true or false"),
        (#"{"properties": {"a": 1}}"#, "#/properties/a: a schema is a map, true or false"),
        (#"{"type": "strnig"}"#, "\"strnig\" is no type"),
        (#"{"type": 1}"#, "type must be a text or a list of texts"),
        (#"{"properties": []}"#, "properties must be a map"),
        (#"{"anyOf": {}}"#, "anyOf must be a list of schemas"),
        (#"{"required": [1]}"#, "required must be a list of texts"),
        (#"{"minimum": "1"}"#, "minimum must be a number"),
        (#"{"maxLength": -1}"#, "maxLength must be a whole number"),
        (#"{"enum": []}"#, "enum must be a list of values"),
        (#"{"pattern": "("}"#, "the pattern (: a ( without its )"),
        (#"{"pattern": "a{9999}"}"#, "the pattern a{9999}: a repetition out of range"),
        (#"{"if": {}}"#, "the keyword if is not understood"),
        (##"{"$ref": "#/definitions/a"}"##, "#/definitions/a: #/definitions/a leads nowhere"),
        (##"{"$ref": "other.json#/a"}"##, "other.json#/a leads out of the file"),
        (##"{"$ref": 1}"##, "$ref must be a text"),
    ])
    func `a schema that cannot be used is told with the place in it`(schema: String, problem: String) throws {
        let reason = try reason(schema)
        #expect(reason?.contains(problem) == true, "\(reason ?? "")")
    }

    @Test(arguments: [
        ##"{"$ref": "#"}"##,
        ##"{"allOf": [{"$ref": "#"}]}"##,
        ##"{"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}}"##,
        ##"{"properties": {"spec": {"not": {"anyOf": [{"$ref": "#/properties/spec"}]}}}}"##,
    ])
    func `a schema that leads back to itself is refused`(schema: String) throws {
        #expect(try reason(schema) == "its references lead back to themselves, or too deep into one another")
    }

    @Test func `a long chain of references is refused, a long chain of fields is not`() throws {
        func chain(_ link: (Int) -> String) -> String {
            let links = (0..<2_000).map { "\"d\($0)\": \(link($0 + 1))" }
            return ##"{"$ref": "#/definitions/d0", "title": "x", "minProperties": 0, "definitions": {"##
                + links.joined(separator: ", ") + #", "d2000": {}}}"#
        }
        let direct = chain { ##"{"minProperties": 0, "$ref": "#/definitions/d\##($0)"}"## }
        #expect(try reason(direct) == "its references lead back to themselves, or too deep into one another")
        let fields = chain { ##"{"properties": {"x": {"$ref": "#/definitions/d\##($0)"}}}"## }
        #expect(try judged(fields) == [])
    }

    @Test func `a schema that doubles at every step runs out of steps`() throws {
        let links = (0..<28).map { number in
            let next = ##"{"$ref": "#/definitions/d\##(number + 1)"}"##
            return "\"d\(number)\": {\"allOf\": [\(next), \(next)]}"
        }
        let schema =
            ##"{"$ref": "#/definitions/d0", "definitions": {"## + links.joined(separator: ", ") + #", "d28": {}}}"#
        let told = try judged(schema)
        #expect(
            told == [
                "schema.unusable-schema: the object was not looked at further: checking it takes more steps than any sensible "
                    + "object and schema need"
            ]
        )
    }

    @Test func `too deep and too large schemas are refused`() throws {
        let deep = String(repeating: #"{"items":"#, count: 500) + "{}" + String(repeating: "}", count: 500)
        #expect(try reason(deep)?.contains("deep") == true)
        let large = "{\"title\": \"" + String(repeating: "x", count: 5 << 20) + "\"}"
        #expect(try reason(large) == "it has more than 4 MiB")
        let parts = (0..<60_000).map { "\"f\($0)\": {}" }.joined(separator: ",")
        #expect(try reason("{\"properties\": {\(parts)}}")?.hasSuffix("it has more than 50000 parts") == true)
    }

    @Test func `a pattern takes time in step with the text`() throws {
        let schema = #"{"properties": {"spec": {"pattern": "^(a+)+$"}}}"#
        let text = String(repeating: "a", count: 20_000) + "!"
        #expect(try judged(schema, "spec: \(text)").count == 1)
    }

    @Test func `an object far too deep is left at that`() throws {
        var node: YAML.Node = ["type": "object"]
        for _ in 0..<3_000 { node = ["properties": ["x": node]] }
        let object: YAML.Node = [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "spec": ["versions": [["name": "v1", "schema": ["openAPIV3Schema": node]]]],
        ]
        let faults = SchemaCatalogue(KubernetesVersion(minor: 30)).faults(of: object)
        #expect(faults.contains { $0.message.hasSuffix("was not looked at further: it is more than 200 levels deep") })
    }

    @Test func `trees made by chance never stop the program`() {
        var random = SystemRandomNumberGenerator()
        let words = [
            "apiVersion", "kind", "metadata", "spec", "name", "labels", "template", "containers", "v1", "apps/v1",
            "Pod",
            "Deployment", "items", "List", "", "null", "12", "ä", "data", "volumes", "env", "value", "x",
        ]
        func tree(_ depth: Int) -> YAML.Node {
            switch Int.random(in: 0..<(depth > 6 ? 6 : 10), using: &random) {
            case 0: return YAML.Node(text: words.randomElement(using: &random) ?? "")
            case 1: return YAML.Node(Int.random(in: .min ... .max, using: &random))
            case 2: return YAML.Node(Bool.random(using: &random))
            case 3: return .null
            case 4: return YAML.Node(Double(bitPattern: .random(in: 0 ... .max, using: &random)))
            case 5: return YAML.Node(YAML.Scalar(text: words.randomElement(using: &random) ?? "", style: .plain))
            case 6: return YAML.Node((0..<Int.random(in: 0..<4, using: &random)).map { _ in tree(depth + 1) })
            default:
                var mapping = YAML.Mapping()
                for _ in 0..<Int.random(in: 0..<5, using: &random) {
                    mapping[words.randomElement(using: &random) ?? ""] = tree(depth + 1)
                }
                return YAML.Node(mapping)
            }
        }
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: 30), allowed: ["x"])
        for _ in 0..<3_000 {
            var object = tree(0)
            if var mapping = object.mapping {
                mapping["apiVersion"] = YAML.Node(text: ["v1", "apps/v1"].randomElement(using: &random) ?? "")
                mapping["kind"] = YAML.Node(text: ["Pod", "Deployment", "List"].randomElement(using: &random) ?? "")
                object = YAML.Node(mapping)
            }
            for fault in catalogue.faults(of: object) {
                #expect(!fault.finding(subject: "x").headline.isEmpty)
            }
        }
    }
}
