import FoundationEssentials
import Policies
import Testing
import Words
import YAML

/// A file under `Fixtures/<policy>`: comments on top say what is expected and where it is asked, documents follow.
///
/// `# path: …` is a fault's place, one line for each fault. `# committed` and `# environment NAME` on a line of their own
/// begin the objects as they were committed, and those of another environment.
struct Fixture: Sendable, CustomTestStringConvertible {
    var policy: String
    var file: String
    var paths: [String] = []
    var severity: Finding.Severity?
    var input: PolicyInput

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/Fixtures"

    /// Every one there is.
    static let all: [Fixture] = {
        do { return try read() } catch { fatalError("a fixture cannot be read: \(error)") }
    }()

    private static func read() throws -> [Fixture] {
        let files = FileManager.default
        let policies = try files.contentsOfDirectory(atPath: folder).filter { !$0.hasSuffix(".yaml") }
        return try policies.sorted().flatMap { policy in
            try files.contentsOfDirectory(atPath: "\(folder)/\(policy)").sorted().map { file in
                let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(policy)/\(file)"))
                return try Fixture(policy, file, String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    var isFailure: Bool { file.hasPrefix("failure") }
    var testDescription: String { "\(policy)/\(file)" }

    init(_ policy: String, _ file: String, _ text: String) throws {
        self.policy = policy
        self.file = file
        var environment = PolicyEnvironment(isStrict: true)
        var today = try #require(Day("2026-11-21"))
        var parts: [(name: String, lines: [Substring])] = [("", [])]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(separator: " ").map(String.init)
            switch words.first == "#" ? words.dropFirst().first : nil {
            case "path:": paths.append(words.dropFirst(2).joined(separator: " "))
            case "severity:": severity = Finding.Severity(rawValue: words[2])
            case "protected": environment.isProtected = true
            case "demands": environment.demandsDigests = true
            case "allows:": environment.registries.append(words[2])
            case "declared:": environment.declared.insert(DeclaredObject(words[2], words[3]))
            case "today:": today = try #require(Day(words[2]))
            case "committed": parts.append(("committed", []))
            case "environment": parts.append((words[2], []))
            default: parts[parts.count - 1].lines.append(line)
            }
        }
        let objects = try parts.map { part in
            (part.name, try Self.objects(part.lines.joined(separator: "\n"), file: part.name.isEmpty ? file : nil))
        }
        input = PolicyInput(objects: objects[0].1, environment: environment, today: today)
        for (name, objects) in objects.dropFirst() {
            if name == "committed" { input.committed = objects } else { input.others[name] = objects }
        }
    }

    static func objects(_ text: String, file: String? = nil) throws -> [PolicyObject] {
        try YAML.parseAll(text, file: file).filter { !$0.isEmpty }.map { PolicyObject($0.root) }
    }
}
