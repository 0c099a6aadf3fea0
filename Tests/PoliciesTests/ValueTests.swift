import Testing
import YAML

@testable import Policies

@Suite struct ValueTests {
    @Test func `days are those of the calendar`() throws {
        for text in [
            "2027-02-29", "2100-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "27-01-01", "2027-1-1", "2027-01-01 ",
            "", "२०२७-०१-०१",
        ] {
            #expect(Day(text) == nil, "\(text)")
        }
        #expect(Day("2028-02-29")?.description == "2028-02-29")
        #expect(try #require(Day("2026-12-31")) < #require(Day("2027-01-01")))
    }

    @Test func `an image's parts are told apart`() {
        let all: [(String, String, String?, String?)] = [
            ("nginx", "docker.io/library/nginx", nil, nil), ("nginx:1.27", "docker.io/library/nginx", "1.27", nil),
            ("grafana/grafana:11", "docker.io/grafana/grafana", "11", nil),
            ("registry.test:5000/agent", "registry.test:5000/agent", nil, nil),
            ("localhost/agent:v1", "localhost/agent", "v1", nil),
            ("registry.test:5000/a/b:v1@sha256:00", "registry.test:5000/a/b", "v1", "sha256:00"),
        ]
        for (text, repository, tag, digest) in all {
            let image = ImageName(text)
            #expect(image.fullRepository == repository && image.tag == tag && image.digest == digest, "\(text)")
            #expect(!image.hasDigest)
        }
        #expect(ImageName("a@sha256:" + String(repeating: "0a", count: 32)).hasDigest)
    }

    @Test func `amounts are read as the server reads them`() {
        let good: [(String, Double)] = [
            ("250m", 0.25), ("1", 1), ("0.5", 0.5), ("512Mi", 536_870_912), ("1Gi", 1_073_741_824), ("1e3", 1_000),
            ("1k", 1_000), ("5E", 5e18), ("1E2", 100), ("-1", -1), ("100n", 1e-7),
        ]
        for (text, amount) in good {
            let read = Quantity(text)?.amount ?? .nan
            #expect(abs(read - amount) <= amount.magnitude * 1e-9, "\(text): \(read)")
        }
        for text in ["", "Gi", "1GB", "1 Gi", "1mi", "--1", "1e999", "nan", "inf", "0x10", "१"] {
            #expect(Quantity(text) == nil, "\(text)")
        }
    }

    @Test func `secrets are told by the end of their names and by their shape`() {
        let secrets = [
            ("API_KEY", "abcdef"), ("OPENAI_API_KEY", "x1"), ("db-password", "hunter2"), ("authToken", "t0ken-value"),
            ("URL", "nats://user:pass@nats:4222"),
            ("X", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"),
            ("HEADER", "Authorization: Bearer abcdef0123456789"), ("AWS", "AKIAIOSFODNN7EXAMPLE"),
        ]
        for (name, value) in secrets { #expect(SecretText.isSecret(value, named: name), "\(name)") }
        let others = [
            ("MAX_TOKENS", "4096"), ("TOKENIZER", "cl100k_base"), ("TOKEN_LIMIT", "100"), ("API_KEY", ""),
            ("API_KEY_FILE", "/run/secrets/hop/API_KEY"), ("JWT_SECRET", "/run/secrets/jwt"), ("SECRET_NAME", "hop"),
            ("ACCESS_TOKEN", "3600"), ("PASSWORD", "${PASSWORD}"), ("TOKEN", "$(TOKEN)"), ("PASSWORD", "none"),
            ("URL", "https://api.openai.com/v1"), ("PUBLIC_KEY", "ssh-ed25519 AAAA"), ("KEYBOARD", "qwerty"),
            ("NOTE", "the password is kept elsewhere"),
            ("TLS_SECRET", "island-hopper-tls"), ("platform.yaml", "kubernetes:\n  secret: island-hopper-secrets\n"),
            ("platform.yaml", "storage:\n  secret_key: env:STORAGE_SECRET_KEY\n"),
        ]
        for (name, value) in others { #expect(!SecretText.isSecret(value, named: name), "\(name)=\(value)") }
    }

    @Test func `a mode is octal by YAML's older rules and decimal by the newer ones`() {
        for (text, isTooOpen) in [
            ("0400", false), ("0440", false), ("288", false), ("256", false), ("0644", true), ("420", true),
            ("0777", true), ("440", true),
        ] {
            #expect(FileMode(YAML.Node(YAML.Scalar(text: text, style: .plain))).isTooOpen == isTooOpen, "\(text)")
        }
        #expect(FileMode(nil).isTooOpen)
    }

    @Test func `selectors choose as the server does`() throws {
        func chooses(_ selector: String, _ labels: String) throws -> Bool {
            Selector(try YAML.parse(selector).root).matches(Labels(try YAML.parse(labels).root))
        }
        #expect(try chooses("{}", "{a: b}"))
        #expect(try chooses("{matchLabels: {a: b}}", "{a: b, c: d}"))
        #expect(try !chooses("{matchLabels: {a: b}}", "{a: c}"))
        #expect(try chooses("{matchExpressions: [{key: a, operator: In, values: [b, c]}]}", "{a: c}"))
        #expect(try chooses("{matchExpressions: [{key: a, operator: NotIn, values: [b]}]}", "{}"))
        #expect(try chooses("{matchExpressions: [{key: a, operator: DoesNotExist}]}", "{b: c}"))
        #expect(try !chooses("{matchExpressions: [{key: a, operator: Exists}]}", "{b: c}"))
        #expect(try !chooses("{matchExpressions: [{key: a, operator: Like}]}", "{a: c}"))
        #expect(try !chooses("text", "{a: b}"))
    }

    @Test func `expressions of Prometheus close what they open`() {
        for good in [#"rate(x{a="}"}[5m]) > 0.1"#, "up == 0", #"x{a='\''}"#, "`)`"] {
            #expect(PromQL.imbalance(of: good) == nil, "\(good)")
        }
        for bad in ["", " ", "rate(x[5m]", "x}", #"x{a="b}"#, "(x]"] {
            #expect(PromQL.imbalance(of: bad) != nil, "\(bad)")
        }
        #expect(PromQL.seconds("1h30m") == 5_400)
        #expect(PromQL.seconds("often") == nil)
    }

    @Test func `names are those the server takes`() {
        #expect(ObjectName.isSubdomain("a.b-c.1") && !ObjectName.isSubdomain("a..b") && !ObjectName.isSubdomain("-a"))
        #expect(
            ObjectName.isServiceName("agent") && !ObjectName.isServiceName("1agent") && !ObjectName.isServiceName("a.b")
        )
        #expect(
            ObjectName.isLabelKey("app.kubernetes.io/name") && !ObjectName.isLabelKey("/name")
                && !ObjectName.isLabelKey("a/b/c")
        )
        #expect(ObjectName.isLabelValue("") && ObjectName.isLabelValue("v1.0_2-x") && !ObjectName.isLabelValue("v1+2"))
        #expect(ObjectName.isPortName("http") && !ObjectName.isPortName("8080") && !ObjectName.isPortName("a--b"))
    }
}
