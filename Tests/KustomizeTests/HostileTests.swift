import TestSupport
import Testing
import YAML

@testable import Kustomize

/// Whatever a tree holds, a build ends, in time and without a crash.
@Suite(.timeLimit(.minutes(5))) struct HostileTests {
    private static let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n"

    @Test func `folders that double at every step end at a limit`() {
        var files = ["end/kustomization.yaml": "resources: []"]
        for step in 0..<40 {
            let next = step == 39 ? "end" : "s\(step + 1)"
            files["s\(step)/kustomization.yaml"] = "resources: [../\(next), ../\(next)]"
        }
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build("/s0", in: MemoryFiles(files)) }
        #expect(error?.kind == .tooMuch("folders", limit: Kustomize.Limits().folders))
    }

    @Test func `folders too deep within one another end at a limit`() {
        var files: [String: String] = [:]
        for step in 0..<200 { files["s\(step)/kustomization.yaml"] = "resources: [../s\(step + 1)]" }
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build("/s0", in: MemoryFiles(files)) }
        #expect(error?.kind == .tooMuch("folders within one another", limit: Kustomize.Limits().depth))
    }

    @Test func `a component that draws itself in is a cycle`() {
        let files = MemoryFiles([
            "kustomization.yaml": "components: [c]", "c/kustomization.yaml": "kind: Component\ncomponents: [../c]",
        ])
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build("/", in: files) }
        #expect(error?.kind == .cycle(["/c", "/c"]))
    }

    @Test func `copies of copies end at a limit`() {
        var patch = "[{op: add, path: /x, value: {}}"
        for step in 0..<60 {
            patch += ",{op: copy, from: /x, path: /x/a\(step)},{op: copy, from: /x, path: /x/b\(step)}"
        }
        let files = MemoryFiles([
            "kustomization.yaml": "resources: [c.yaml]\npatches: [{target: {kind: ConfigMap}, patch: '\(patch)]'}]",
            "c.yaml": Self.map,
        ])
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build("/", in: files) }
        #expect(error?.description.contains("the copies are too many or too deep") == true)
    }

    @Test func `replacements that copy an object into itself end at a limit`() {
        let rule =
            "{source: {kind: ConfigMap, fieldPath: data}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.x], options: {create: true}}]}"
        let rules = Array(repeating: rule, count: 400).joined(separator: ", ")
        let files = MemoryFiles([
            "kustomization.yaml": "resources: [c.yaml]\nreplacements: [\(rules)]", "c.yaml": Self.map,
        ])
        #expect(throws: KustomizeError.self) { try Kustomize.build("/", in: files) }
    }

    @Test(arguments: [
        "(a*)*b", "(a|a)*b", "((((((((((a+)+)+)+)+)+)+)+)+)+)+b", "(a{1,30}){1,30}", "[", "(?i)x", "a{999999}",
        "\\p{L}", "*",
        "((a{1000}){1000}){1000}", "|", "()", "[]a]", "x{", "\\",
    ])
    func `no pattern hangs`(_ text: String) {
        let pattern = try? Pattern(text)
        let matched = pattern?.matches(String(repeating: "a", count: 5_000)) ?? false
        #expect(!matched)
    }

    @Test(arguments: [
        "a.c", "ab?c", "a(b|x)c", "a[a-c]c", "a[^x]c", "(?:a)bc", "^abc$", "\\wbc", "ab{1}c", ".*", "a.+", "x|abc",
    ])
    func `a pattern matches the whole name`(_ text: String) throws {
        let pattern = try Pattern(text)
        #expect(pattern.matches("abc"))
        #expect(text == ".*" || text == "a.+" || !pattern.matches("abcd") && !pattern.matches("zabc"))
    }

    @Test func `mangled trees are built or refused`() throws {
        var random = SeededRandom(seed: 7)
        let trees = (0..<8).map { RandomTree(seed: UInt64($0)).files }
        for _ in 0..<400 {
            var files = trees[Int(random.next() % 8)].mapValues { Array($0.utf8) }
            for name in files.keys.sorted() where random.next() % 2 == 0 {
                guard var bytes = files[name], !bytes.isEmpty else { continue }
                for _ in 0...(random.next() % 4) {
                    let position = Int(random.next() % UInt64(bytes.count))
                    switch random.next() % 3 {
                    case 0: bytes[position] = UInt8(truncatingIfNeeded: random.next())
                    case 1: bytes.remove(at: position)
                    default: bytes.insert(contentsOf: bytes[..<min(bytes.count, 40)], at: position)
                    }
                    if bytes.isEmpty { break }
                }
                files[name] = bytes
            }
            do {
                let output = try Kustomize.build("/top", in: MemoryFiles(bytes: files))
                #expect(try YAML.parseAll(output.text).count == output.objects.count)
            } catch let error as KustomizeError {
                #expect(!error.description.isEmpty)
            }
        }
    }
}
