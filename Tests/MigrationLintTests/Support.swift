internal import MigrationLint
internal import SQLText

/// The files of a script, in which every `-- ihctl:up` begins one; what has no directive is a section up.
func units(_ script: String) throws -> [LintUnit] {
    var files: [String] = []
    for line in script.split(separator: "\n", omittingEmptySubsequences: false) {
        if files.isEmpty || (line.hasPrefix("-- ihctl:up") && files != [""]) { files.append("") }
        files[files.count - 1] += line + "\n"
    }
    return try files.enumerated().map { number, file in
        let text = try SQLText(Array(file.utf8))
        return LintUnit(path: "\(number + 1).sql", text: text, sections: sections(of: text))
    }
}

private func sections(of text: SQLText) -> [LintSection] {
    var sections: [LintSection] = []
    for token in text.tokens where token.kind == .lineComment {
        let words = text.text(token).split(separator: " ").dropFirst().map(String.init)
        guard let word = words.first, word == "ihctl:up" || word == "ihctl:down" else { continue }
        if let last = sections.indices.last { sections[last].range = sections[last].range.lowerBound..<token.start }
        func option(_ name: String) -> String? {
            words.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
        }
        sections.append(
            LintSection(
                word == "ihctl:up" ? .up : .down,
                range: token.start..<text.bytes.count,
                directive: token.range,
                isTransactional: option("transaction") != "false",
                hasLockTimeout: option("lock_timeout") != "0",
                allowed: option("allow")?.split(separator: ",").map(String.init) ?? [],
            )
        )
    }
    return sections.isEmpty ? [LintSection(.up, range: 0..<text.bytes.count)] : sections
}

extension SQLText {
    fileprivate func text(_ token: Token) -> String { text(token.range) }
}

func lint(_ script: String, version: Int? = nil, style: Bool = false, disabled: Set<String> = []) throws -> LintResult {
    try Linter(settings: LintSettings(serverVersion: version, includesStyle: style, disabled: disabled)).lint(
        units(script)
    )
}

/// The ids of what counts.
func ids(_ script: String, version: Int? = nil, style: Bool = false) throws -> [String] {
    try lint(script, version: version, style: style).findings.filter { !$0.isAllowed }.map(\.rule.id)
}

/// The one finding of a rule; nil where there is none or more.
func finding(of rule: String, in script: String, version: Int? = nil, style: Bool = false) throws -> LintFinding? {
    let found = try lint(script, version: version, style: style).findings.filter { $0.rule.id == rule }
    return found.count == 1 ? found[0] : nil
}
