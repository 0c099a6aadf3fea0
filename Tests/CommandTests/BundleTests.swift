import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// `ihctl doctor --bundle`, unpacked by the real tar and gzip.
@Suite(.timeLimit(.minutes(5))) struct BundleTests {
    private static let files = [
        "README", "MANIFEST", "report.txt", "report.json", "report.sarif", "checks.txt", "model.yaml", "machine.txt",
    ]

    private func project() throws -> Checkout {
        let checkout = Checkout("bundle")
        try checkout.scratch.write(
            "platform: tiny\nsecrets: {jwt_key: 'env:MY_KEY'}\n",
            to: "manifests/platform.yaml"
        )
        try checkout.scratch.write("{}", to: "manifests/environments/development.yaml")
        return checkout
    }

    private static let goodKey = ["MY_KEY": "mZ4vQ1xT8kLr2WcN7bYpH5sDf9GjE3aUi6oV0qXzR1t"]

    /// What stands in a folder, the program's own `.ihctl` aside.
    private func names(in checkout: Checkout) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: checkout.scratch.path)
            .filter { $0.hasPrefix("help") || $0.contains(".part-") }.sorted()
    }

    @Test func `it holds the report in its forms, the model, the machine, and a manifest that is true`() async throws {
        let checkout = try project()
        let told = try await checkout("doctor", "--bundle", "help.tar.gz", environment: Self.goodKey)
        #expect(told.status == 0, "\(told.output)\(told.errors)")
        #expect(told.output.contains("tiny · development"))
        #expect(told.errors.contains("help.tar.gz"))
        try require(await checkout.line(["gzip", "-t", "help.tar.gz"]))
        let listed = try await checkout.line(["tar", "tzf", "help.tar.gz"])
        #expect(listed.output.split(separator: "\n").map(String.init) == Self.files.map { "ihctl-doctor-bundle/\($0)" })
        try require(await checkout.line(["tar", "xzf", "help.tar.gz"]))
        let checked = try await checkout.line([
            "bash", "-c", "cd ihctl-doctor-bundle && sha256sum --check --strict MANIFEST",
        ])
        #expect(checked.status == 0, "\(checked.errors)")
        #expect(checked.output.split(separator: "\n").count == Self.files.count - 1)
        #expect(try checkout.scratch.read("ihctl-doctor-bundle/report.txt").contains("exit 0"))
        #expect(try checkout.scratch.read("ihctl-doctor-bundle/machine.txt").contains("doctor --bundle help.tar.gz"))
        #expect(try checkout.scratch.read("ihctl-doctor-bundle/model.yaml").contains("manifests/platform.yaml:2"))
        for name in ["report.json", "report.sarif"] {
            let data = try Data(contentsOf: URL(filePath: checkout.scratch.file("ihctl-doctor-bundle/\(name)")))
            #expect(throws: Never.self) { try JSONDecoder().decode(Anything.self, from: data) }
        }
        var facts = stat()
        #expect(lstat(checkout.scratch.file("help.tar.gz"), &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        #expect(try names(in: checkout) == ["help.tar.gz"])
    }

    private struct Anything: Decodable {}

    @Test func `a fault keeps its exit status, and a model that cannot be read is told as it is`() async throws {
        let checkout = try project()
        #expect(try await checkout("doctor", "--bundle", "help.tgz", environment: ["MY_KEY": ""]).status == 1)
        let broken = try project()
        try broken.scratch.write("platform: tiny\nlogging: {level: LOUD}\n", to: "manifests/platform.yaml")
        #expect(try await broken("doctor", "--bundle", "help.tar.gz").status == 1)
        try require(await broken.line(["tar", "xzf", "help.tar.gz"]))
        #expect(try broken.scratch.read("ihctl-doctor-bundle/model.yaml").contains("LOUD"))
    }

    @Test(arguments: [
        ("there.tar.gz", "is there already"), ("nowhere/help.tar.gz", "no such file"), ("help.zip", ".tar.gz"),
        (".tar.gz", ".tar.gz"), ("folder/", ".tar.gz"), ("plain/help.tar.gz", "not a directory"),
        ("...tar.gz", "plain name"), ("a\u{1B}b.tar.gz", "plain name"),
        (String(repeating: "n", count: 240) + ".tar.gz", "file name too long"),
    ])
    func `what cannot be written is wrong usage, before anything is asked`(_ name: String, _ words: String) async throws
    {
        let checkout = try project()
        for name in ["there.tar.gz", "plain"] { try checkout.scratch.write("mine", to: name) }
        let told = try await checkout("doctor", "--bundle", name, environment: Self.goodKey)
        #expect(told.status == 2)
        #expect(told.output.isEmpty)
        #expect(told.errors.contains(words), "\(told.errors)")
        #expect(try checkout.scratch.read("there.tar.gz") == "mine")
        let watched = try await checkout("doctor", "--watch", "--bundle", "help.tar.gz", environment: Self.goodKey)
        #expect(watched.status == 2)
        let listed = try await checkout("doctor", "--list", "--bundle", "help.tar.gz", environment: Self.goodKey)
        #expect(listed.status == 2)
    }

    @Test func `a variable that names a pipe holds nothing up`() async throws {
        let checkout = try project()
        #expect(mkfifo(checkout.scratch.file("pipe"), 0o600) == 0)
        var variables = Self.goodKey
        variables["SOME_TOKEN_FILE"] = "pipe"
        let told = try await checkout("doctor", "--bundle", "help.tar.gz", environment: variables)
        #expect(told.status == 0, "\(told.output)\(told.errors)")
        #expect(try names(in: checkout) == ["help.tar.gz"])
    }

    @Test func `no room for it is told, leaves nothing, and the report is there all the same`() async throws {
        let checkout = try project()
        let limited = "trap '' XFSZ; ulimit -f 1; exec \"$0\" doctor --bundle help.tar.gz"
        // Through a pipe: the limit would hold for a file that takes the report, too.
        let line = ["bash", "-c", "(\(limited)) 2>&1 | cat; exit ${PIPESTATUS[0]}", Checkout.program]
        let told = try await checkout.line(line, environment: Self.goodKey)
        #expect(told.status == 3, "\(told.output)")
        #expect(told.output.contains("the bundle was not written: help.tar.gz: file too large"), "\(told.output)")
        #expect(told.output.contains("exit 0"))
        #expect(try names(in: checkout).isEmpty)
        let failed = try await checkout.line(line, environment: ["MY_KEY": ""])
        #expect(failed.status == 3, "\(failed.output)")
    }

    @Test func `Ctrl-C leaves nothing`() async throws {
        let checkout = try project()
        let line = [
            "timeout", "--foreground", "--preserve-status", "-s", "INT", "3", Checkout.program, "doctor", "--bundle",
            "help.tar.gz",
        ]
        let told = try await checkout.line(line + ["--wait", "60s"], environment: ["MY_KEY": ""])
        #expect(told.status == 130)
        #expect(told.errors.contains("the bundle was not written: help.tar.gz: stopped"), "\(told.errors)")
        #expect(try names(in: checkout).isEmpty)
    }
}
