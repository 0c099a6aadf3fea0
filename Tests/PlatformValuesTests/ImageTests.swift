import PlatformValues
import Templates
import Testing

@Suite struct ImageTests {
    @Test func `a new platform's image is built of its own files, and runs as nobody`() throws {
        for (folder, environment) in Artefacts.all {
            let loaded = try Artefacts(folder, environment).loaded
            let files = try Artefacts.rendered("starter/docker", with: Values(loaded, files: ProjectFiles()))
            let text = try #require(files["starter/docker/agent/Dockerfile"])
            let lines = text.split(separator: "\n").map(String.init)
            #expect(!text.contains("ihctl") && !text.contains("swift"))
            #expect(lines.last { $0.hasPrefix("USER ") } == "USER 10001:10001")
            #expect(lines.contains("EXPOSE 8000") && lines.contains { $0.hasPrefix("HEALTHCHECK ") })
        }
    }

    @Test(arguments: ["agent", "ihctl"]) func `an image is built in stages and runs as nobody`(name: String) throws {
        for (folder, environment) in Artefacts.all {
            let artefacts = try Artefacts(folder, environment)
            let text = try #require(artefacts.files["docker/\(name)/Dockerfile"])
            let lines = text.split(separator: "\n").map(String.init)
            let stages = lines.filter { $0.hasPrefix("FROM ") }
            #expect(stages == ["FROM swift:6.3.1-bookworm AS build", "FROM debian:12-slim AS \(name)"])
            #expect(lines.last { $0.hasPrefix("USER ") } == "USER 10001:10001")
            #expect(lines.contains { $0.hasPrefix("HEALTHCHECK ") })
            #expect(!lines.contains { $0.hasPrefix("ADD ") })
            #expect(lines.filter { $0.hasPrefix("WORKDIR ") }.allSatisfy { $0.hasPrefix("WORKDIR /") })
            #expect(artefacts.files["docker/\(name)/Dockerfile.dockerignore"]?.contains("**/.env") == true)
        }
    }

    @Test func `the agent listens where the platform file says`() throws {
        let text = try #require(try Artefacts("devduck", "production").files["docker/agent/Dockerfile"])
        #expect(text.contains("\nEXPOSE 8000\n"))
        #expect(text.contains("--interval=30s --timeout=10s --start-period=60s --retries=3"))
    }
}
