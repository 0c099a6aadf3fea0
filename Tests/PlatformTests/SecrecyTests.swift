import FoundationEssentials
import Platform
import TestSupport
import Testing
import Words

/// A secret in the wrong place must not come out of any error: errors end in logs and tickets.
@Suite
struct SecrecyTests {
    private static let marker = "hunter2"
    /// What people paste: a long key, one that YAML reads as an alias, a tag, an anchor, and URLs with a password.
    private static let pasted = [
        "sk-or-v1-hunter2hunter2hunter2hunter2hunter2", "'*hunter2hunter2hunter2hunter2hunter2'",
        "*hunter2", "!hunter2", "&hunter2", "!!hunter2 x", "postgres://agent:hunter2@db/x", "env:A:-nats://hunter2@h",
        "'password=hunter2'", "[sk-hunter2hunter2hunter2hunter2hunter2]",
        "{sk: sk-hunter2hunter2hunter2hunter2hunter2}",
        "'hunter2hunter2hunter2hunter2hunter2", "|\n    hunter2hunter2hunter2hunter2hunter2",
    ]

    @Test
    func `a secret pasted over any value of the shipped file is in no problem`() throws {
        let text = try String(
            decoding: Data(contentsOf: URL(filePath: "\(Repository.root)/manifests/platform.yaml")),
            as: UTF8.self
        )
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let project = try ProjectFixture()
        var random = SeededRandom(seed: 7)
        for (number, line) in lines.enumerated() where Bool.random(using: &random) {
            guard let colon = line.firstRange(of: ":"), !line.hasPrefix("#") else { continue }
            // One of each kind for every line would be thousands of loads; a seeded choice meets all over the file.
            let secret = SecrecyTests.pasted[Int.random(in: 0..<SecrecyTests.pasted.count, using: &random)]
            var edited = lines
            edited[number] = "\(line[..<colon.upperBound]) \(secret)"
            try project.scratch.write(edited.joined(separator: "\n"), to: "manifests/platform.yaml")
            for complaint in project.complaints() {
                #expect(!complaint.contains(SecrecyTests.marker), "line \(number + 1) with \(secret)")
            }
        }
    }

    @Test(arguments: pasted)
    func `a secret in a secret's place is in no problem`(secret: String) throws {
        for key in [
            "cache: {url: X}", "cache:\n  url: X", "providers:\n  p:\n    key: X", "storage: {access_key: X}",
            "cache: X",
        ] {
            for complaint in try complaints("platform: t\n\(key.replacing("X", with: secret))\n") {
                #expect(!complaint.contains(SecrecyTests.marker), "\(key)")
            }
        }
    }

    @Test
    func `short passwords in a secret's place are in no problem`() throws {
        for secret in [
            "hunter2", "'hunter2'", "\"hunter2\"", "[hunter2]", "env:hunter2-x", "secret hunter2", "{hunter2: }",
        ] {
            let found = try complaints("platform: t\ncache:\n  url: \(secret)\n")
            #expect(found.count == 1)
            #expect(found.allSatisfy { !$0.contains(SecrecyTests.marker) }, "\(found)")
        }
    }

    /// The redactor masks what stands behind a telling name and a colon; a message there must not look like a value.
    @Test
    func `what is said of a secret's place is not masked itself`() throws {
        let redactor = Redactor()
        for value in ["plain", "env:A:-b", "[a]", "'env:'", "~", "!t x", "{a: b}"] {
            for complaint in try complaints("platform: t\nstorage: {secret_key: \(value)}\n") {
                #expect(complaint.contains("storage.secret_key: "))
                #expect(redactor.redact(complaint) == complaint)
            }
        }
        for value in ["5", "[a]", "env:A", "'password=hunter2'", "''", "{a: b}", "~"] {
            for complaint in try complaints("platform: t\nkubernetes: {secret: \(value), registry_secret: \(value)}\n")
            {
                #expect(redactor.redact(complaint) == complaint)
            }
        }
        let scratch = Scratch("secrecy")
        try scratch.write("[]", to: "wrong.json")
        try scratch.write("{\"empty\": \"\"}", to: "right.json")
        for reference in [
            "env:SECRET_KEY", "env:SET_KEY", "env:TWIN_KEY", "file:my-password", "file:/", "secret:a", "secret:empty",
        ] {
            let loaded = try ProjectFixture("platform: t\nstorage: {secret_key: '\(reference)'}\n").load()
            for secretsFile in [nil, "gone.json", "wrong.json", "right.json"] {
                let resolver = Resolver(
                    variables: Variables(process: ["SET_KEY": " ", "TWIN_KEY_FILE": "gone"]),
                    root: scratch.path,
                    secretsFile: secretsFile,
                    redactor: redactor,
                )
                let problems = loaded.references(by: resolver).compactMap { $0.problem(names: ["SECRET_KYE"]) }
                for problem in problems where problem.path.steps.last == "secret_key" {
                    #expect(redactor.redact(problem.withHint) == problem.withHint)
                }
                #expect(problems.contains { $0.path.steps.last == "secret_key" })
            }
        }
    }

    @Test
    func `a model, its tree and its references print no resolved secret`() throws {
        let scratch = Scratch("secrecy")
        try scratch.write(#"{"redis": "redis://:hunter2pass@h"}"#, to: "s.json")
        let project = try ProjectFixture(
            "platform: t\ncache: {url: 'secret:redis'}\ndatabase: {url: env:DATABASE_URL, admin_url: env:ADMIN}\n"
        )
        let loaded = try project.load()
        let redactor = Redactor()
        let resolver = Resolver(
            variables: Variables(process: ["DATABASE_URL": "postgres://u:hunter2word@h/d", "ADMIN_FILE": "hunter2path"]
            ),
            root: scratch.path,
            secretsFile: "s.json",
            redactor: redactor,
        )
        let states = loaded.references(by: resolver)
        let leaves = EffectiveSettings(loaded, resolver: resolver).leaves
        var shown = String(describing: loaded) + String(describing: states) + String(describing: leaves)
        var dumped = ""
        dump(loaded, to: &dumped)
        dump(states, to: &dumped)
        dump(leaves, to: &dumped)
        shown += states.compactMap { $0.problem(names: ["ADMINS"])?.withHint }.joined()
        #expect(!shown.contains("hunter2"))
        #expect(!dumped.contains("hunter2"))
        #expect(states.count { if case .found = $0.state { true } else { false } } >= 2)
        #expect(redactor.redact("hunter2pass and hunter2word") == "\(Secret.mask) and \(Secret.mask)")
    }
}
