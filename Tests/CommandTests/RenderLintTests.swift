import FoundationEssentials
import TestSupport
import Testing

/// `ihctl render lint` through the program: what is wrong with rendered objects is told where it was written.
@Suite(.timeLimit(.minutes(5))) struct RenderLintTests {
    private struct Report: Decodable {
        struct Finding: Decodable {
            let id, severity, message: String
            struct Place: Decodable {
                let file: String
                let line: Int?
            }
            let place: Place?
            let clusters: [String]?
        }
        let exit_code: Int
        let findings: [Finding]
        let objects: Int?
    }

    /// Island Hopper itself, with a text of one template replaced.
    private func checkout(_ template: String? = nil, _ old: String = "", _ new: String = "") async throws -> Checkout {
        let checkout = Checkout("render-lint")
        _ = try await checkout.line(["cp", "-rL", "\(projectRoot)/manifests", "\(projectRoot)/templates", "."])
        guard let template else { return checkout }
        let text = try checkout.scratch.read(template)
        try #require(text.contains(old))
        try checkout.scratch.write(text.replacing(old, with: new), to: template)
        return checkout
    }

    private func lint(_ checkout: Checkout, _ arguments: String...) async throws -> Report {
        let line = [Checkout.program, "render", "lint", "--format", "json"] + arguments
        let told = try await checkout.line(line)
        let report = try JSONDecoder().decode(Report.self, from: Data(told.output.utf8))
        #expect(Int(told.status) == report.exit_code, "\(told.errors)")
        return report
    }

    @Test func `what Island Hopper renders passes everywhere, strictly and without an allowance`() async throws {
        let report = try await lint(try await checkout(), "--env", "all")
        #expect(report.findings.map(\.id) == [])
        #expect(report.exit_code == 0)
        #expect((report.objects ?? 0) > 100)
    }

    @Test func `a newer cluster gets what it knows`() async throws {
        let checkout = try await checkout("manifests/platform.yaml", "version: \"1.24\"", "version: \"1.30\"")
        #expect(try await lint(checkout, "--env", "all").findings.map(\.id) == [])
        let printed = try await checkout("render", "k8s", "--env", "staging").output
        #expect(printed.contains("unhealthyPodEvictionPolicy: AlwaysAllow"))
    }

    @Test(arguments: ["sutazai", "devduck"])
    func `the examples pass too`(_ name: String) async throws {
        let checkout = try await checkout()
        _ = try await checkout.line(["bash", "-c", "cp -r manifests/examples/\(name) own"])
        let folder = checkout.scratch.file("own")
        let told = try await checkout.line([Checkout.program, "-C", folder, "config", "validate", "--all"])
        #expect(told.status == 0, "\(told.output)")
    }

    @Test func `a policy's fault is told at the template's line, once for all clusters`() async throws {
        let template = "templates/k8s/base/deployment.yaml"
        let checkout = try await checkout(template, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false")
        let lines = try checkout.scratch.read(template).split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("readOnlyRootFilesystem: false") }) + 1
        let report = try await lint(checkout, "--env", "all")
        #expect(report.exit_code == 1)
        let finding = try #require(report.findings.first { $0.id == "writable-root-filesystem" })
        #expect(finding.place?.file == template && finding.place?.line == line)
        #expect((finding.clusters ?? []).count > 2)
        #expect(
            try await lint(checkout, "--env", "staging").findings.first?.clusters?.contains("staging/fr-par") == true
        )
    }

    @Test func `a field that no cluster knows, a removed version and an unknown kind are errors`() async throws {
        let slip = try await checkout(
            "templates/k8s/base/disruption.yaml",
            "  maxUnavailable: 1",
            "  maxUnavailble: 1"
        )
        let report = try await lint(slip, "--env", "staging")
        #expect(report.exit_code == 1 && report.findings.contains { $0.id == "schema.unknown-field" })
        let old = try await checkout("templates/k8s/base/disruption.yaml", "policy/v1\n", "policy/v1beta1\n")
        let removed = try await lint(old, "--env", "staging", "--kubernetes-version", "1.30")
        #expect(removed.findings.contains { $0.id == "schema.removed-api" })
        let kind = try await checkout(
            "templates/k8s/base/disruption.yaml",
            "kind: PodDisruptionBudget",
            "kind: Parasol"
        )
        #expect(try await lint(kind, "--env", "staging").findings.contains { $0.id == "schema.unknown-kind" })
        let allowed = try await lint(kind, "--env", "staging", "--allow-kind", "policy/Parasol")
        #expect(!allowed.findings.contains { $0.id == "schema.unknown-kind" })
    }

    @Test func `a folder of schemas tells of kinds that nobody else knows`() async throws {
        let checkout = Checkout("render-lint")
        let schema =
            #"{"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"integer"}}}}}"#
        try checkout.scratch.write(schema, to: "schemas/example.com/foo_v1.json")
        try checkout.scratch.write("resources: [foo.yaml]\n", to: "tree/kustomization.yaml")
        let foo = "apiVersion: example.com/v1\nkind: Foo\nmetadata: {name: a}\nspec: {size: many}\n"
        try checkout.scratch.write(foo, to: "tree/foo.yaml")
        #expect(try await lint(checkout, "tree").findings.contains { $0.id == "schema.unknown-kind" })
        let told = try await lint(checkout, "tree", "--schemas", "schemas")
        #expect(told.findings.contains { $0.id == "schema.wrong-type" })
        #expect(!told.findings.contains { $0.id == "schema.unknown-kind" })
        #expect(try await checkout("render", "lint", "tree", "--schemas", "tree/foo.yaml").status == 2)
        #expect(try await checkout("render", "lint", "tree", "--kubernetes-version", "1.10").status == 2)
    }

    @Test func `a region that only one environment has is asked for there`() async throws {
        let checkout = try await checkout(
            "manifests/environments/staging.yaml",
            "logging:\n",
            "regions:\n  nl-ams: null\n  fr-par: {data_may_leave_to: [pl-waw]}\n  pl-waw: {data_may_leave_to: [fr-par]}\nlogging:\n"
        )
        #expect(try await lint(checkout, "--env", "production", "--region", "nl-ams").findings.map(\.id) == [])
        #expect(try await checkout("render", "lint", "--env", "staging", "--region", "nl-ams").status == 2)
    }

    @Test func `a written tree is judged as what it was written of`() async throws {
        let checkout = try await checkout()
        try require(await checkout("render", "k8s", "--env", "staging", "--out", "tree"))
        let report = try await lint(checkout, "tree/overlays/staging/fr-par", "--env", "staging")
        #expect(report.findings.map(\.id) == [])
        #expect(try await checkout("render", "lint", "nowhere").status == 2)
        #expect(try await checkout("render", "lint", "--kubernetes-version", "new").status == 2)
        #expect(try await checkout("render", "lint", "--env", "development").status == 2)
    }
}
