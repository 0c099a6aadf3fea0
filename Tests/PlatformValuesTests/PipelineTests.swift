import Testing
import YAML

@Suite struct PipelineTests {
    private func jobs(_ project: Int, _ file: String) throws -> YAML.Node {
        let files = try Artefacts.pipeline(Artefacts.projects[project])
        let text = try #require(files["ci/.github/workflows/\(file).yaml"])
        return try YAML.parse(text, file: file).root
    }

    @Test func `a change is tested and asks the gate before the merge, without a secret`() throws {
        let checks = try jobs(0, "checks")
        #expect(checks.at("on")?.names == ["pull_request"])
        #expect(checks.at("on", "pull_request", "branches")?.texts == ["develop", "main"])
        #expect(checks["jobs"]?.names == ["test", "gate"])
        #expect(checks.text("jobs", "gate", "steps", "1", "run") == "ihctl gate --stage pre-merge --format github")
        let text = try #require(try Artefacts.pipeline(Artefacts.projects[0])["ci/.github/workflows/checks.yaml"])
        #expect(!text.contains("secrets."))
    }

    @Test func `test, build, gate, deploy, smoke: staging on develop, production on main`() throws {
        let delivery = try jobs(0, "delivery")
        #expect(delivery.at("on", "push", "branches")?.texts == ["develop", "main"])
        #expect(
            delivery["jobs"]?.names == [
                "test", "build", "gate-staging", "deploy-staging", "smoke-staging", "gate-production",
                "deploy-production", "smoke-production",
            ]
        )
        for (environment, branch) in [("staging", "develop"), ("production", "main")] {
            let gate = try #require(delivery.at("jobs", "gate-\(environment)"))
            #expect(gate["needs"]?.texts == ["build"])
            #expect(gate.text("if") == "github.ref == 'refs/heads/\(branch)'")
            #expect(gate.text("steps", "1", "run")?.contains("ihctl gate --env \(environment) --format github") == true)
            #expect(gate.text("container", "image") == "rg.fr-par.scw.cloud/island-hopper/ihctl:v0.1.0")
            let deploy = try #require(delivery.at("jobs", "deploy-\(environment)"))
            #expect(deploy["needs"]?.texts == ["build", "gate-\(environment)"])
            #expect(deploy.text("if") == "github.ref == 'refs/heads/\(branch)'")
            #expect(deploy.at("strategy", "matrix", "region")?.texts == ["fr-par", "nl-ams", "pl-waw"])
            #expect(deploy.at("steps")?.sequence?.count == 2)
            #expect(delivery.at("jobs", "smoke-\(environment)", "needs")?.texts == ["deploy-\(environment)"])
        }
        #expect(delivery.at("jobs", "build", "needs")?.texts == ["test"])
        #expect(delivery.text("jobs", "deploy-staging", "steps", "1", "env", "NAMESPACE") == "island-hopper-staging")
    }

    @Test func `the gate is given each secret that the model names`() throws {
        let gate = try #require(try jobs(0, "delivery").at("jobs", "gate-production", "steps", "1", "env"))
        for name in ["DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "OPENROUTER_API_KEY", "NATS_AUTH_TOKEN"] {
            #expect(gate.text(name) == "${{ secrets.\(name) }}")
        }
        #expect(gate.text("NATS_URL") == nil, "it has a value of its own")
    }

    @Test func `a platform without a cluster is deployed to its host`() throws {
        let deploy = try #require(try jobs(1, "delivery").at("jobs", "deploy-production", "steps", "1"))
        #expect(deploy.text("name") == "Deploy to the host")
        #expect(deploy.text("env", "STACK") == "manifests/rendered/production/compose/")
        #expect(deploy.text("env", "IMAGE") == "devduck/agent")
        #expect(try jobs(1, "delivery")["jobs"]?.names.contains("gate-development") == false)
    }

    @Test func `least permissions, pinned actions, time limits, and nothing untrusted in a shell`() throws {
        for project in Artefacts.projects.indices {
            for file in ["checks", "delivery"] {
                let workflow = try jobs(project, file)
                #expect(workflow["permissions"] == [:])
                #expect(workflow.text("concurrency", "group")?.isEmpty == false)
                for job in try workflow["jobs"].unwrapped.mapping.unwrapped {
                    #expect(job.value["timeout-minutes"]?.int != nil, "\(job.name)")
                    let permissions = try #require(job.value["permissions"], "\(job.name)")
                    #expect(permissions == [:] || permissions == ["contents": "read"], "\(job.name)")
                    for step in try job.value["steps"].unwrapped.sequence.unwrapped { check(step) }
                }
            }
        }
    }

    private func check(_ step: YAML.Node) {
        if let action = step.text("uses") {
            let pin = action.split(separator: "@").last ?? ""
            #expect(pin.count == 40 && pin.allSatisfy(\.isHexDigit), "\(action)")
            if action.hasPrefix("actions/checkout@") { #expect(step.at("with", "persist-credentials")?.bool == false) }
        }
        if let run = step.text("run") { #expect(!run.contains("${{"), "\(run)") }
    }
}
