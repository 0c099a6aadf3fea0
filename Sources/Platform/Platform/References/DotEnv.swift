/// A `.env` file: `NAME=value` lines, `export`, comments, single and double quotes, byte order mark and Windows line ends.
///
/// Names are case-insensitive; the last of two equal names holds. Nothing is expanded: `$NAME` stays as it stands.
package struct DotEnv: Sendable {
    package struct Entry: Sendable, Hashable {
        package var name: String
        package var value: String
        package var line: Int
        package var column: Int

        package init(name: String, value: String, line: Int, column: Int = 1) {
            self.name = name
            self.value = value
            self.line = line
            self.column = column
        }
    }

    package let path: String
    package let entries: [Entry]
    /// What may be a slip: a name that stands twice.
    package let warnings: [Problem]
    /// The place in `entries` of each name in capitals.
    private let places: [String: Int]

    package init(path: String, entries: [Entry] = [], warnings: [Problem] = []) {
        self.path = path
        self.entries = entries
        self.warnings = warnings
        places = Dictionary(entries.indices.map { (entries[$0].name.uppercased(), $0) }) { _, last in last }
    }

    package func entry(_ name: String) -> Entry? {
        places[name.uppercased()].map { entries[$0] }
    }

    /// Reads the text; a line that cannot be understood is told with its number, and the others are read all the same.
    package static func parse(_ text: String, path: String) -> (file: DotEnv, problems: [Problem]) {
        var scanner = DotEnvScanner(text, path: path)
        scanner.run()
        return (DotEnv(path: path, entries: scanner.entries, warnings: scanner.warnings), scanner.problems)
    }

    /// Reads the file, all of it or nothing; nil where there is none.
    ///
    /// `name` is what errors and origins call it.
    package static func read(_ file: String, named name: String) throws(LoadFailure) -> DotEnv? {
        switch SmallFile.read(file, atMost: 1 << 20) {
        case .failure(.missing): return nil
        case .failure(.tooLarge): throw LoadFailure("\(name) is larger than 1 MiB")
        case .failure(.other(let reason)): throw LoadFailure("\(name) cannot be read: \(reason)")
        case .success(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw LoadFailure("\(name) is not UTF-8 text")
            }
            let (file, problems) = parse(text, path: name)
            guard problems.isEmpty else { throw LoadFailure(problems) }
            return file
        }
    }
}
