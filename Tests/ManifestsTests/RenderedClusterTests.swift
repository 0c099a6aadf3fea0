import Kustomize
import Manifests
import TestSupport
import Testing
import YAML

/// What an experienced reader looks for in the manifests, in every environment and region; the sources had each of these wrong somewhere.
@Suite struct RenderedClusterTests {
    private func pods(_ objects: [RenderedObject]) -> [YAML.Node] {
        objects.compactMap {
            $0.node.at("spec/jobTemplate/spec/template/spec")
                ?? ($0.object.kind == "ServiceMonitor" ? nil : $0.node.at("spec/template/spec"))
        }.filter { $0["containers"] != nil }
    }

    @Test func `every pod keeps to the restricted profile`() throws {
        for cluster in try Shipped.clusters() {
            let pods = pods(cluster.objects)
            #expect(pods.count >= 2)
            for pod in pods {
                #expect(pod.at("automountServiceAccountToken")?.bool == false)
                #expect(pod.at("enableServiceLinks")?.bool == false)
                #expect(pod.at("securityContext/runAsNonRoot")?.bool == true)
                #expect(pod.at("securityContext/runAsUser")?.int == 10_001)
                #expect(pod.at("securityContext/fsGroup")?.int == 10_001)
                #expect(pod.text("securityContext/seccompProfile/type") == "RuntimeDefault")
                for volume in pod["volumes"]?.sequence ?? [] where volume["emptyDir"] != nil {
                    #expect(volume.at("emptyDir/sizeLimit") != nil)
                }
                for container in pod["containers"]?.sequence ?? [] {
                    let own = try #require(container["securityContext"])
                    #expect(own["privileged"]?.bool == false)
                    #expect(own["allowPrivilegeEscalation"]?.bool == false)
                    #expect(own["readOnlyRootFilesystem"]?.bool == true)
                    #expect(own.text("capabilities/drop/0") == "ALL")
                    #expect(container.text("imagePullPolicy") == "Always")
                    for bound in ["requests", "limits"] {
                        let amounts = try #require(container.at("resources/\(bound)")?.mapping)
                        #expect(Set(amounts.names) == ["cpu", "memory", "ephemeral-storage"])
                    }
                }
            }
        }
    }

    @Test func `every image has a tag that is never latest, and a digest`() throws {
        for cluster in try Shipped.clusters() {
            for container in pods(cluster.objects).flatMap({ $0["containers"]?.sequence ?? [] }) {
                let image = try #require(container.text("image"))
                let parts = image.split(separator: "@")
                let tag = parts[0].split(separator: "/").last?.split(separator: ":").dropFirst().first
                #expect(tag != nil && tag != "latest", "\(cluster.name): \(image)")
                #expect(parts.last?.hasPrefix("sha256:") == true, "\(cluster.name): \(image)")
            }
            let agent = try cluster.objects.first("Deployment").text("spec/template/spec/containers/0/image")
            let tag = cluster.name.hasPrefix("overlays/staging") ? "staging" : "v1.0.0"
            #expect(agent?.hasPrefix("rg.fr-par.scw.cloud/island-hopper/agent:\(tag)@sha256:") == true)
        }
    }

    @Test func `no secret stands in a manifest, and what the agent reads are files`() throws {
        for cluster in try Shipped.clusters() {
            #expect(!cluster.objects.kinds.contains("Secret"))
            let agent = try #require(try cluster.objects.first("Deployment").at("spec/template/spec/containers/0"))
            let variables = agent["env"]?.sequence ?? []
            #expect(variables.count == 12)
            for variable in variables {
                let name = try #require(variable.text("name"))
                #expect(name.hasSuffix("_FILE"))
                #expect(variable.text("value") == "/run/secrets/agent/\(name.dropLast(5))")
            }
            let volume = try cluster.objects.first("Deployment").at("spec/template/spec/volumes")?.sequence?.last
            #expect(volume?.text("secret/secretName") == "island-hopper-secrets")
            #expect(volume?.at("secret/defaultMode")?.int == 0o440)
        }
    }

    @Test func `the mesh leads to the Service that exists, on its own port`() throws {
        for cluster in try Shipped.clusters() {
            let service = try cluster.objects.first("Service")
            #expect(service.text("metadata/name") == "island-hopper-agent-service")
            let target = try cluster.objects.first("VirtualService").at("spec/http/0/route/0/destination")
            #expect(target?.text("host") == service.text("metadata/name"))
            #expect(target?.at("port/number")?.int == service.at("spec/ports/0/port")?.int)
            #expect(target?.at("port/number")?.int == 80)
            #expect(try cluster.objects.first("DestinationRule").text("spec/host") == service.text("metadata/name"))
            let backend = try cluster.objects.first("Ingress").at("spec/rules/0/http/paths/0/backend/service")
            #expect(backend?.text("name") == service.text("metadata/name"))
            #expect(backend?.text("port/name") == service.text("spec/ports/0/name"))
            let labels = try #require(service.at("metadata/labels")?.mapping)
            let wanted = try #require(
                try cluster.objects.first("ServiceMonitor").at("spec/selector/matchLabels")?.mapping
            )
            for entry in wanted.entries { #expect(labels[entry.name] == entry.value) }
        }
    }

    @Test func `faults are injected in staging alone`() throws {
        for cluster in try Shipped.clusters() {
            let fault = try cluster.objects.first("VirtualService").at("spec/http/0/fault")
            #expect((fault != nil) == cluster.name.hasPrefix("overlays/staging"), "\(cluster.name)")
        }
        // Even where somebody says so.
        let project = try SmallProject(
            staging: """
                protected: true
                agent: {tag: v1}
                kubernetes: {istio: {host: h.example.com, fault: {delay: 5s, percent: 1}}}

                """
        )
        #expect(try project.tree().objects("staging").first("VirtualService").at("spec/http/0/fault") == nil)
    }

    @Test func `where an autoscaler rules no number of agents stands beside it`() throws {
        for cluster in try Shipped.clusters() {
            let scaler = try cluster.objects.first("HorizontalPodAutoscaler")
            #expect(try cluster.objects.first("Deployment").at("spec/replicas") == nil)
            #expect(scaler.text("spec/scaleTargetRef/name") == "island-hopper-agent")
            #expect(scaler.at("spec/minReplicas")?.int == (cluster.name.hasPrefix("overlays/staging") ? 2 : 3))
            #expect(scaler.at("spec/maxReplicas")?.int == 20)
            let budget = try cluster.objects.first("PodDisruptionBudget")
            #expect(budget.at("spec/maxUnavailable")?.int == 1)
            // The field is of 1.27, and the platform names an older one.
            #expect(budget.text("spec/unhealthyPodEvictionPolicy") == nil)
        }
    }

    @Test func `a pod that is ill anyway stands in nobody's way, where the cluster knows of it`() throws {
        for (version, policy) in [("1.26", nil), ("1.27", "AlwaysAllow"), ("1.34", "AlwaysAllow")] {
            let project = try SmallProject(staging: "agent: {tag: v1}\nkubernetes: {version: \"\(version)\"}\n")
            let budget = try project.tree().objects("staging").first("PodDisruptionBudget")
            #expect(budget.text("spec/unhealthyPodEvictionPolicy") == policy, "\(version)")
        }
    }

    @Test func `every pod has its policy, each with one label, behind one that denies everything`() throws {
        for cluster in try Shipped.clusters() {
            let policies = cluster.objects.all("NetworkPolicy")
            let denial = try #require(policies.first { $0.text("metadata/name") == "default-deny" })
            #expect(denial.at("spec/podSelector")?.mapping?.isEmpty == true)
            #expect(denial.at("spec/ingress") == nil && denial.at("spec/egress") == nil)
            var selected: Set<String> = []
            for policy in policies {
                let labels = policy.at("spec/podSelector/matchLabels")?.mapping
                #expect((labels?.count ?? 0) <= 1)
                if let name = labels?["app.kubernetes.io/name"]?.string { selected.insert(name) }
            }
            #expect(selected == ["island-hopper-agent", "ihctl"])
        }
    }

    @Test func `every object has the shared labels, and the Namespace asks for what its pods keep to`() throws {
        for cluster in try Shipped.clusters() {
            for object in cluster.objects {
                let labels = try #require(object.node.at("metadata/labels")?.mapping, "\(object.identity)")
                for name in ["name", "instance", "part-of", "managed-by"] {
                    #expect(labels["app.kubernetes.io/\(name)"] != nil, "\(object.identity) lacks \(name)")
                }
                #expect(object.object.kind == "Namespace" || !object.object.namespace.isEmpty)
            }
            let space = try cluster.objects.first("Namespace")
            #expect(space.at("metadata/labels")?["pod-security.kubernetes.io/enforce"]?.string == "restricted")
        }
    }

    @Test func `a version is told of what has one, and it is its own`() throws {
        let versions = ["Deployment": ["v1.0.0", "staging"], "Job": ["v0.1.0"], "CronJob": ["v0.1.0"]]
        for cluster in try Shipped.clusters() {
            for object in cluster.objects {
                let version = object.node.at("metadata/labels")?["app.kubernetes.io/version"]?.string
                guard let own = versions[object.object.kind] else {
                    #expect(version == nil, "\(object.identity)")
                    continue
                }
                #expect(version.map { own.contains($0) } == true, "\(object.identity): \(version ?? "none")")
            }
        }
    }

    @Test func `what Prometheus reads is closed to the outside`() throws {
        for cluster in try Shipped.clusters() {
            let inside = try cluster.objects.first("Ingress", "island-hopper-ingress-inside")
            #expect(inside.text("spec/rules/0/http/paths/0/path") == "/metrics")
            let range = inside.at("metadata/annotations")?["nginx.ingress.kubernetes.io/whitelist-source-range"]
            #expect(range?.string == "127.0.0.1/32")
            let open = try cluster.objects.first("Ingress", "island-hopper-ingress")
            #expect(open.text("spec/rules/0/host") == inside.text("spec/rules/0/host"))
        }
    }

    @Test func `the open internet is the web alone, and nothing private is part of it`() throws {
        for cluster in try Shipped.clusters() {
            for policy in cluster.objects.all("NetworkPolicy") {
                for rule in policy.at("spec/egress")?.sequence ?? [] {
                    let blocks = (rule["to"]?.sequence ?? []).compactMap { $0["ipBlock"] }
                    for block in blocks where block.text("cidr") == "0.0.0.0/0" {
                        #expect(rule["ports"]?.sequence?.compactMap { $0["port"]?.int } == [443])
                        let closed = block["except"]?.sequence?.compactMap(\.string) ?? []
                        for network in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"] {
                            #expect(closed.contains(network))
                        }
                    }
                }
            }
        }
    }

    @Test func `a provider of one's own is reached on its port, one out there by the web's and its own`() throws {
        func ports(_ endpoint: String, open: Bool = false) throws -> [Int] {
            let providers = "providers: {a: {kind: openai, endpoint: '\(endpoint)', key: 'env:K', priority: 1}}\n"
            let objects = try SmallProject(platform: SmallProject.platform + providers).tree().objects("staging")
            let egress = try objects.first("NetworkPolicy", "small-agent").at("spec/egress")?.sequence ?? []
            let inside = egress.filter { $0["to"]?.sequence?.contains { $0["namespaceSelector"] != nil } == true }
            let outside = egress.filter { rule in
                rule["to"]?.sequence?.contains { $0["ipBlock"]?.text("cidr") == "0.0.0.0/0" } == true
            }
            return (open ? outside : inside).flatMap { $0["ports"]?.sequence ?? [] }.compactMap { $0["port"]?.int }
        }
        #expect(try ports("https://api.openai.com/v1") == [])
        #expect(try ports("http://vllm:8000/v1") == [8_000])
        #expect(try ports("https://models.example.internal") == [443])
        #expect(try ports("https://10.1.2.3/v1") == [443])
        #expect(try ports("http://[fd00::5]:8000/v1") == [8_000])
        #expect(try ports("http://[fd00::5]:8000/v1", open: true) == [443])
        #expect(try ports("https://models.example.com:8443/v1", open: true) == [443, 8_443])
        #expect(try ports("https://[2001:db8::1]/v1") == [])
    }

    @Test func `a comment in the platform file runs no migration again, a value does`() throws {
        func job(_ platform: String) throws -> String? {
            let project = try SmallProject(platform: platform)
            try project.scratch.write("-- ihctl:up\nselect 1;\n", to: "manifests/migrations/20260101000000_one.sql")
            return try project.tree().objects("staging").first("Job").text("metadata/name")
        }
        let ihctl = "  ihctl: {image: i.example.com/ihctl, tag: v1, admin_secret: admin}\n"
        let plain = SmallProject.platform + ihctl
        let name = try #require(try job(plain))
        #expect(name.hasPrefix("ihctl-migrate-"))
        #expect(try job("# A remark.\n" + plain.replacing("ingress:", with: "ingress:  ")) == name)
        #expect(try job(plain.replacing("max: 4", with: "max: 5")) != name)
        #expect(try job(plain.replacing("tag: v1", with: "tag: v2")) != name)
    }

    @Test func `the probes ask where the sources say, and start-up is waited for`() throws {
        let agent = try #require(
            try Shipped.tree().objects("production", "fr-par").first("Deployment").at("spec/template/spec/containers/0")
        )
        #expect(agent.text("livenessProbe/httpGet/path") == "/health")
        #expect(agent.text("readinessProbe/httpGet/path") == "/ready")
        #expect(agent.at("livenessProbe/initialDelaySeconds")?.int == 30)
        #expect(agent.at("readinessProbe/timeoutSeconds")?.int == 3)
        #expect(agent["startupProbe"] != nil)
        #expect(agent.text("envFrom/0/configMapRef/name")?.hasPrefix("island-hopper-config-") == true)
    }

    @Test func `secrets come from a store or sealed, as variables or files, where asked for`() throws {
        let keys = "secret: small-secrets, secret_keys: [DATABASE_URL]"
        let external = try SmallProject(
            staging:
                "agent: {tag: v1}\nkubernetes: {\(keys), secrets: {from: external, store: vault, store_prefix: small/}}\n"
        ).tree().objects("staging")
        let asked = try external.first("ExternalSecret")
        #expect(asked.text("spec/secretStoreRef/name") == "vault")
        #expect(asked.text("spec/data/0/remoteRef/key") == "small/DATABASE_URL")
        #expect(asked.text("spec/target/name") == "small-secrets")

        let sealed = try SmallProject(
            staging:
                "agent: {tag: v1}\nkubernetes: {\(keys), secrets: {from: sealed, as: variables, sealed: {DATABASE_URL: AgB1}}}\n"
        ).tree().objects("staging")
        #expect(try sealed.first("SealedSecret").text("spec/encryptedData/DATABASE_URL") == "AgB1")
        let variable = try #require(try sealed.first("Deployment").at("spec/template/spec/containers/0/env/0"))
        #expect(variable.text("name") == "DATABASE_URL")
        #expect(variable["value"] == nil)
        #expect(variable.text("valueFrom/secretKeyRef/name") == "small-secrets")
        #expect(try sealed.first("Deployment").at("spec/template/spec/volumes") == nil)
    }
}
