import Synchronization
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
        var patch = "- {op: add, path: /x, value: {}}"
        for step in 0..<60 {
            for name in ["a", "b"] { patch += "\\n- {op: copy, from: /x, path: /x/\(name)\(step)}" }
        }
        let files = MemoryFiles([
            "kustomization.yaml": "resources: [c.yaml]\npatches: [{target: {kind: ConfigMap}, patch: \"\(patch)\"}]",
            "c.yaml": Self.map,
        ])
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build("/", in: files) }
        #expect(error?.description.contains("the copies are too many or too deep") == true)
    }

    @Test func `a generated map that no API server takes is refused before its other files are read`() throws {
        let large = String(repeating: "x", count: 600_000)
        let files = CountingFiles(
            MemoryFiles([
                "kustomization.yaml": "configMapGenerator: [{name: c, files: [a, b, c, d, e]}]", "a": large, "b": large,
                "c": large, "d": large, "e": large,
            ])
        )
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build("/", in: files) }
        #expect(
            error?.description
                == "/kustomization.yaml:1:43: the ConfigMap c holds more than 1 MiB, which no API server takes"
        )
        #expect(files.read.withLock { $0 } == ["/kustomization.yaml", "/a", "/b"])
        #expect(try Kustomize.build("/", in: files, options: .init(compat: true)).objects.count == 1)
    }

    @Test func `files that are too large together end at a limit`() {
        var options = Kustomize.Options(compat: true)
        options.limits.bytes = 1 << 20
        let files = MemoryFiles([
            "kustomization.yaml": "configMapGenerator: [{name: a, files: [x]}, {name: b, files: [x]}]",
            "x": String(repeating: "x", count: 600_000),
        ])
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build("/", in: files, options: options) }
        #expect(error?.kind == .tooMuch("MiB in all files together", limit: 1))
        options.limits.bytes = 2 << 20
        #expect(throws: Never.self) { try Kustomize.build("/", in: files, options: options) }
    }

    @Test func `a message leaves the middle of a long text out, and says how much`() {
        let name = String(repeating: "é", count: 500_000)
        let files = MemoryFiles(["kustomization.yaml": "resources: [\"\(name)\"]"])
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build("/", in: files) }
        let told = error?.problem ?? ""
        #expect(told.utf8.count < 3_000)
        #expect(told.hasPrefix("there is no éé") && told.hasSuffix("éé"))
        #expect(told.contains(" … (998024 bytes left out) … "), "\(told)")
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

/// Remembers what of it was read.
private final class CountingFiles: FileTree {
    let read = Mutex<[String]>([])
    private let files: MemoryFiles

    init(_ files: MemoryFiles) { self.files = files }

    func resolved(_ path: String) -> String { files.resolved(path) }
    func kind(of path: String) -> FileKind? { files.kind(of: path) }
    func read(_ path: String) throws(FileTreeError) -> [UInt8] {
        read.withLock { $0.append(path) }
        return try files.read(path)
    }
}
