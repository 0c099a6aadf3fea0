import Manifests
import PlatformValues
import TestSupport
import Testing
import Words
import YAML

@Suite struct KubernetesTreeTests {
    /// Everything a cluster may be told at once, and an environment that takes or changes a good part of it.
    private let changes = """
        agent: {tag: v2, replicas: 5, port: 9000, user: 20001, scratch: [/tmp, /var/cache], liveness: {path: /alive}}
        kubernetes:
          namespace: other
          service: {port: 81}
          spread: zone
          autoscaling: null
          istio: null
          service_monitor: null
          ingress: {host: other.example.com, requests_per_minute: 5}
          registry_secret: null
          node_selector: {pool: agents}
          secrets: {as: variables, from: external, store: vault}
          ihctl: {tag: v9, digest: null, doctor: "0 * * * *"}
        telemetry: null

        """

    private func changed() throws -> (tree: KubernetesTree, matrix: ValuesMatrix, scratch: Scratch) {
        let scratch = Scratch("changed")
        let platform = try shippedText("manifests/platform.yaml")
        try scratch.write(platform, to: "manifests/platform.yaml")
        try scratch.write(changes, to: "manifests/environments/staging.yaml")
        try scratch.write("-- ihctl:up\nselect 1;\n", to: "manifests/migrations/20260101000000_one.sql")
        let matrix = try Shipped.matrix(["staging"], root: scratch.path)
        return (try KubernetesTree(try Shipped.templates(), matrix), matrix, scratch)
    }

    @Test func `an overlay over the shared base makes what a base of the environment's own would make`() throws {
        for (tree, matrix) in [(try Shipped.tree(), try Shipped.matrix()), (try changed().tree, try changed().matrix)] {
            for environment in matrix.environments {
                for cell in [environment.whole] + environment.regions {
                    let own = ValuesMatrix(shared: cell, environments: [environment], files: matrix.files)
                    let straight = try KubernetesTree(try Shipped.templates(), own)
                    let region = cell.name == environment.name ? nil : cell.name
                    // With the same values below and above nothing is left to patch.
                    let patches = straight.files.filter {
                        $0.path.hasPrefix("overlays/\(environment.name)/shared/patches/")
                    }
                    #expect(patches.isEmpty || region != nil)
                    let expected = try straight.objects(environment.name, region).map(\.node)
                    let made = try tree.objects(environment.name, region).map(\.node)
                    #expect(made == expected, "\(environment.name) \(region ?? "")")
                    #expect(made.count > 10)
                }
            }
        }
    }

    @Test(.enabled(if: hasKustomize, "kubectl with kustomize 5 is not here"))
    func `kubectl makes the same objects of the tree`() throws {
        for tree in [try Shipped.tree(), try changed().tree] {
            let scratch = Scratch("tree")
            try tree.write(to: scratch)
            for overlay in tree.overlays {
                let told = try run(["kubectl", "kustomize", scratch.file(overlay.folder)])
                #expect(told.status == 0, "\(told.errors)")
                let expected = try YAML.parseAll(told.output).map(\.root)
                #expect(try tree.objects(of: overlay).map(\.node) == expected, "\(overlay.folder)")
            }
        }
    }

    @Test func `the same inputs make the same bytes, and another value another digest`() throws {
        let one = try Shipped.tree().files
        let two = try KubernetesTree(try Shipped.templates(), try Shipped.matrix()).files
        #expect(one == two)
        #expect(one.map(\.path) == one.map(\.path).sorted())
        #expect(Set(one.map(\.path)).count == one.count)
        let plain = try SmallProject().tree()
        let other = try SmallProject(platform: SmallProject.platform.replacing("max: 4", with: "max: 5")).tree()
        #expect(plain.text("base/autoscaler.yaml") != other.text("base/autoscaler.yaml"))
        #expect(plain.text("base/service.yaml") == other.text("base/service.yaml"))
        let header = try require(plain.text("base/autoscaler.yaml")).split(separator: "\n").prefix(2)
        #expect(
            header.first == "# Made by ihctl render from templates/k8s/base/autoscaler.yaml: change that, not this."
        )
        #expect(header.last?.hasPrefix("# inputs sha256:") == true)
        #expect(header.last?.count == "# inputs sha256:".count + 64)
    }

    @Test func `an environment's overlay holds what it changes and no more`() throws {
        let tree = try SmallProject(
            staging: "agent: {tag: v1}\nkubernetes: {ingress: {host: stage.example.com}}\n"
        ).tree()
        #expect(
            tree.files.filter { $0.path.contains("/patches/") }.map(\.path) == [
                "overlays/staging/patches/deployment-small-agent.yaml",
                "overlays/staging/patches/ingress-small-inside.yaml", "overlays/staging/patches/ingress-small.yaml",
            ]
        )
        let patch = try require(tree.text("overlays/staging/patches/ingress-small.yaml"))
        #expect(
            patch.hasSuffix(
                """
                - op: replace
                  path: /spec/rules/0/host
                  value: stage.example.com

                """
            )
        )
    }

    @Test func `what an environment takes away is deleted, what it alone has stands in its overlay`() throws {
        let without = try SmallProject(staging: "agent: {tag: v1}\nkubernetes: {ingress: null, autoscaling: null}\n")
            .tree()
        let kinds = try without.objects("staging").kinds
        #expect(kinds.isDisjoint(with: ["Ingress", "HorizontalPodAutoscaler"]))
        #expect(try without.objects("staging").first("Deployment").at("spec/replicas")?.int == 1)
        #expect(without.text("overlays/staging/patches/ingress-small.yaml")?.contains("$patch: delete") == true)

        let alone = try SmallProject(
            staging: "agent: {tag: v1}\nkubernetes: {service_monitor: {}, istio: {host: small.example.com}}\n"
        ).tree()
        #expect(try alone.objects("staging").kinds.isSuperset(of: ["ServiceMonitor", "Gateway", "VirtualService"]))
        #expect(alone.text("base/mesh.yaml") == nil)
        #expect(alone.text("overlays/staging/mesh.yaml") != nil)
    }

    @Test func `a cluster that environments alone speak of stands in their overlays whole`() throws {
        let tree = try SmallProject(
            platform: "platform: small\n",
            staging: SmallProject.platform.replacing("platform: small\n", with: "").replacing(
                "agent: {",
                with: "agent: {tag: v1, "
            )
        ).tree()
        #expect(try tree.objects("staging").kinds.isSuperset(of: ["Deployment", "Service", "Ingress", "Namespace"]))
    }

    @Test func `an environment without a cluster has no overlay`() throws {
        let tree = try SmallProject(staging: "kubernetes: null\n").tree()
        #expect(tree.overlays.isEmpty)
        #expect(tree.files.isEmpty)
    }

    @Test func `regions have overlays of their own with their addresses, and the writing one the migrations`() throws {
        let tree = try Shipped.tree()
        let regions = ["fr-par", "nl-ams", "pl-waw"]
        for region in regions {
            let objects = try tree.objects("production", region)
            let settings = try require(
                objects.all("ConfigMap").first { $0.text("metadata/name")?.hasPrefix("island-hopper-config-") == true }
            )
            #expect(settings.text("data/SCALEWAY_REGION") == region)
            #expect(settings.text("data/STORAGE_ENDPOINT") == "https://s3.\(region).scw.cloud")
            #expect(settings.text("data/NATS_URL") == "nats://\(region)-nats:4222")
            #expect(settings.text("data/DATABASE_HOST") == "\(region)-db")
            #expect(objects.all("Job").count == (region == "fr-par" ? 1 : 0))
            let deployment = try objects.first("Deployment")
            #expect(
                deployment.text("spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                    == settings.text("metadata/name")
            )
        }
    }

    @Test func `a migration's Job has another name for other migrations, and the same for the same`() throws {
        let platform = SmallProject.platform + "  ihctl: {image: r/ihctl, tag: v1, admin_secret: admin}\n"
        func name(_ sql: String) throws -> String? {
            let project = try SmallProject(platform: platform)
            try project.scratch.write(sql, to: "manifests/migrations/20260101000000_one.sql")
            return try project.tree().objects("staging").first("Job").text("metadata/name")
        }
        let first = try name("-- ihctl:up\nselect 1;\n")
        #expect(first?.hasPrefix("ihctl-migrate-") == true)
        #expect(try name("-- ihctl:up\nselect 1;\n") == first)
        #expect(try name("-- ihctl:up\nselect 2;\n") != first)
        #expect(try SmallProject(platform: platform).tree().objects("staging").all("Job").isEmpty)
    }
}
