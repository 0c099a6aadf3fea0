import Platform
import PlatformValues
import Templates
import TestSupport
import Testing
import Words

@Suite struct PlatformValuesTests {
    private let platform = """
        platform: t
        database: {url: env:DATABASE_URL, pool: {min: 2, timeout: 30s}}
        messaging: {url: nats://h:4222, agents: [writer]}
        regions: {par: {role: primary, priority: 1, database: {pool: {max: 90}}}, waw: {role: replica, priority: 2}}
        agent: {image: r/agent, tag: "1.10", resources: {cpu: 0.5, memory: 512Mi}}

        """

    private func values(_ text: String? = nil, region: String? = nil) throws -> Values {
        let scratch = Scratch("platform-values")
        try scratch.write(text ?? platform, to: "manifests/platform.yaml")
        try scratch.write("logging: {level: DEBUG}\n", to: "manifests/environments/staging.yaml")
        let loader = PlatformLoader(project: Project.around(scratch.path), variables: Variables(process: [:]))
        return Values(try loader.load(environment: "staging", region: region))
    }

    private func outcome(_ template: String, _ values: Values) -> [String] {
        do throws(TemplateFailure) {
            return [try Template(parsing: Array(template.utf8), file: "t.yaml").render(with: values).text()]
        } catch {
            return error.findings.map { finding in
                let value = finding.related.first.map { " <- \($0.place)" } ?? ""
                return "\(finding.headline)\(value)"
            }
        }
    }

    @Test func `values have the model's types and spellings, built-in ones too`() throws {
        let values = try values()
        #expect(outcome("!v database.pool.min\n", values) == ["2\n"])
        #expect(outcome("!v database.pool.overflow\n", values) == ["10\n"])
        #expect(outcome("[!v database.pool.timeout, !v agent.tag]\n", values) == ["- 30s\n- \"1.10\"\n"])
        #expect(outcome("[!v agent.resources.cpu, !v agent.resources.memory]\n", values) == ["- \"0.5\"\n- 512Mi\n"])
        #expect(outcome("[!v messaging.url, !v messaging.agents.0]\n", values) == ["- nats://h:4222\n- writer\n"])
        #expect(outcome("[!v environment, !v logging.level]\n", values) == ["- staging\n- DEBUG\n"])
    }

    @Test func `a region sees its own`() throws {
        #expect(outcome("[!v region, !v database.pool.max]\n", try values(region: "par")) == ["- par\n- 90\n"])
        #expect(outcome("[!v region, !v database.pool.max]\n", try values(region: "waw")) == ["- waw\n- 20\n"])
    }

    @Test func `a reference is never followed, and may be asked for`() throws {
        let values = try values()
        #expect(
            outcome("!v database.url\n", values) == [
                "database.url: must not be read by a template, it leads to a secret <- manifests/platform.yaml:2:17"
            ]
        )
        #expect(outcome("!if [database.url, 1]\n", values) == ["1\n"])
        #expect(outcome("!if [database.admin_url, 1, 2]\n", values) == ["2\n"])
    }

    @Test func `what nobody said is nothing, what the model does not know is a slip`() throws {
        let values = try values()
        #expect(outcome("!if [cache.url, 1, 2]\n", values) == ["2\n"])
        #expect(outcome("!default [database.name, app]\n", values) == ["app\n"])
        #expect(outcome("!default [messaging.streams.none, app]\n", values) == ["app\n"])
        #expect(outcome("k: !each [p in providers, 1]\n", values) == ["k: []\n"])
        #expect(
            outcome("!if [database.nmae, 1]\n", values) == [
                "database.nmae: no value is called \"nmae\" <- manifests/platform.yaml:2:11"
            ]
        )
        #expect(
            outcome("!v database.name\n", values) == ["database.name: no value is set <- manifests/platform.yaml:2:11"]
        )
    }

    @Test func `every leaf of the shipped model can be read or is a reference`() throws {
        let loader = PlatformLoader(project: Project.around(Repository.root), variables: Variables(process: [:]))
        for environment in ["development", "staging", "production"] {
            let loaded = try loader.load(environment: environment)
            let values = Values(loaded)
            let model = try #require(loaded.platform.setting?.map)
            for name in model.keys where ValuePath([name]).steps == [name] {
                let told = outcome("!v \(name)\n", values)
                let isRead = told.count == 1 && told[0].hasSuffix("\n")
                #expect(isRead || told.allSatisfy { $0.contains("leads to a secret") }, "\(told)")
            }
        }
    }
}
