import FoundationEssentials
import TestSupport
import Testing

/// What a project that nobody has worked on yet meets.
@Suite struct NewcomerTests {
    private func told(_ checkout: Checkout, _ line: String) async throws -> (status: Int32, text: String) {
        let words = line.split(separator: " ").map(String.init)
        let outcome = try await checkout.line([Checkout.program] + words)
        return (outcome.status, outcome.output + outcome.errors)
    }

    @Test func `a fresh project passes all that files can be asked, without an edit`() async throws {
        let checkout = Checkout("newcomer")
        let made = try await told(checkout, "init")
        #expect(made.status == 0)
        for place in [
            "manifests/platform.yaml", "manifests/environments/", "templates/docker/agent/", ".github/workflows/",
        ] {
            #expect(made.text.contains(place), "what is to be edited is named: \(place)")
        }
        for line in [
            "config validate --all", "render all", "render lint", "gate --stage pre-merge", "render all --check",
        ] {
            let told = try await told(checkout, line)
            #expect(told.status == 0, "\(line): \(told.text)")
            #expect(!told.text.contains("error:"), "\(line): \(told.text)")
        }
        let dockerfile = try checkout.scratch.read("manifests/rendered/production/docker/agent/Dockerfile")
        #expect(!dockerfile.contains("swift") && !dockerfile.contains("ih-agent"))
        #expect(!checkout.scratch.exists("manifests/rendered/production/docker/ihctl"))
        let delivery = try checkout.scratch.read("manifests/rendered/ci/workflows/delivery.yaml")
        #expect(!delivery.contains("scripts/") && delivery.contains("refs/heads/develop"))
    }

    @Test func `what init keeps of earlier templates is no template, and what is the same is left alone`() async throws
    {
        let checkout = try await Checkout.initialised("kept")
        let template = "templates/k8s/base/service.yaml"
        try checkout.scratch.write("# mine\n" + (try checkout.scratch.read(template)), to: template)
        let told = try await told(checkout, "init --force")
        #expect(told.status == 0 && told.text.contains(template), "\(told.text)")
        #expect(!told.text.contains("manifests/platform.yaml  (kept"), "nothing was changed there")
        let files = try FileManager.default.contentsOfDirectory(atPath: checkout.scratch.file("templates/k8s/base"))
        #expect(files.count { $0.hasPrefix(".service.yaml.backup-") } == 1)
        #expect(try await self.told(checkout, "render all").status == 0)
    }

    @Test func `a platform has its own name everywhere`() async throws {
        let checkout = Checkout("named")
        #expect(try await told(checkout, "init --name shop-2").status == 0)
        let platform = try checkout.scratch.read("manifests/platform.yaml")
        #expect(platform.contains("platform: shop-2\n") && platform.contains("group: shop_2_agent\n"))
        for file in ["manifests/platform.yaml", "manifests/environments/staging.yaml", ".env.example"] {
            let text = try checkout.scratch.read(file)
            #expect(!text.contains("my-platform") && !text.contains("my_platform"), "\(file)")
        }
        for name in ["Shop", "2shop", "shop-", "a_b", "a-name-that-goes-on-for-much-too-long"] {
            #expect(try await told(checkout, "init other --name \(name)").status == 2, "\(name)")
        }
        #expect(!checkout.scratch.exists("other"))
    }

    @Test func `a region that nobody has is refused wherever it is named, with the nearest`() async throws {
        let checkout = try await Checkout.initialised("regions")
        let lines = [
            "render k8s --env staging", "render lint", "render lint --env staging", "render k8s --env staging --diff",
        ]
        for line in lines {
            let refused = try await told(checkout, "\(line) --region fr-par")
            #expect(refused.status == 2 && refused.text.contains("no region fr-par"), "\(line): \(refused.text)")
        }
        let file = "manifests/platform.yaml"
        try checkout.scratch.write(
            try checkout.scratch.read(file)
                + "regions:\n  fr-par: {role: primary, priority: 1}\n  nl-ams: {role: replica, priority: 2}\n",
            to: file
        )
        for line in lines {
            let refused = try await told(checkout, "\(line) --region fr-pra")
            #expect(
                refused.status == 2 && refused.text.contains("did you mean \"fr-par\"?"),
                "\(line): \(refused.text)"
            )
        }
        #expect(try await told(checkout, "render docker --env staging --region fr-par").status == 2)
        // The shell has no say in what is rendered.
        let plain = try await told(checkout, "render k8s --env staging")
        let other = try await checkout.line([
            "env", "SCALEWAY_REGION=nl-ams", Checkout.program, "render", "k8s", "--env", "staging",
        ])
        #expect(plain.status == 0 && other.output == plain.text)
    }

    @Test func `a tree is told in the words of the line, and a file is no tree`() async throws {
        let checkout = try await Checkout.initialised("words")
        try checkout.scratch.write("resources: [pod.yaml]\n", to: "tree/kustomization.yaml")
        try checkout.scratch.write(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec: {containers: [{name: c, image: 'd:latest'}]}\n",
            to: "tree/pod.yaml"
        )
        let judged = try await told(checkout, "render lint tree")
        #expect(
            judged.status == 1 && judged.text.contains("\ntree/pod.yaml:4:") && !judged.text.contains("/tree/pod.yaml")
        )
        #expect(judged.text.components(separatedBy: "[missing-labels]").count == 2, "once for an object")
        // Seen from where it is called, whatever lies between.
        try checkout.scratch.write("resources: [../tree]\n", to: "over/kustomization.yaml")
        let above = try await checkout.line([
            "bash", "-c", "cd over && \"$0\" render lint ../over", Checkout.program,
        ])
        #expect(above.output.contains("\n../tree/pod.yaml:4:"), "\(above.output)")
        for command in ["k8s", "lint"] {
            let refused = try await told(checkout, "render \(command) tree/kustomization.yaml")
            #expect(refused.status == 2 && refused.text.contains("is a file"), "\(refused.text)")
            #expect(refused.text.contains("name its folder: tree"))
        }
    }

    @Test func `a foreign file among what is rendered is left, and the line that mends does not claim otherwise`()
        async throws
    {
        let checkout = try await Checkout.initialised("foreign")
        #expect(try await told(checkout, "render all").status == 0)
        try checkout.scratch.write("mine\n", to: "manifests/rendered/k8s/notes.txt")
        let stray = try await told(checkout, "render all --check")
        #expect(stray.status == 1 && stray.text.contains("k8s/notes.txt"))
        #expect(stray.text.contains("remove it") && !stray.text.contains("ihctl render all"))
    }

    @Test func `a value that nothing is made of is told, of compose and telemetry too`() async throws {
        let checkout = try await Checkout.initialised("unused")
        let file = "manifests/platform.yaml"
        try checkout.scratch.write(
            try checkout.scratch.read(file) + """
                compose: {stack: production, images: {cache: "redis:7", nobody: "nobody:1"}}
                telemetry: {runbooks: "https://a.test/", slack: "env:SLACK"}

                """,
            to: file
        )
        let told = try await told(checkout, "render all")
        #expect(told.text.contains("compose.images.nobody: no template reads it"), "\(told.text)")
        #expect(!told.text.contains("compose.images.cache"))
    }
}
