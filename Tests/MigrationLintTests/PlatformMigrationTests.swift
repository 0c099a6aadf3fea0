internal import FoundationEssentials
internal import MigrationLint
internal import TestSupport
internal import Testing

/// The migrations that ship with the platform keep to the rules they are shipped with.
@Suite struct PlatformMigrationTests {
    @Test func `the platform's own migrations break no rule`() throws {
        let folder = "\(Repository.root)/manifests/migrations"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()
        try #require(!names.isEmpty)
        let texts = names.compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)") }
        let script = texts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        for version in 13...18 {
            // An allow too many is untidy, but harms nobody.
            let found = try lint(script, version: version).findings.filter { $0.rule.group != .allowances }
            #expect(found.map { "\($0.rule.id): \($0.message)" } == [])
        }
    }
}
