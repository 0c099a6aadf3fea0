/// The place of a setting in the model: `database.pool.max`, `storage.buckets.reports.lifecycle.0.id`.
package struct SettingPath: Sendable, Hashable, CustomStringConvertible {
    package var steps: [String]

    package init(_ steps: [String] = []) {
        self.steps = steps
    }

    /// From its dotted spelling.
    package init(dotted: String) {
        steps = dotted.split(separator: ".").map(String.init)
    }

    package static func / (path: SettingPath, step: String) -> SettingPath {
        SettingPath(path.steps + [step])
    }

    package static func + (path: SettingPath, rest: SettingPath) -> SettingPath {
        SettingPath(path.steps + rest.steps)
    }

    package func starts(with beginning: SettingPath) -> Bool {
        steps.starts(with: beginning.steps)
    }

    /// Dotted; a step that would be misread so stands in quotes.
    package var description: String {
        steps.map { SettingPath.isPlain($0) ? $0 : quoted($0) }.joined(separator: ".")
    }

    private static func isPlain(_ step: String) -> Bool {
        !step.isEmpty && step.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "." && $0 != "\"" && !$0.isControl }
    }
}
