import FoundationEssentials
import TestSupport
import Testing

/// Marked secrets in every place a secret can come from, and a bundle of it all.
@Suite(.live, .timeLimit(.minutes(5))) struct BundleSecrecyTests {
    /// Its first letters alone must not show either; the slash makes its percent-encoded form another.
    private static let marker = "mArKeD/s3cr3t"
    private static let encoded = "mArKeD%2Fs3cr3t"

    private static func variables(provider: String) -> [String: String] {
        [
            "DATABASE_URL": "postgresql://agent:\(encoded)-database@127.0.0.1:1/db",
            "DATABASE_ADMIN_URL": "postgresql://admin:\(encoded)-admin@127.0.0.1:1/db",
            "NATS_AUTH_TOKEN": "\(marker)-nats", "NATS_URL": "nats://user:\(encoded)-url@127.0.0.1:1",
            "STORAGE_ACCESS_KEY": "\(marker)-access", "STORAGE_SECRET_KEY": "\(marker)-storage",
            "REDIS_URL": "redis://:\(encoded)-redis@127.0.0.1:1",
            "ANTHROPIC_API_KEY": "\(marker)-anthropic", "ANTHROPIC_ENDPOINT": provider,
            "OPENROUTER_API_KEY": "\(marker)-openrouter", "OPENROUTER_ENDPOINT": provider,
            "JWT_SECRET_KEY": "\(marker)-jwt-that-is-long-enough-for-a-key", "ENCRYPTION_KEY": "\(marker)-encryption",
            "SCALEWAY_SECRET_KEY": "\(marker)-scaleway", "SLACK_WEBHOOK_URL": "https://hooks.example/\(marker)-slack",
            // Nobody asks for these; a log may tell them all the same.
            "SOME_WEBHOOK": "https://hooks.example/\(marker)-webhook", "OTHER_PASSWORD": "\(marker)-other",
            "https_proxy": "http://proxy:\(encoded)-proxy@127.0.0.1:1", "NO_PROXY": "127.0.0.1,localhost",
        ]
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    /// What a server's log may hold, by what it is known by.
    private static let log = """
        password=\(marker)-log1 api_key: "\(marker)-log2"
        Authorization: Bearer \(marker)-log3
        could not connect to postgres://u:\(encoded)-log4@host/db
        STATEMENT:  ALTER ROLE agent WITH LOGIN password  '\(marker)-it''s-log5' VALID UNTIL 'infinity'
        Authorization: Basic \(base64("user:\(marker)-log6"))
        {"level":"error","body":"{\\"token\\":\\"\(marker)-log7\\"}"}
        key \(marker)-jwt-that-is-long-enough-for-a-key, as base64 \(base64("\(marker)-jwt-that-is-long-enough-for-a-key"))
        with a byte before it \(base64("x\(marker)-jwt-that-is-long-enough-for-a-key")) and two \(base64("xy\(marker)-nats"))
        in a query ?q=\(encoded)-nats&x=1, hook https://hooks.example/\(marker)-webhook, \(marker)-other, \(marker)-dotenv
        secrets file \(marker)-file, number 7654321, twin \(marker)-twin, proxy \(marker)-proxy
        -----BEGIN EC PRIVATE KEY-----
        \(marker)/log8/one
        \(marker)/log8/two
        -----END EC PRIVATE KEY-----
        \(String(repeating: "long ", count: 797))a word and password=\(marker)-log9

        """

    @Test func `no secret is in any byte of a bundle, in no form, not even how it begins`() async throws {
        let checkout = try await Checkout.initialised("bundlesecrets")
        let provider = try WebStandIn { request in
            let told = request.headers["x-api-key"] ?? request.headers["authorization"] ?? ""
            let encoded = told.replacing("/", with: "%2F")
            return .init(
                500,
                """
                {"error":{"type":"broken","message":"you said \(told), that is \(encoded), \(Self.base64(told)); \
                password=\(Self.marker)-reply1 postgres://u:\(Self.encoded)-reply2@h/d"}}
                """
            )
        }
        defer { provider.stop() }
        try require(await checkout("dev", "up"))
        for name in ["database", "messaging", "cache", "providers"] {
            let path = ".ihctl/dev/logs/\(name).log"
            try checkout.scratch.write(try checkout.scratch.read(path) + Self.log, to: path)
        }
        try checkout.scratch.write("UNASKED_TOKEN=\(Self.marker)-dotenv\n", to: ".env")
        try checkout.scratch.write(
            "{\"n\": 7654321, \"deep\": {\"extra\": [\"\(Self.marker)-file\"]}}",
            to: "secrets.json"
        )
        try checkout.scratch.write("\(Self.marker)-twin\n", to: "twin")
        var variables = Self.variables(provider: provider.url)
        variables["SECRETS_FILE"] = checkout.scratch.file("secrets.json")
        variables["TWIN_PASSWORD_FILE"] = "twin"
        let line = ["doctor", "--timeout", "5s", "--bundle", "b.tar.gz", "--skip", "writes"]
        let told = try await checkout.line([Checkout.program] + line, environment: variables)
        #expect(told.status == 1, "\(told.errors)")
        #expect(!provider.requests.isEmpty)
        try require(await checkout.line(["tar", "xzf", "b.tar.gz"]))
        let listed = try await checkout.line(["find", "ihctl-doctor-bundle", "-type", "f"]).output.split(
            separator: "\n"
        ).map(String.init)
        #expect(
            listed.contains("ihctl-doctor-bundle/stack/database.log")
                && listed.contains("ihctl-doctor-bundle/stack/status.json")
        )

        let state = try checkout.scratch.read(".ihctl/dev/stack.json")
        let passwords = try JSONDecoder().decode(StackFile.self, from: Data(state.utf8)).secrets.values
        #expect(passwords.count > 5)
        // Whatever stands before it, in whichever third of a group it begins.
        let folded = ["", "x", "xy"].map { lead in
            String(Self.base64("\(lead)\(Self.marker)").dropFirst(lead.isEmpty ? 0 : 4).prefix(12))
        }
        for name in listed {
            let text = try checkout.scratch.read(name)
            for mark in ["mArKeD", "6d41724b6544", " 7654321,"] + folded + passwords where text.contains(mark) {
                Issue.record("\(name) holds \(mark): \(text.split(separator: "\n").filter { $0.contains(mark) })")
            }
        }
        // What is no secret is still there.
        let log = try checkout.scratch.read("ihctl-doctor-bundle/stack/database.log")
        #expect(log.contains("ALTER ROLE agent WITH LOGIN password  '••••••' VALID UNTIL 'infinity'"), "\(log)")
        #expect(log.contains("could not connect to postgres://u:••••••@host/db"))
        let readme = try checkout.scratch.read("ihctl-doctor-bundle/README")
        #expect(readme.contains("password, token or api_key, behind Bearer and Basic, and private keys"))
        let checked = try await checkout.line([
            "bash", "-c", "cd ihctl-doctor-bundle && sha256sum --check --strict --quiet MANIFEST",
        ])
        #expect(checked.status == 0)
    }

    private struct StackFile: Decodable { let secrets: [String: String] }
}
