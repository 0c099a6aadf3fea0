import Schemas
import Testing
import Words
import YAML

@Suite struct ValueTests {
    private let pod = "spec.template.spec"

    @Test(arguments: [
        ("replicas: \"3\"", "a whole number", "the text \"3\"", "write it without quotes"),
        ("replicas: 1.5", "a whole number", "the number 1.5", nil),
        ("paused: yes", "true or false", "the text \"yes\"", "write true or false"),
        ("paused: \"true\"", "true or false", "the text \"true\"", "write it without quotes"),
        ("selector: [a]", "a map", "a list", "it is no list: take away the dash"),
        ("strategy: Recreate", "a map", "the text \"Recreate\"", nil),
    ])
    func `a value of the wrong type is told with what it looks like`(
        line: String,
        expected: String,
        found: String,
        hint: String?
    ) throws {
        var text = deployment()
        if line.hasPrefix("selector") { text = text.replacing("  selector: {matchLabels: {app: web}}\n", with: "") }
        text = text.replacing("spec:\n", with: "spec:\n  \(line)\n", maxReplacements: 1)
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: 30))
        let fault = try #require(catalogue.faults(of: try YAML.parse(text).root).first)
        let field = line.prefix { $0 != ":" }
        #expect(fault.message == "spec.\(field) must be \(expected), found \(found)")
        #expect(fault.id == "schema.wrong-type")
        #expect(fault.finding(subject: "x").remedies == (hint.map { [.hint($0)] } ?? []))
    }

    @Test(arguments: [
        (
            "imagePullPolicy: Allways",
            "imagePullPolicy must be one of Always, IfNotPresent, Never, found the text \"Allways\""
        ),
        ("ports: [{containerPort: 70000}]", "ports[0].containerPort must be from 1 to 65535, found the number 70000"),
        (
            "ports: [{containerPort: 99999999999}]",
            "ports[0].containerPort must be a whole number of 32 bits, found the number 99999999999"
        ),
        (
            "resources: {limits: {memory: 512 MB}}",
            "resources.limits.memory must be a quantity such as 500m, 2, 512Mi, found the text \"512 MB\""
        ),
        ("resources: {limits: {memory: true}}", "resources.limits.memory must be a quantity, found true"),
        ("livenessProbe: {periodSeconds: -1}", "livenessProbe.periodSeconds must be 0 or more, found the number -1"),
        (
            "livenessProbe: {httpGet: {port: [1]}}",
            "livenessProbe.httpGet.port must be a text or a whole number, found a list"
        ),
    ])
    func `a value that the field does not take is told`(line: String, message: String) throws {
        let told = try faults(deployment(container: "  \(line)"))
        #expect(
            told.map { $0.split(separator: ": ", maxSplits: 1).last.map(String.init) } == [
                "\(pod).containers[0].\(message)"
            ]
        )
    }

    @Test(arguments: [
        "imagePullPolicy: Always", "ports: [{containerPort: 65535}]", "livenessProbe: {httpGet: {port: http}}",
        "livenessProbe: {httpGet: {port: 80}}", "resources: {limits: {cpu: 500m, memory: 1.5Gi, x: 2e3, y: 3, z: 0.5}}",
        "args: [\"1\", 'true']", "env: [{name: A, value: \"\"}]", "command: []",
    ])
    func `a value that the field takes passes`(line: String) throws {
        #expect(try faults(deployment(container: "  \(line)")) == [])
    }

    @Test(arguments: [("0644", true), ("420", true), ("511", true), ("512", false), ("0o644", true)])
    func `a file mode is held to its bounds unless readers differ about it`(mode: String, isFine: Bool) throws {
        let volumes = "    volumes: [{name: a, configMap: {name: b, defaultMode: \(mode)}}]"
        #expect(try faults(deployment(volumes)).isEmpty == isFine)
    }

    @Test(arguments: [
        ("2030-01-31T08:00:00Z", true), ("2030-01-31T08:00:00.5+01:00", true), ("2030-13-31T08:00:00Z", false),
        ("2030-01-31", false), ("soon", false), ("2030-01-31T08:00:00", false), ("2030-01-31 08:00:00Z", false),
    ])
    func `a time is one of RFC 3339`(time: String, isFine: Bool) throws {
        let text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, creationTimestamp: \"\(time)\"}"
        #expect(try faults(text).isEmpty == isFine)
    }

    @Test(arguments: [("aGFsbG8=", true), ("\"\"", true), ("hello!", false), ("aGFsbG8", false), ("\"YW\\nJj\"", true)])
    func `a Secret's data is base64, and never shown`(value: String, isFine: Bool) throws {
        let told = try faults("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {password: \(value)}")
        #expect(told == (isFine ? [] : ["schema.bad-value: data.password must be base64, found a text"]))
    }

    @Test func `what may be a secret is not shown`() throws {
        #expect(
            try faults("apiVersion: v1\nkind: Secret\nstringData: {pin: 4711}") == [
                "schema.wrong-type: stringData.pin must be a text, found a number"
            ]
        )
        #expect(
            try faults(deployment(container: "  env: [{name: A, value: 4711}]")) == [
                "schema.wrong-type: \(pod).containers[0].env[0].value must be a text, found a number"
            ]
        )
        #expect(
            try faults(deployment(container: "  env: [{name: A, value: {x: hunter2}}]")) == [
                "schema.wrong-type: \(pod).containers[0].env[0].value must be a text, found a map"
            ]
        )
    }

    @Test func `a tag that nobody took away is told`() throws {
        #expect(
            try faults(deployment(container: "  image: !v agent.image")) == [
                "schema.bad-value: \(pod).containers[0].image must be a value without a tag, found !v"
            ]
        )
    }

    @Test(arguments: [
        ("30s", true), ("1h30m", true), ("1.5s", true), ("0", true), ("2w", true), ("30", false), ("s", false),
        ("", false),
        ("1x", false),
    ])
    func `a duration has units`(duration: String, isFine: Bool) throws {
        let text = """
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            spec: {groups: [{name: a, rules: [{alert: A, expr: up == 0, for: "\(duration)"}]}]}
            """
        #expect(try faults(text).isEmpty == isFine)
    }
}
