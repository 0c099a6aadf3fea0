internal import JSON
internal import Kustomize

/// Reads one JSON schema file into rules.
///
/// References are followed within the file, each once, so that a schema may speak of itself; what would make a check go round in
/// circles, what this reader does not understand and what is too large is an error.
struct JSONSchemaReader {
    private let root: JSON
    private let file: String
    /// Rules by what refers to them: `#/definitions/port`.
    private var references: [String: Int] = [:]
    private var toRead: [(reference: String, rule: Int)] = []
    /// Where the schema being read stands, for errors.
    private var path: [String] = []
    private var ruleCount = 0
    private var loops = LoopSearch()
    private static let mostRules = 50_000

    static func read(_ bytes: [UInt8], file: String, into book: inout RuleBook) throws(SchemaFileError) -> Int {
        let root: JSON
        do throws(JSONError) {
            root = try JSON(parsing: bytes)
        } catch {
            throw SchemaFileError(file: file, reason: "\(error)")
        }
        var reader = JSONSchemaReader(root: root, file: file)
        return try reader.readAll(into: &book)
    }

    private init(root: JSON, file: String) {
        self.root = root
        self.file = file
    }

    private mutating func readAll(into book: inout RuleBook) throws(SchemaFileError) -> Int {
        let first = try rule(for: "#", in: &book)
        while let (reference, number) = toRead.popLast() {
            path = [reference]
            try read(try target(of: reference), as: number, into: &book)
        }
        path = []
        if loops.hasLoop { throw failure("its references lead back to themselves, or too deep into one another") }
        return first
    }

    /// The rule for what a reference names; it is read later.
    private mutating func rule(for reference: String, in book: inout RuleBook) throws(SchemaFileError) -> Int {
        if let known = references[reference] { return known }
        let number = try reserve(in: &book)
        references[reference] = number
        toRead.append((reference, number))
        return number
    }

    private mutating func reserve(in book: inout RuleBook) throws(SchemaFileError) -> Int {
        ruleCount += 1
        guard ruleCount <= Self.mostRules else { throw failure("it has more than \(Self.mostRules) parts") }
        return book.reserve()
    }

    private func target(of reference: String) throws(SchemaFileError) -> JSON {
        guard reference.hasPrefix("#") else { throw failure("\(reference) leads out of the file") }
        var value = root
        for step in reference.dropFirst().split(separator: "/") {
            let key = step.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
                .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
            let next = Int(key).map { value[$0] } ?? .null
            value = value.object?[key] ?? next
            if value.isNull { throw failure("\(reference) leads nowhere") }
        }
        return value
    }

    /// The rule of a schema that stands in another.
    mutating func rule(of schema: JSON, _ step: String, in book: inout RuleBook) throws(SchemaFileError) -> Int {
        // A reference and nothing else is what it refers to.
        if let object = schema.object, let reference = object["$ref"]?.string, object.keys.allSatisfy(Self.isRemark) {
            return try rule(for: reference, in: &book)
        }
        path.append(step)
        defer { path.removeLast() }
        let number = try reserve(in: &book)
        try read(schema, as: number, into: &book)
        return number
    }

    private mutating func read(_ schema: JSON, as number: Int, into book: inout RuleBook) throws(SchemaFileError) {
        let rule: Rule
        switch schema {
        case .boolean(true): rule = Rule()
        case .boolean(false): rule = Rule(types: [])
        case .object(let keywords): rule = try self.rule(of: keywords, in: &book)
        default: throw failure("a schema is a map, true or false")
        }
        book.set(number, to: rule)
        if let more = rule.more {
            loops.add(number, leadsTo: more.all + more.any + more.one + (more.not.map { [$0] } ?? []))
        }
    }

    private mutating func rule(of keywords: [String: JSON], in book: inout RuleBook) throws(SchemaFileError) -> Rule {
        if let strange = keywords.keys.filter(Self.refused.contains).min() {
            throw failure("the keyword \(strange) is not understood")
        }
        let reader = KeywordReader(keywords)
        var more = Rule.More()
        var fields = Rule.Fields(others: .free)
        var items: Int?
        do throws(KeywordReader.Problem) {
            more.lengths = try reader.sizes("minLength", "maxLength")
            more.counts = try reader.sizes("minItems", "maxItems")
            more.fieldCounts = try reader.sizes("minProperties", "maxProperties")
            more.hasUniqueItems = try reader.truth("uniqueItems")
            more.multipleOf = try reader.number("multipleOf")
            more.pattern = try reader.pattern()
            fields.required = try reader.texts("required")
        } catch {
            throw failure(error.text)
        }
        for (name, schema) in try map("properties", keywords) {
            fields.rules[name] = try rule(of: schema, "properties/\(name)", in: &book)
        }
        for (source, schema) in try map("patternProperties", keywords) {
            let pattern: Pattern
            do throws(KeywordReader.Problem) {
                pattern = try KeywordReader.pattern(source)
            } catch {
                throw failure(error.text)
            }
            more.fieldPatterns.append((pattern, try rule(of: schema, "patternProperties", in: &book)))
        }
        if let others = keywords["additionalProperties"] {
            switch others {
            case .boolean(let isFree): fields.others = isFree ? .free : .refused
            default: fields.others = .rule(try rule(of: others, "additionalProperties", in: &book))
            }
        }
        if keywords["x-kubernetes-preserve-unknown-fields"]?.boolean == true { fields.others = .free }
        if keywords["x-kubernetes-embedded-resource"]?.boolean == true {
            for name in Checker.rootFields where fields.rules[name] == nil {
                fields.rules[name] = book.number(of: name == "metadata" ? "meta.v1.ObjectMeta" : "text")
            }
        }
        if let schema = keywords["items"] { items = try rule(of: schema, "items", in: &book) }
        if let reference = keywords["$ref"] {
            guard let text = reference.string else { throw failure("$ref must be a text") }
            more.all.append(try rule(for: text, in: &book))
        }
        more.all += try rules("allOf", keywords, in: &book)
        more.any = try rules("anyOf", keywords, in: &book)
        more.one = try rules("oneOf", keywords, in: &book)
        if let schema = keywords["not"] { more.not = try rule(of: schema, "not", in: &book) }
        do throws(KeywordReader.Problem) {
            return Rule(
                types: try reader.types(),
                form: try reader.form(),
                values: try reader.values(),
                bounds: try reader.bounds(),
                fields: fields,
                items: items,
                more: more,
            )
        } catch {
            throw failure(error.text)
        }
    }

    private func map(_ keyword: String, _ keywords: [String: JSON]) throws(SchemaFileError) -> [(String, JSON)] {
        guard let value = keywords[keyword] else { return [] }
        guard let map = value.object else { throw failure("\(keyword) must be a map") }
        return map.sorted { $0.key < $1.key }
    }

    private mutating func rules(
        _ keyword: String,
        _ keywords: [String: JSON],
        in book: inout RuleBook,
    ) throws(SchemaFileError) -> [Int] {
        guard let value = keywords[keyword] else { return [] }
        guard let schemas = value.array, !schemas.isEmpty else { throw failure("\(keyword) must be a list of schemas") }
        var rules: [Int] = []
        for (position, schema) in schemas.enumerated() {
            rules.append(try rule(of: schema, "\(keyword)/\(position)", in: &book))
        }
        return rules
    }

    private func failure(_ reason: String) -> SchemaFileError {
        let place = path.joined(separator: "/")
        return SchemaFileError(file: file, reason: place.isEmpty || place == "#" ? reason : "\(place): \(reason)")
    }

    /// Beside a reference, these change nothing.
    private static func isRemark(_ keyword: String) -> Bool {
        ["$ref", "description", "title", "default", "example", "examples", "$comment", "deprecated"].contains(keyword)
            || keyword.hasPrefix("x-") && !keyword.hasPrefix("x-kubernetes-preserve")
                && keyword != "x-kubernetes-embedded-resource" && keyword != "x-kubernetes-int-or-string"
    }

    /// They judge, and we cannot: to pass over them would be to say yes to anything.
    private static let refused: Set<String> = [
        "if", "then", "else", "dependencies", "dependentRequired", "dependentSchemas", "contains", "propertyNames",
        "unevaluatedProperties", "unevaluatedItems", "prefixItems", "additionalItems", "$dynamicRef", "$recursiveRef",
    ]
}
