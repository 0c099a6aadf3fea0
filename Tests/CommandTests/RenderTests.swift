import FoundationEssentials
import TestSupport
import Testing

@Suite struct RenderTests {
    private func project() async throws -> Checkout {
        let checkout = try await Checkout.initialised("render")
        try require(await checkout("render", "all"))
        return checkout
    }

    private func files(_ checkout: Checkout) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: checkout.scratch.path).sorted()
    }

    @Test func `what init writes is rendered, and is current then`() async throws {
        let checkout = try await project()
        #expect(checkout.scratch.exists("templates/k8s/base/deployment.yaml"))
        #expect(checkout.scratch.exists("manifests/rendered/k8s/overlays/staging/kustomization.yaml"))
        let current = try await checkout("render", "all", "--check")
        #expect(current.status == 0, "\(current.output)")
        #expect(try await checkout("render", "all", "--diff").status == 0)
        // Without templates of its own a project has those of the program, which are the same.
        try FileManager.default.removeItem(atPath: checkout.scratch.file("templates"))
        #expect(try await checkout("render", "all", "--check").status == 0)
    }

    @Test func `the objects printed are those of the tree written`() async throws {
        let checkout = try await project()
        let printed = try await checkout("render", "k8s", "--env", "staging")
        #expect(printed.status == 0, "\(printed.errors)")
        #expect(printed.output.contains("kind: Deployment"))
        try require(await checkout("render", "k8s", "--out", "deploy"))
        let built = try await checkout("render", "k8s", "deploy/overlays/staging")
        #expect(built.status == 0)
        #expect(built.output == printed.output)
        #expect(try await checkout("render", "k8s", "--out", "deploy", "--check").status == 0)
    }

    @Test func `an environment without a cluster leaves the clusters' files alone`() async throws {
        let checkout = try await project()
        let told = try await checkout("render", "all", "--env", "development")
        #expect(told.status == 0 && !told.output.contains("  - "), "\(told.output)")
        #expect(checkout.scratch.exists("manifests/rendered/k8s/base/deployment.yaml"))
        #expect(try await checkout("render", "all", "--check").status == 0)
    }

    @Test func `against the commit that holds it nothing differs`() async throws {
        let checkout = try await project()
        let git = "git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm a"
        try require(await checkout.line(["bash", "-c", git]))
        let told = try await checkout("render", "all", "--diff", "HEAD")
        #expect(told.status == 0, "\(told.output)")
    }

    @Test func `stale, missing and stray files are named, with exit 1 and nothing written`() async throws {
        let checkout = try await project()
        let rendered = "manifests/rendered/k8s"
        try checkout.scratch.write("a: 1\n", to: "\(rendered)/base/service.yaml")
        try FileManager.default.removeItem(atPath: checkout.scratch.file("\(rendered)/base/network.yaml"))
        try checkout.scratch.write("a: 1\n", to: "\(rendered)/base/own.yaml")
        let before = try files(checkout)
        let told = try await checkout("render", "all", "--check")
        #expect(told.status == 1)
        #expect(told.output.contains("\(rendered)/base/service.yaml:1:1: error: is not what"))
        #expect(
            told.output.contains("\(rendered)/base/network.yaml:1:1: error: is made by the templates and is not there")
        )
        #expect(told.output.contains("\(rendered)/base/own.yaml:1:1: error: is made by no template"))
        #expect(told.output.contains("ihctl render all"))
        #expect(try files(checkout) == before)
        let json = try await checkout("render", "all", "--check", "--format", "json")
        #expect(json.status == 1)
        #expect(json.output.contains("\"schema\": \"ihctl.render.all/1\""))
        #expect(json.output.contains("\"k8s/base/service.yaml\""))
        // What somebody made is left and told.
        let mended = try await checkout("render", "all")
        #expect(mended.status == 0)
        #expect(mended.output.contains("own.yaml"))
        #expect(checkout.scratch.exists("\(rendered)/base/own.yaml"))
    }

    @Test func `a change of a value is told object by object, against the files, a folder and a commit`() async throws {
        let checkout = try await project()
        for line in [
            ["git", "init", "-q"], ["git", "add", "-A"],
            ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "one"],
        ] { try require(await checkout.line(line)) }
        let file = "manifests/environments/staging.yaml"
        let text = try checkout.scratch.read(file)
        try checkout.scratch.write(text.replacing("v0.1.0", with: "v0.2.0"), to: file)
        try require(await checkout("render", "k8s", "--out", "new"))
        for against in [["--diff"], ["--diff", "HEAD"]] {
            let told = try await checkout.line([Checkout.program, "render", "k8s"] + against)
            #expect(told.status == 1, "\(told.errors)")
            #expect(told.output.contains("~ Deployment/my-platform-agent in my-platform-staging"))
            #expect(
                told.output.contains("containers[agent].image: \"registry.example.com/my-platform/agent:v0.1.0\" → ")
            )
            #expect(!told.output.contains("production"))
        }
        #expect(try await checkout("render", "k8s", "--diff", "new").status == 0)
        let unknown = try await checkout("render", "k8s", "--diff", "no-such-thing")
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("no-such-thing"))
    }

    @Test func `a faulty template is told with its place, exit 2, and nothing is written`() async throws {
        let checkout = try await project()
        try checkout.scratch.write(
            "apiVersion: v1\nkind: Service\nmetadata: {name: !v kubernetes.nmae}\n",
            to: "templates/k8s/base/service.yaml"
        )
        try checkout.scratch.write(
            "kubernetes: {autoscaling: {max: 99}}\nagent: {tag: v1}\n",
            to: "manifests/environments/staging.yaml"
        )
        let before = try checkout.scratch.read("manifests/rendered/k8s/base/autoscaler.yaml")
        for command in [
            ["all"], ["k8s", "--env", "staging"], ["k8s", "--out", "deploy"], ["all", "--check"], ["all", "--diff"],
        ] {
            let told = try await checkout.line([Checkout.program, "render"] + command)
            #expect(told.status == 2, "\(command)")
            #expect(
                told.output.contains("templates/k8s/base/service.yaml:3:18: error: kubernetes.nmae"),
                "\(told.output)"
            )
        }
        #expect(try checkout.scratch.read("manifests/rendered/k8s/base/autoscaler.yaml") == before)
        #expect(!checkout.scratch.exists("deploy"))
    }

    @Test
    func `files of other kinds are written for each environment, compared by field, and removed with their template`()
        async throws
    {
        let checkout = try await project()
        try checkout.scratch.write("FROM {agent.image}:{agent.tag}\n", to: "templates/docker/Own")
        try checkout.scratch.write("on: push\nname: !v platform\n", to: "templates/ci/own.yaml")
        try require(await checkout("render", "all"))
        let rendered = "manifests/rendered"
        for environment in ["staging", "production"] {
            let text = try checkout.scratch.read("\(rendered)/\(environment)/docker/Own")
            #expect(text.hasPrefix("# Made by ihctl render from templates/docker/Own"))
            #expect(text.hasSuffix("FROM registry.example.com/my-platform/agent:v0.1.0\n"))
        }
        #expect(!checkout.scratch.exists("\(rendered)/development/docker/Own"))
        #expect(try checkout.scratch.read("\(rendered)/ci/own.yaml").hasSuffix("name: my-platform\n"))
        #expect(try await checkout("render", "all", "--check").status == 0)
        try checkout.scratch.write("on: push\nname: other\n", to: "templates/ci/own.yaml")
        let told = try await checkout("render", "all", "--diff")
        #expect(told.status == 1)
        #expect(told.output.contains("name: \"my-platform\" → \"other\""), "\(told.output)")
        try FileManager.default.removeItem(atPath: checkout.scratch.file("templates/docker/Own"))
        try checkout.scratch.write("kept\n", to: "templates/docker/Other")
        try require(await checkout("render", "all"))
        #expect(!checkout.scratch.exists("\(rendered)/staging/docker/Own"))
        #expect(checkout.scratch.exists("\(rendered)/staging/docker/Other"))
        let printed = try await checkout("render", "docker", "--env", "staging")
        #expect(printed.output.contains("kept\n"))
    }

    @Test func `a faulty value is told with its place, exit 2`() async throws {
        let checkout = try await project()
        try checkout.scratch.write(
            "kubernetes: {autoscaling: {min: many}}\n",
            to: "manifests/environments/staging.yaml"
        )
        let told = try await checkout("render", "all")
        #expect(told.status == 2)
        #expect(told.errors.contains("manifests/environments/staging.yaml:1:"))
    }

    @Test func `what a line cannot mean is refused`() async throws {
        let checkout = try await project()
        let lines: [([String], String)] = [
            (["k8s", "--env", "development"], "no cluster"), (["k8s", "--env", "nowhere"], "nowhere"),
            (["all", "--check", "--diff"], "--diff"), (["k8s", "--region", "x", "--out", "d"], "--region"),
            (["k8s", "no/such/tree"], "no/such/tree"),
            (["k8s", "--compat"], "PATH"),
            (["k8s", "templates", "--check"], "PATH"), (["compose", "--env", "staging"], "nothing to render"),
        ]
        for (line, word) in lines {
            let told = try await checkout.line([Checkout.program, "render"] + line)
            #expect(told.status == 2, "\(line): \(told.output)")
            #expect(told.errors.contains(word), "\(line): \(told.errors)")
        }
        let empty = Checkout("empty")
        #expect(try await empty("render", "all").status == 2)
    }

    @Test func `a Kustomize tree that cannot be built says where, exit 2`() async throws {
        let checkout = Checkout("tree")
        try checkout.scratch.write("resources:\n- https://example.com/base\n", to: "tree/kustomization.yaml")
        let told = try await checkout("render", "k8s", "tree")
        #expect(told.status == 2)
        #expect(told.output.contains("tree/kustomization.yaml:2:3: error: "), "\(told.output)")
    }
}
