import Platform
import Templates
import TestSupport
import Testing
import YAML

@Suite struct ArtefactTests {
    @Test(arguments: Artefacts.all)
    func `every environment renders every kind, from a file with no fault`(folder: String, environment: String) throws {
        let artefacts = try Artefacts(folder, environment)
        #expect(artefacts.loaded.problems.map(\.description) == [])
        let kinds = Set(artefacts.files.keys.map { $0.split(separator: "/")[0] })
        #expect(kinds == (environment == "development" ? ["compose", "docker"] : ["compose", "docker", "monitoring"]))
    }

    @Test func `each region renders too`() throws {
        for region in ["fr-par", "nl-ams", "pl-waw"] {
            let stack = try Artefacts("", "production", region: region).tree("compose/compose.yaml")
            #expect(stack.text("services", "agent", "environment", "SCALEWAY_REGION") == region)
            #expect(stack.text("services", "agent", "environment", "NATS_URL") == "nats://\(region)-nats:4222")
        }
    }

    @Test func `the same file gives the same bytes`() throws {
        #expect(try Artefacts("", "production").files == Artefacts("", "production").files)
    }

    @Test func `nothing is called latest, and nothing holds a secret`() throws {
        for (folder, environment) in Artefacts.all {
            let variables = [
                "DATABASE_URL", "OPENROUTER_API_KEY", "CEREBRAS_API_KEY", "JWT_SECRET", "SLACK_WEBHOOK_URL",
            ]
            let secret = "7f3kQ9zPw2LxVb8N"
            let process = Dictionary(variables.map { ($0, "\(secret)-\($0)") }) { first, _ in first }
            let files = try Artefacts(folder, environment, variables: process).files
            for (name, text) in files {
                #expect(!text.contains(":latest"), "\(name)")
                #expect(!text.contains(secret), "\(name)")
            }
        }
    }

    @Test func `every YAML file of the output can be read back`() throws {
        var count = 0
        for (folder, environment) in Artefacts.all {
            let artefacts = try Artefacts(folder, environment)
            for name in artefacts.files.keys where [".yaml", ".json"].contains(where: name.hasSuffix) {
                #expect(try artefacts.tree(name).mapping?.isEmpty == false, "\(name)")
                count += 1
            }
        }
        #expect(count > 30)
    }
}
