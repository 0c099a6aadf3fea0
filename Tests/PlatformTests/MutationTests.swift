import FoundationEssentials
import Platform
import TestSupport
import Testing

/// Random edits of the shipped file: whatever stands there, loading ends, and what it complains about has a place.
@Suite
struct MutationTests {
    @Test
    func `an edited platform file loads or says where it is wrong`() throws {
        let shipped = try Array(Data(contentsOf: URL(filePath: "\(Repository.root)/manifests/platform.yaml")))
        let layer = try String(
            decoding: Data(contentsOf: URL(filePath: "\(Repository.root)/manifests/environments/staging.yaml")),
            as: UTF8.self
        )
        let project = try ProjectFixture("", ["staging": layer])
        let file = URL(filePath: project.scratch.file("manifests/platform.yaml"))
        var random = SeededRandom(seed: 0x1510_5EED)
        let began = ContinuousClock.now
        var sound = 0
        var rounds = 0
        while rounds < 250, ContinuousClock.now - began < .seconds(3) {
            rounds += 1
            var bytes = shipped
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
            try Data(bytes).write(to: file)
            let lines = bytes.count { $0 == 0x0A } + 1
            do throws(LoadFailure) {
                let loaded = try project.load("staging")
                if loaded.problems.isEmpty { sound += 1 }
                try expectPlaces(loaded.problems, lines: lines)
            } catch {
                try expectPlaces(error.problems, lines: lines)
            }
        }
        // Some edits must be harmless (comments, white space) and some not, or nothing was tried.
        #expect(sound > 0 && sound < rounds)
    }

    private func expectPlaces(_ problems: [Problem], lines: Int) throws(LoadFailure) {
        for problem in problems {
            guard case .file(let file, let line, let column) = problem.origin else {
                Issue.record("no place: \(problem.withHint)")
                continue
            }
            let isInside = file == "manifests/platform.yaml" ? line <= lines + 1 : file.hasSuffix("staging.yaml")
            #expect(isInside && line >= 1 && column >= 1, "\(problem.withHint)")
            #expect(!problem.message.isEmpty)
            #expect(!problem.withHint.unicodeScalars.contains { $0.value < 0x20 }, "\(problem.withHint)")
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard !bytes.isEmpty else { return }
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<9, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(contentsOf: MutationTests.tokens.randomElement(using: &random) ?? [], at: at)
        case 3: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...200, using: &random)))
        case 4:
            bytes.insert(
                contentsOf: bytes[at..<min(bytes.count, at + 120)],
                at: Int.random(in: 0...bytes.count, using: &random)
            )
        case 5: bytes.swapAt(at, Int.random(in: 0..<bytes.count, using: &random))
        case 6: replaceValue(&bytes, after: at, with: MutationTests.tokens.randomElement(using: &random) ?? [])
        case 7: bytes.insert(0x23, at: at)
        default: bytes.insert(0x20, at: at)
        }
    }

    /// What stands behind the next colon becomes something else: the edit a person makes.
    private func replaceValue(_ bytes: inout [UInt8], after start: Int, with value: [UInt8]) {
        guard let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")) else { return }
        let end = bytes[colon...].firstIndex(of: 0x0A) ?? bytes.endIndex
        bytes.replaceSubrange((colon + 1)..<end, with: [0x20] + value)
    }

    private static let tokens: [[UInt8]] = [
        "null", "true", "5", "-1", "1e999", "99999999999999999999", "''", "\"\\u0000\"", "[]", "{}", "[a, b]", "{a: b}",
        "*x",
        "&x", "!tag", "<<: {a: 1}", "? ", "- ", "|", ">", "---\n", "...\n", "%YAML 1.1\n", "\t", "\r\n", "\u{FEFF}",
        "\u{2028}",
        "env:", "env:X:-y", "file:", "secret:x", "é", "🦊", "latest", "30s", "0s", "4Gi", "999999999999999999d",
        "a: 1\n", ": ", "#",
        "\u{1B}[31m", "@", "`", "platform", "regions:\n  x: {}\n",
    ].map { Array($0.utf8) }
}
