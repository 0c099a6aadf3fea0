import Testing
import YAML

@Suite struct PipelineTests {
    private func jobs(_ project: Int, _ file: String) throws -> YAML.Node {
        let files = try Artefacts.pipeline(Artefacts.projects[project])
        let text = try #require(files["ci/workflows/\(file).yaml"])
        return try YAML.parse(text, file: file).root
    }

    @Test func `a change is tested and asks the gate before the merge, without a secret`() throws {
        let checks = try jobs(0, "checks")
        #expect(checks.at("on")?.names == ["pull_request"])
        #expect(checks.at("on", "pull_request", "branches")?.texts == ["develop", "main"])
        #expect(checks["jobs"]?.names == ["test", "gate"])
        #expect(checks.text("jobs", "gate", "steps", "1", "run") == "ihctl gate --stage pre-merge --format github")
        let text = try #require(try Artefacts.pipeline(Artefacts.projects[0])["ci/workflows/checks.yaml"])
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
            #expect(
                gate.text("container", "image")?.hasPrefix("rg.fr-par.scw.cloud/island-hopper/ihctl:v0.1.0@sha256:")
                    == true
            )
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

    @Test func `the migrations run to their end before an agent is changed, first where writes go`() throws {
        let deploy = try #require(try jobs(0, "delivery").at("jobs", "deploy-production"))
        let script = try #require(deploy.text("steps", "1", "run"))
        let steps = [
            "app.kubernetes.io/instance!=$DEPLOYMENT", "wait \"$job\" --for condition=complete",
            "wait \"$job\" --for condition=failed", "apply --kustomize manifests/rendered/release\ncluster rollout",
        ]
        var rest = script[...]
        for step in steps {
            let found = try #require(rest.firstRange(of: step), "\(step) in its turn")
            rest = rest[found.upperBound...]
        }
        let values = try Artefacts.pipeline(
            of: """
                platform: t
                regions:
                  far: {role: replica, priority: 1}
                  near: {role: primary, priority: 2}
                delivery: {branch: main}

                """
        )
        let matrix = try YAML.parse(try #require(values["ci/workflows/delivery.yaml"]), file: "d").root
        #expect(matrix.at("jobs", "deploy-production", "strategy", "matrix", "region")?.texts == ["near", "far"])
    }

    @Test func `files that have an image already are not built again`() throws {
        let build = try #require(try jobs(0, "delivery").at("jobs", "build"))
        #expect(build.text("steps", "3", "id") == "found")
        #expect(build.text("steps", "4", "if") == "steps.found.outputs.digest == ''")
        let tags = build.text("steps", "4", "with", "tags") ?? ""
        #expect(tags.contains("agent:${{ steps.found.outputs.tag }}\n"))
        #expect(build.text("outputs", "digest") == "${{ steps.found.outputs.digest || steps.build.outputs.digest }}")
    }

    @Test func `a platform without tests, branches or an ihctl of its own has a pipeline all the same`() throws {
        let bare = try Artefacts.pipeline(of: "platform: t\n")
        #expect(bare["ci/workflows/delivery.yaml"] == nil, "nothing is deployed anywhere")
        let checks = try YAML.parse(try #require(bare["ci/workflows/checks.yaml"]), file: "c").root
        #expect(checks["jobs"]?.names == ["gate"])
        #expect(checks.text("jobs", "gate", "container", "image")?.hasSuffix("/ihctl:v0.1.0") == true)
        let own = try Artefacts.pipeline(
            of: "platform: t\ndelivery: {branch: main, ihctl: 'r.test/ihctl:v1', test: {run: [make test]}}\n"
        )
        let delivery = try YAML.parse(try #require(own["ci/workflows/delivery.yaml"]), file: "d").root
        #expect(delivery.text("jobs", "test", "steps", "1", "run") == "make test")
        #expect(delivery.at("jobs", "test", "container") == nil)
        #expect(delivery.text("jobs", "gate-production", "container", "image") == "r.test/ihctl:v1")
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
        #expect(deploy.text("env", "STACK") == "manifests/rendered/production")
        #expect(deploy.text("env", "FILES") == "-f compose.yaml -f monitoring.yaml")
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
