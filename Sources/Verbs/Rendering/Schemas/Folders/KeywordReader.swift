internal import JSON
internal import Kustomize

/// Reads the keywords of one JSON schema that need no other schema.
struct KeywordReader {
    struct Problem: Error {
        var text: String
    }

    private let keywords: [String: JSON]

    init(_ keywords: [String: JSON]) {
        self.keywords = keywords
    }

    func types() throws(Problem) -> ValueTypes {
        let format = keywords["format"]?.string
        let isEither = keywords["x-kubernetes-int-or-string"]?.boolean == true || format == "int-or-string"
        var types: ValueTypes
        switch keywords["type"] {
        case nil, .null?: types = isEither ? [.text, .whole] : .any
        case .string(let name)?: types = isEither && name == "string" ? [.text, .whole] : try Self.type(name)
        case .array(let names)?:
            types = []
            for name in names {
                guard let name = name.string else { throw Problem(text: "type must be a text or a list of texts") }
                types.formUnion(try Self.type(name))
            }
        default: throw Problem(text: "type must be a text or a list of texts")
        }
        if keywords["nullable"]?.boolean == true { types.insert(.null) }
        return types
    }

    private static func type(_ name: String) throws(Problem) -> ValueTypes {
        switch name {
        case "string": return .text
        case "integer": return .whole
        case "number": return [.number, .whole]
        case "boolean": return .truth
        case "array": return .list
        case "object": return .map
        case "null": return .null
        default: throw Problem(text: "\"\(name)\" is no type")
        }
    }

    func form() throws(Problem) -> Rule.Form? {
        let types = try types()
        switch keywords["format"]?.string {
        case "int32" where types.contains(.whole): return .int32
        case "int64" where types.contains(.whole): return .int64
        case "byte" where types.contains(.text): return .bytes
        case "date-time" where types.contains(.text): return .time
        case "duration" where types.contains(.text): return .duration
        default: return nil
        }
    }

    func values() throws(Problem) -> [JSON]? {
        if let value = keywords["const"] { return [value] }
        guard let values = keywords["enum"] else { return nil }
        guard let list = values.array, !list.isEmpty else { throw Problem(text: "enum must be a list of values") }
        return list
    }

    func bounds() throws(Problem) -> Rule.Bounds? {
        var bounds = Rule.Bounds(least: try number("minimum"), most: try number("maximum"))
        // A number in newer drafts, a word about the other bound in older ones.
        switch keywords["exclusiveMinimum"] {
        case .boolean(let isOut)?: bounds.isLeastOut = isOut
        case nil: break
        default:
            bounds.least = try number("exclusiveMinimum")
            bounds.isLeastOut = true
        }
        switch keywords["exclusiveMaximum"] {
        case .boolean(let isOut)?: bounds.isMostOut = isOut
        case nil: break
        default:
            bounds.most = try number("exclusiveMaximum")
            bounds.isMostOut = true
        }
        return bounds.least == nil && bounds.most == nil ? nil : bounds
    }

    func number(_ keyword: String) throws(Problem) -> Double? {
        guard let value = keywords[keyword] else { return nil }
        guard let number = value.number else { throw Problem(text: "\(keyword) must be a number") }
        return number
    }

    func sizes(_ least: String, _ most: String) throws(Problem) -> Rule.Sizes {
        Rule.Sizes(least: try size(least), most: try size(most))
    }

    private func size(_ keyword: String) throws(Problem) -> Int? {
        guard let value = keywords[keyword] else { return nil }
        guard let size = value.integer, size >= 0 else { throw Problem(text: "\(keyword) must be a whole number") }
        return size
    }

    func truth(_ keyword: String) throws(Problem) -> Bool {
        guard let value = keywords[keyword] else { return false }
        guard let truth = value.boolean else { throw Problem(text: "\(keyword) must be true or false") }
        return truth
    }

    func texts(_ keyword: String) throws(Problem) -> [String] {
        guard let value = keywords[keyword] else { return [] }
        // A word about the field itself in the oldest drafts, where it judges nothing here.
        if value.boolean != nil { return [] }
        guard let texts = value.strings else { throw Problem(text: "\(keyword) must be a list of texts") }
        return texts
    }

    func pattern() throws(Problem) -> (source: String, machine: Pattern)? {
        guard let value = keywords["pattern"] else { return nil }
        guard let source = value.string else { throw Problem(text: "pattern must be a text") }
        return (source, try Self.pattern(source))
    }

    /// JSON schemas' patterns match anywhere in a text.
    static func pattern(_ source: String) throws(Problem) -> Pattern {
        do throws(PatternError) {
            return try Pattern("(?:.|\\n)*(?:\(source))(?:.|\\n)*")
        } catch {
            throw Problem(text: "the pattern \(source): \(error.reason)")
        }
    }
}
