/// One line, the place first: `platform.yaml:14:9: database.pool.max: expected a whole number, found the text "abc"`.
extension YAMLError: CustomStringConvertible {
    package var description: String {
        let way = path.steps.isEmpty ? "" : "\(path): "
        return "\(place): \(way)\(problem)"
    }

    /// What is wrong, without the place and the path.
    package var problem: String {
        switch kind {
        case .tooLarge(let bytes, let limit): "\(bytes) bytes are too many, the limit is \(limit)"
        case .notUTF8(let byte):
            "the text is not UTF-8: byte 0x\(String(byte, radix: 16, uppercase: true)) does not belong here"
        case .otherEncoding(let name): "the text is \(name), save it as UTF-8"
        case .forbiddenCharacter(let code):
            "the character U+\(Self.padded(code)) is not allowed in YAML, write it as an escape in double quotes"
        case .tab: "a tab cannot indent YAML, use spaces"
        case .unfinishedQuote: "the quote that opens here is never closed"
        case .reservedCharacter(let character): "a text cannot begin with \(character) unless it is in quotes"
        case .syntax(let problem, let context, let began): Self.sentence(problem, context, began, place)
        case .tooManyDirectives(let limit): "more than \(limit) %TAG directives"
        case .outOfMemory: "out of memory"
        case .tooDeep(let limit): "collections stand more than \(limit) deep in one another"
        case .tooManyNodes(let limit): "more than \(limit) values"
        case .tooManyAliasedNodes(let limit): "aliases repeat more than \(limit) values"
        case .duplicateKey(let key, let first):
            "the key \"\(YAML.excerpt(key))\" stands here for the second time, the first is at \(first.line):\(first.column)"
        case .collectionAsKey: "a key must be a single value, not a list or a map"
        case .unknownAlias(let name): "the alias *\(YAML.excerpt(name)) has no anchor before it"
        case .aliasInsideItself(let name): "the alias *\(YAML.excerpt(name)) stands inside its own anchor"
        case .cannotMerge(let found): "<< draws in a map or a list of maps, found \(found)"
        case .wrongTag(let tag, let found): "the tag \(YAML.excerpt(tag)) does not fit \(found)"
        case .severalDocuments: "a second document begins here, only one is expected"
        case .mismatch(let expected, let found): "expected \(expected), found \(found)"
        case .missingKey(let key): "the key \"\(YAML.excerpt(key))\" is missing"
        case .unknownKey(let key, _): "the key \"\(YAML.excerpt(key))\" is unknown"
        case .unknownTag(let tag): "the tag \(YAML.excerpt(tag)) means nothing here"
        case .invalid(let reason): reason
        }
    }

    private static func sentence(_ problem: String, _ context: String?, _ began: YAML.Place?, _ place: YAML.Place)
        -> String
    {
        guard let context else { return problem }
        guard let began, began != place else { return "\(problem) \(context)" }
        return "\(problem) \(context) that began at \(began.line):\(began.column)"
    }

    private static func padded(_ code: UInt32) -> String {
        let digits = String(code, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
