/// What a program tells Prometheus: the names of its metrics, read from the text form.
struct MetricsText: Sendable, Hashable {
    let names: Set<String>
    let samples: Int

    struct Fault: Error, Sendable, Hashable {
        let line: Int
    }

    init(_ text: String) throws(Fault) {
        var names: Set<String> = []
        var samples = 0
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.last == "\r" ? line.dropLast() : line
            if line.allSatisfy(\.isWhitespace) { continue }
            if line.hasPrefix("#") {
                // A metric with labels has a type and no sample until it is first counted.
                let words = line.split(separator: " ")
                if words.count > 3, words[1] == "TYPE" { names.insert(String(words[2])) }
                continue
            }
            guard let name = MetricsText.name(ofSample: line) else { throw Fault(line: index + 1) }
            names.insert(name)
            samples += 1
        }
        self.names = names
        self.samples = samples
    }

    /// Whether a query for the name finds something; a histogram goes by its parts.
    func tells(_ name: String) -> Bool {
        if names.contains(name) { return true }
        for part in ["_bucket", "_count", "_sum"] where name.hasSuffix(part) {
            if names.contains(String(name.dropLast(part.count))) { return true }
        }
        return names.contains("\(name)_bucket") || names.contains("\(name)_count")
    }

    /// `name{label="value"} 1.5 1700000000`; nil where the line is no such thing.
    private static func name(ofSample line: Substring) -> String? {
        let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        guard let first = name.first, !first.isNumber else { return nil }
        var rest = line[name.endIndex...]
        if rest.first == "{" {
            guard let end = endOfLabels(rest) else { return nil }
            rest = rest[end...]
        }
        let fields = rest.split { $0 == " " || $0 == "\t" }
        guard let value = fields.first, isNumber(value) else { return nil }
        return String(name)
    }

    /// Past the brace that ends the labels, which is not one inside quotes.
    private static func endOfLabels(_ text: Substring) -> Substring.Index? {
        var isQuoted = false
        var isEscaped = false
        for index in text.indices {
            let letter = text[index]
            if isEscaped {
                isEscaped = false
            } else if letter == "\\" {
                isEscaped = isQuoted
            } else if letter == "\"" {
                isQuoted.toggle()
            } else if letter == "}", !isQuoted {
                return text.index(after: index)
            }
        }
        return nil
    }

    private static func isNumber(_ text: Substring) -> Bool {
        Double(text) != nil || ["+Inf", "-Inf", "NaN", "Inf"].contains(text)
    }
}
