import FoundationEssentials
import Schemas
import Testing
import YAML

private let casesFile = ProcessInfo.processInfo.environment["IHCTL_SCHEMA_CASES"]

/// Objects made by chance and judged by Python's jsonschema over the schemas that Kubernetes publishes: the same faults at the same places.
@Suite(.enabled(if: casesFile != nil, "no cases: scripts/soak schemas makes them"), .timeLimit(.minutes(30)))
struct DifferentialTests {

    @Test func `random objects have the faults that jsonschema finds`() throws {
        let text = String(decoding: try Data(contentsOf: URL(filePath: try #require(casesFile))), as: UTF8.self)
        var catalogues: [String: SchemaCatalogue] = [:]
        var sound = 0
        let lines = text.split(separator: "\n")
        for (number, line) in lines.enumerated() {
            let entry = try YAML.parse(String(line)).root
            let object = try #require(entry["object"])
            let version = try #require(entry["version"]?.scalar?.text)
            let target = try #require(KubernetesVersion(version))
            let catalogue = catalogues[version] ?? SchemaCatalogue(target)
            catalogues[version] = catalogue
            let faults = catalogue.faults(of: object).filter { !$0.isWarning }
            let ours = Set(faults.map { $0.path.description })
            let theirs = Set(try #require(entry["paths"]?.sequence).map { try path($0).description })
            if theirs.isEmpty { sound += 1 }
            // Too many faults are cut short.
            guard ours.count < 90 else { continue }
            let messages = faults.map(\.message).joined(separator: "; ")
            #expect(
                ours == theirs,
                "case \(number + 1), Kubernetes \(version), \(object["kind"]?.inWords ?? ""): \(messages)"
            )
        }
        #expect(sound > lines.count / 10 && sound < lines.count * 9 / 10)
    }

    private func path(_ text: YAML.Node) throws -> YAML.Path {
        let steps = try YAML.parse(try #require(text.string)).root.sequence ?? []
        return YAML.Path(steps.map { step in step.int.map { .index($0) } ?? .key(step.scalar?.text ?? "") })
    }
}
