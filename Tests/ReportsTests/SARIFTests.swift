import FoundationEssentials
import Reports
import Terminal
import TestSupport
import Testing
import Words

/// The keys and types that SARIF 2.1.0 requires, read by a decoder that fails where one is missing.
private struct Log: Decodable {
    struct Message: Decodable { let text: String }
    struct Rule: Decodable {
        struct Level: Decodable { let level: String }
        let id: String
        let shortDescription: Message
        let fullDescription: Message?
        let help: Message?
        let defaultConfiguration: Level?
    }
    struct Driver: Decodable {
        let name, version: String
        let informationUri: String?
        let rules: [Rule]
    }
    struct Tool: Decodable { let driver: Driver }
    struct Invocation: Decodable {
        let executionSuccessful: Bool
        let exitCode: Int
        let startTimeUtc, endTimeUtc: String
    }
    struct Artifact: Decodable {
        let uri: String
        let uriBaseId: String?
    }
    struct Region: Decodable {
        let startLine, startColumn: Int
        let endLine, endColumn: Int?
    }
    struct Physical: Decodable {
        let artifactLocation: Artifact
        let region: Region
    }
    struct Logical: Decodable { let fullyQualifiedName: String }
    struct Location: Decodable {
        let id: Int?
        let message: Message?
        let physicalLocation: Physical?
        let logicalLocations: [Logical]?
    }
    struct Suppression: Decodable { let kind, justification: String }
    struct Result: Decodable {
        let ruleId, level: String
        let ruleIndex: Int
        let message: Message
        let locations: [Location]
        let relatedLocations: [Location]?
        let partialFingerprints: [String: String]
        let suppressions: [Suppression]?
        let properties: [String: String]?
    }
    struct Run: Decodable {
        let tool: Tool
        let results: [Result]
        let invocations: [Invocation]
        let columnKind: String
    }
    let version: String
    let runs: [Run]
}

@Suite struct SARIFTests {
    private func run(_ report: Report) throws -> Log.Run {
        let text = render(report, as: .sarif, for: Look())
        let log = try JSONDecoder().decode(Log.self, from: Data(text.utf8))
        #expect(log.version == "2.1.0")
        return try #require(log.runs.count == 1 ? log.runs.first : nil)
    }

    @Test func `a log has all that the standard requires`() throws {
        expectSnapshot(render(Samples.all, as: .sarif, for: Look()), named: "findings-sarif")
        let run = try run(Samples.all)
        #expect(run.tool.driver.name == "ihctl")
        #expect(run.tool.driver.version == "0.1.0")
        #expect(run.tool.driver.informationUri == nil)
        #expect(run.columnKind == "unicodeCodePoints")
        let invocation = try #require(run.invocations.first)
        #expect(invocation.executionSuccessful)
        #expect(invocation.exitCode == 1)
        #expect(invocation.startTimeUtc == "2026-01-31T08:30:00.250Z")
        #expect(invocation.endTimeUtc == "2026-01-31T08:30:00.750Z")
        #expect(run.results.map(\.level) == ["error", "error", "warning", "warning", "note", "warning"])
        #expect(run.results.allSatisfy { !$0.message.text.isEmpty })
    }

    @Test func `every result points at its rule, and a rule is told in full where a topic knows it`() throws {
        let run = try run(Samples.all)
        let rules = run.tool.driver.rules
        #expect(
            rules.map(\.id) == [
                "index-not-concurrent", "database.connect", "drop-column", "providers.quota", "hostile",
            ]
        )
        for result in run.results { #expect(rules[result.ruleIndex].id == result.ruleId) }
        #expect(rules[0].shortDescription.text == Samples.topic.title)
        #expect(rules[0].fullDescription?.text == Samples.topic.summary)
        #expect(rules[0].help?.text.contains("Build it with CONCURRENTLY") == true)
        #expect(rules[0].defaultConfiguration?.level == "error")
        #expect(rules[1].help == nil)
    }

    @Test func `places are relative addresses with their signs encoded, those elsewhere are whole`() throws {
        var elsewhere = Samples.index
        elsewhere.place?.file = "/tmp/a b.sql"
        let results = try run(Samples.report([Samples.index, elsewhere, Samples.connect])).results
        let first = try #require(results[0].locations.first?.physicalLocation)
        #expect(
            first.artifactLocation.uri == "manifests/migrations/20260101120000_create%3A%20sessions,%20100%25.sql"
        )
        #expect(first.artifactLocation.uriBaseId == "%SRCROOT%")
        #expect(first.region.startLine == 4)
        #expect(first.region.endColumn == 27)
        #expect(results[0].relatedLocations?.first?.physicalLocation?.region.startLine == 2)
        let second = try #require(results[1].locations.first?.physicalLocation?.artifactLocation)
        #expect(second.uri == "file:///tmp/a%20b.sql")
        #expect(second.uriBaseId == nil)
        #expect(results[2].locations.first?.physicalLocation == nil)
        #expect(results[2].locations.first?.logicalLocations?.first?.fullyQualifiedName == "fr-par/database")
        #expect(results[2].properties == ["failure_class": "auth"])
    }

    @Test func `an allowed finding carries its reason, and two of a kind have two fingerprints`() throws {
        let results = try run(Samples.all).results
        #expect(results[2].suppressions?.first?.kind == "inSource")
        #expect(results[2].suppressions?.first?.justification == "nobody has read it since March")
        #expect(results[0].suppressions == nil)
        let fingerprints = results.compactMap { $0.partialFingerprints["primaryLocationLineHash"] }
        #expect(Set(fingerprints).count == results.count)
        #expect(fingerprints[3].hasSuffix(":1") && fingerprints[5].hasSuffix(":2"))
        #expect(fingerprints[3].dropLast() == fingerprints[5].dropLast())
    }

    @Test func `nothing found is a run without results, and one that saw nothing says so`() throws {
        let sound = try run(Samples.report([], exitStatus: .success))
        #expect(sound.results.isEmpty)
        #expect(sound.tool.driver.rules.isEmpty)
        #expect(try run(Samples.report([], exitStatus: .incomplete)).invocations[0].executionSuccessful == false)
    }
}
