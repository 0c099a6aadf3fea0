import FoundationEssentials
import Testing
import Words

@Suite struct RedactorTests {
    let mask = Secret.mask

    func knowing(_ secrets: String...) -> Redactor {
        let redactor = Redactor()
        for secret in secrets { redactor.learn(Secret(secret)) }
        return redactor
    }

    @Test func `a known value is masked wherever it stands`() {
        let redactor = knowing("s3cr3t/pa ss\"")
        #expect(redactor.redact("it is s3cr3t/pa ss\"!") == "it is \(mask)!")
        #expect(redactor.redact("x=s3cr3t%2Fpa%20ss%22&y") == "x=\(mask)&y")
        #expect(redactor.redact("x=s3cr3t%2fpa%20ss%22&y") == "x=\(mask)&y")
        #expect(redactor.redact(#"{"v":"s3cr3t/pa ss\""}"#) == #"{"v":"\#(mask)"}"#)
    }

    @Test(arguments: ["", "a", "ab", "user:", "agent:"])
    func `base64 does not hide it, whatever stands before it`(before: String) {
        let redactor = knowing("correct-horse-battery")
        let encoded = Data((before + "correct-horse-battery" + ":tail").utf8).base64EncodedString()
        let shown = redactor.redact("header \(encoded) end")
        #expect(shown.contains(mask))
        let whole = Data("correct-horse-battery".utf8).base64EncodedString()
        #expect(!shown.contains(whole.dropFirst(4).prefix(12)))
    }

    @Test(arguments: [
        "p%C3%A9/<w>%20ord", "p%c3%a9%2f%3Cw%3e+ord", "%70%C3%A9%2F%3C%77%3E%20%6F%72%64",
        #"p\u00e9\/\u003cw\u003E ord"#,
        "70c3a92f3c773e206f7264", "70C3A92F3C773E206F7264",
    ])
    func `no usual way of writing it hides it`(written: String) {
        #expect(knowing("pé/<w> ord").redact("<\(written)>") == "<\(mask)>")
    }

    @Test(arguments: [
        ("ALTER ROLE a PASSWORD\n\t'x''y' VALID", "ALTER ROLE a PASSWORD\n\t'¤' VALID"),
        ("PASSWORD /* new */ U&'x' --", "PASSWORD /* new */ U&'¤' --"),
        ("password $$x$$;", "password $$¤$$;"), ("password $t$x$y$t$;", "password $t$¤$t$;"),
        (#""AUTH" "user" "x""#, #""AUTH" "¤""#), ("AUTH x y", "AUTH ¤"), ("requirepass x", "requirepass ¤"),
        ("Authorization: Token x", "Authorization: Token ¤"), ("Set-Cookie: a=b; c=d\nnext", "Set-Cookie: ¤\nnext"),
        ("key sk-ant-api03-abcdefghij0123 end", "key ¤ end"), ("id AKIAABCDEFGHIJ012345.", "id ¤"),
        ("jwt eyJhbGciOi.eyJzdWIi0.abcdef end", "jwt ¤ end"),
        ("run --password x --token y", "run --password ¤ --token ¤"),
        ("db_pass=x pass: y", "db_pass=¤ pass: ¤"), ("secret_key_base=x", "secret_key_base=¤"),
        ("MIIabc\n-----END EC PRIVATE KEY-----\nnext", "¤\nnext"),
    ])
    func `a log has ways of its own to tell one`(text: String, masked: String) {
        #expect(Redactor().redactLog(text) == masked.replacing("¤", with: mask))
    }

    @Test(arguments: [
        "password authentication failed for user \"x\"", "FATAL:  AUTH failed", "the cookie jar", "compass: north",
        "--token: no such file", "sk-learn-is-a-library-of-python", "author: somebody", "-----END CERTIFICATE-----",
    ])
    func `what a log says of others stays`(text: String) {
        #expect(Redactor().redactLog(text) == text)
    }

    @Test(.timeLimit(.minutes(3))) func `a hostile log is walked once`() {
        let pieces = [
            "/token:1:", "token=env:", "password '", "password /*", "cookie:", "AUTH \"", "--token ", "eyJ", "$",
        ]
        for piece in pieces { _ = Redactor().redactLog(String(repeating: piece, count: 30_000)) }
    }

    @Test func `two secrets that overlap are one mask and a longer one wins`() {
        let redactor = knowing("password-one", "password-one-and-more")
        #expect(redactor.redact("<password-one-and-more>") == "<\(mask)>")
        #expect(redactor.redact("password-onepassword-one") == mask)
    }

    @Test func `short secrets do not turn words into dots`() {
        let redactor = knowing("agent", "abc", "")
        #expect(redactor.redact("agents of the abc") == "agents of the abc")
        #expect(redactor.redact("role agent, island_agent") == "role \(mask), island_agent")
        #expect(redactor.redact("password=abc") == "password=\(mask)")
    }

    @Test func `the newline of a secrets file is not the secret, and keys are known line by line`() {
        #expect(knowing("hunter2hunter2\n").redact("-hunter2hunter2-") == "-\(mask)-")
        let key = "MIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n"
        #expect(knowing(key).redact("line AQEFAASCBKcwggSjAgEAAoIB here") == "line \(mask) here")
    }

    @Test(arguments: [
        ("password=hunter2", "password=¤"),
        ("PASSWORD = hunter2 next", "PASSWORD = ¤ next"),
        ("api_key: sk-123, user: bob", "api_key: ¤, user: bob"),
        ("apiKey: 'a b c' tail", "apiKey: '¤' tail"),
        (#"{"secret_key": "x\"y", "name": "n"}"#, #"{"secret_key": "¤", "name": "n"}"#),
        (#"{\"token\": \"abc\", \"n\": 1}"#, #"{\"token\": \"¤\", \"n\": 1}"#),
        ("host=h password=p@ss&word user=u", "host=h password=¤&word user=u"),
        ("x-api-key: abcdef", "x-api-key: ¤"),
        ("NATS_AUTH_TOKEN=abc JWT_SECRET_KEY=def", "NATS_AUTH_TOKEN=¤ JWT_SECRET_KEY=¤"),
        ("PGPASSWORD=x psql", "PGPASSWORD=¤ psql"),
        ("?X-Amz-Signature=abc&X-Amz-Date=d", "?X-Amz-Signature=¤&X-Amz-Date=d"),
        ("postgresql://agent:p@ss@db:5432/x", "postgresql://agent:¤@db:5432/x"),
        ("postgresql://agent:pa/ss@db/x", "postgresql://agent:¤@db/x"),
        ("nats://t0ken@host:4222", "nats://¤@host:4222"),
        ("redis://:pw@host", "redis://:¤@host"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer ¤"),
        ("authorization: basic dXNlcjpwYXNzd29yZA==", "authorization: basic ¤"),
        ("a\n-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\nb", "a\n¤\nb"),
        ("-----BEGIN PRIVATE KEY-----\nMII cut", "¤"),
        (#"password="open"#, #"password="¤"#), ("/run/secrets/token: s3cr3t", "/run/secrets/token: ¤"),
        ("/x/password=hunter and more", "/x/password=¤ and more"), ("/db/password: hunter", "/db/password: ¤"),
        ("a/password: hunter two", "a/password: ¤ two"),
    ])
    func `what looks like a secret is masked`(text: String, masked: String) {
        #expect(Redactor().redact(text) == masked.replacing("¤", with: mask))
    }

    @Test(arguments: [
        "max_tokens: 500, token_count=3, tokens_used: 9",
        "password: env:PGPASSWORD", "secret_key: file:/run/secrets/key", "token=secret:NATS_AUTH_TOKEN",
        "api_key: missing", "password=", "password: ", "token: not set", "token: null", "--token: no such file",
        "http://host:8080/path@x", "postgresql://agent@host/db", "ssh://git@host", "https://host/a:b@c",
        "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----", "the bearer of news", "basic training",
        "a == b :// = : - B", "12:30:05 10:00", "ein schönes Wort 日本", "secret_name: x", "keys: a", "monkey: banana",
        "/etc/passwd: permission denied", "cannot read /etc/passwd:12:3: no colon",
        "'~/.x/token: No such file or directory'",
        "../secrets/db_password: is a directory", "/etc/passwd:", "/run/secrets/token:14",
    ])
    func `what is none stays as it is`(text: String) {
        #expect(Redactor().redact(text) == text)
    }

    @Test func `a mask is not masked again`() {
        let once = Redactor().redact("password=hunter2 url postgres://u:p@h")
        #expect(Redactor().redact(once) == once)
    }

    @Test func `telling keys hide values in JSON and leave references and nested names`() {
        let value: JSONValue = [
            "password": "x", "api_key": ["a", "b"], "secret": ["name": "JWT", "origin": ".env"], "count": 3,
            "token": "env:T",
            "url": "nats://u:p@h",
        ]
        let masked: JSONValue = [
            "password": .string(mask), "api_key": [.string(mask), .string(mask)],
            "secret": ["name": "JWT", "origin": ".env"],
            "count": 3, "token": "env:T", "url": .string("nats://u:\(mask)@h"),
        ]
        #expect(Redactor().redact(value) == masked)
    }

    @Test func `a whole report is masked in data, facts, tables and lines`() throws {
        let report = Report(
            command: "x",
            environment: "marked-secret-1",
            startedAt: Date(timeIntervalSince1970: 0),
            duration: .zero,
            data: ["marked-secret-1": ["deep": [["k": "see marked-secret-1"]]]],
            body: [
                .heading("marked-secret-1"), .paragraph("a marked-secret-1"),
                .ends("marked-secret-1", "marked-secret-1"),
                .facts([
                    .init("api key", "unknown-to-all"), .init("url", "h?k=marked-secret-1"),
                    .init("password", "not set"),
                ]),
                .table(
                    .init(
                        columns: [.init("user"), .init("password")],
                        rows: [["bob", "zzz"], ["marked-secret-1", "env:P"]]
                    )
                ),
                .verbatim("x\nmarked-secret-1"), .paragraph(Line("password=") + Line("zzz", .strong)), .blank,
            ]
        )
        let redacted = knowing("marked-secret-1").redact(report)
        let text = String(reflecting: redacted)
        #expect(!text.contains("marked-secret-1"))
        #expect(!text.contains("zzz"))
        #expect(!text.contains("unknown-to-all"))
        #expect(text.contains("bob"))
        #expect(text.contains("env:P"))
        #expect(text.contains("not set"))
    }

    @Test func `a finding is masked in every part of it, and its fingerprint is that of what is left`() {
        let marked = "marked-secret-1"
        let finding = Finding(
            "x",
            .error,
            subject: marked,
            "said \(marked)",
            evidence: [
                .paragraph(marked), .fact("api key", "unknown-to-all"), .fact("n", marked), .verbatim("a\n\(marked)"),
            ],
            remedies: [.fix("psql \(marked)"), .hint(marked), .then(marked)],
            place: Place("\(marked).sql"),
            related: [Finding.Related(Place("\(marked).sql"), marked)],
            suppression: marked,
            content: "set password = \(marked)",
            data: [marked: [.string(marked)]]
        )
        let report = Report(
            command: "x",
            startedAt: Date(timeIntervalSince1970: 0),
            duration: .zero,
            findings: [finding],
            body: finding.blocks + [.indented([.indented([.verbatim(marked)])])]
        )
        let redacted = knowing(marked).redact(report)
        let text = String(reflecting: redacted)
        #expect(!text.contains(marked))
        #expect(!text.contains("unknown-to-all"))
        #expect(redacted.findings?.first?.fingerprint != finding.fingerprint)
    }

    @Test func `a telling subject hides the value behind it, and leaves words about it`() {
        let found = Redactor().redact(Finding("x", .error, subject: "database.password", "hunter2 is too short"))
        #expect(found.message == "\(mask) is too short")
        #expect(found.subject == "database.password")
        let words = "must be a reference to the secret"
        #expect(Redactor().redact(Finding("x", .error, subject: "database.password", words)).message == words)
    }

    @Test func `text with nothing to hide comes back unchanged, megabytes of it too`() {
        let redactor = knowing("correct-horse-battery-staple")
        let text = String(repeating: "storage.bucket.versioning: fr-par/storage/bucket/reports = on; ", count: 10_000)
        #expect(redactor.redact(text) == text)
    }

    @Test(.timeLimit(.minutes(3))) func `hostile text of a megabyte is walked once`() {
        let redactor = knowing("a=a=a=a=a=a=a=a=a=a=b")
        // Each of these would take hours if every sign looked at all that stands before or behind it.
        for piece in [
            "://a:", "password=\"", "=", "a=", "a", "bearer ", "-----BEGIN ", "-----BEGIN PRIVATE KEY", "\\\"", "@",
            "://",
            "password=null ", "password=\"unset 'password=", "token: /tmp/token:", "\"key\": \"", "/", "/token:1:",
            "token=env:", "token:1:",
        ] {
            _ = redactor.redact(String(repeating: piece, count: 1_000_000 / piece.utf8.count))
        }
    }

    @Test(.timeLimit(.minutes(3))) func `a thousand findings with long answers are walked once`() {
        let marked = "correct-horse-battery-staple"
        let body = String(repeating: "<td>://a:b=\"", count: 1_000) + marked
        let finding = Finding("x", .error, subject: "s", "said", evidence: [.verbatim(body), .fact("body", body)])
        let report = Report(
            command: "x",
            startedAt: Date(timeIntervalSince1970: 0),
            duration: .zero,
            findings: Array(repeating: finding, count: 1_000)
        )
        let told = knowing(marked).redact(report)
        #expect(told.findings?.count == 1_000)
        #expect(told.findings?.allSatisfy { !"\($0.evidence)".contains(marked) } == true)
    }

    @Test func `many threads may learn and redact at once`() async {
        let redactor = Redactor()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    redactor.learn(Secret("secret-number-\(number)"))
                    #expect(redactor.redact("secret-number-\(number)") == Secret.mask)
                }
            }
        }
    }
}
