import Testing
import YAML

@Suite struct ComposeTests {
    @Test func `the development stack is postgres, redis, nats, MinIO and one agent, on loopback`() throws {
        let artefacts = try Artefacts("", "development")
        let stack = try artefacts.tree("compose/compose.yaml")
        #expect(stack["services"]?.names == ["agent", "database", "cache", "messaging", "storage"])
        let images = ["database", "cache", "messaging"].map { stack.text("services", $0, "image") }
        #expect(images == ["postgres:15", "redis:7", "nats:2.10-alpine"])
        #expect(stack.text("services", "storage", "image")?.hasPrefix("minio/minio:RELEASE.") == true)
        #expect(stack.at("services", "messaging", "command")?.texts.contains("--jetstream") == true)
        #expect(stack.at("services", "agent", "ports")?.texts == ["127.0.0.1:8000:8000"])
        let ports = try stack["services"].unwrapped.mapping.unwrapped.flatMap { $0.value["ports"]?.texts ?? [] }
        #expect(ports.count == 7 && ports.allSatisfy { $0.hasPrefix("127.0.0.1:") }, "\(ports)")
        #expect(stack.text("services", "database", "environment", "POSTGRES_DB") == "island_hopper_dev")
        #expect(stack.text("services", "database", "environment", "POSTGRES_USER") == "developer")
        #expect(artefacts.files["compose/nginx.conf"] == nil)
    }

    @Test(arguments: ["staging", "production"])
    func `the serving stack has a load balancer, three agents, database and cache`(environment: String) throws {
        let artefacts = try Artefacts("", environment)
        let stack = try artefacts.tree("compose/compose.yaml")
        #expect(stack["services"]?.names == ["load-balancer", "agent", "database", "cache"])
        #expect(stack.at("services", "load-balancer", "ports")?.texts == ["80:8080", "443:8443"])
        let published = ["agent", "database", "cache"].filter { stack.at("services", $0, "ports") != nil }
        #expect(published == [], "only the load balancer is reached from outside")
        let deploy = try #require(stack.at("services", "agent", "deploy"))
        #expect(deploy.at("replicas")?.int == 3)
        #expect(deploy.text("resources", "limits", "cpus") == "2")
        #expect(deploy.text("resources", "limits", "memory") == "4G")
        #expect(deploy.text("resources", "reservations", "cpus") == "1")
        #expect(deploy.text("resources", "reservations", "memory") == "2G")
        #expect(
            deploy["restart_policy"] == ["condition": "on-failure", "delay": "5s", "max_attempts": 3, "window": "120s"]
        )
        #expect(
            deploy["update_config"]
                == ["parallelism": 1, "delay": "30s", "failure_action": "rollback", "order": "start-first"]
        )
    }

    @Test func `networks: what agents depend on has no way out, and agents have one`() throws {
        let stack = try Artefacts("", "production").tree("compose/compose.yaml")
        #expect(stack["networks"] == ["frontend": [:], "backend": ["internal": true], "monitoring": [:]])
        #expect(stack.at("services", "load-balancer", "networks")?.texts == ["frontend", "backend"])
        #expect(stack.at("services", "agent", "networks")?.texts == ["backend", "monitoring"])
        #expect(stack.at("services", "database", "networks")?.texts == ["backend"])
        #expect(stack.at("services", "cache", "networks")?.texts == ["backend"])
    }

    @Test(arguments: ["", "devduck"]) func `the servers have production's settings`(folder: String) throws {
        let artefacts = try Artefacts(folder, "production")
        let stack = try artefacts.tree("compose/compose.yaml")
        let command = try #require(stack.at("services", "database", "command")?.texts)
        let wanted = [
            "max_connections=200", "shared_buffers=256MB", "effective_cache_size=1GB", "maintenance_work_mem=64MB",
            "checkpoint_completion_target=0.9", "wal_buffers=16MB", "default_statistics_target=100",
            "random_page_cost=1.1", "effective_io_concurrency=200", "work_mem=4MB", "min_wal_size=1GB",
            "max_wal_size=4GB", "password_encryption=scram-sha-256",
        ]
        #expect(command == ["postgres"] + wanted.flatMap { ["-c", $0] })
        let cache = try #require(stack.at("services", "cache", "command")?.texts)
        #expect(
            cache.joined(separator: " ").contains("--maxmemory 1gb --maxmemory-policy allkeys-lru --appendonly yes")
        )
    }

    @Test(arguments: Artefacts.all)
    func `every container is held tight`(folder: String, environment: String) throws {
        let stack = try Artefacts(folder, environment).tree("compose/compose.yaml")
        let services = try stack["services"].unwrapped.mapping.unwrapped
        #expect(services.count >= 3)
        for service in services {
            let (name, value) = (service.name, service.value)
            #expect(value["read_only"]?.bool == true, "\(name)")
            #expect(value["cap_drop"]?.texts == ["ALL"], "\(name)")
            #expect(value["security_opt"]?.texts == ["no-new-privileges:true"], "\(name)")
            let user = value.text("user") ?? ""
            #expect(!user.isEmpty && !user.hasPrefix("0") && !user.hasPrefix("root"), "\(name)")
            #expect(value.at("healthcheck", "test")?.texts.first == "CMD", "\(name)")
            for forbidden in ["privileged", "cap_add", "network_mode", "pid", "devices"] {
                #expect(value[forbidden] == nil, "\(name): \(forbidden)")
            }
            let tag = try #require(value.text("image")?.split(separator: ":").last, "\(name)")
            #expect(tag != "latest" && !tag.contains("/"), "\(name): \(tag)")
        }
    }

    @Test func `secrets come as files, and the agent knows where`() throws {
        let stack = try Artefacts("", "production").tree("compose/compose.yaml")
        let environment = try #require(stack.at("services", "agent", "environment"))
        #expect(environment.text("DATABASE_URL_FILE") == "/run/secrets/database_url")
        #expect(environment.text("OPENROUTER_API_KEY_FILE") == "/run/secrets/openrouter_api_key")
        let secrets = try #require(stack.at("services", "agent", "secrets")?.texts)
        #expect(secrets.contains("jwt_secret_key") && !secrets.contains("database_admin_url"))
        for secret in secrets {
            #expect(stack.text("secrets", secret, "file") == "${SECRETS_DIR:-./secrets}/\(secret)")
        }
        #expect(stack.text("services", "database", "environment", "POSTGRES_PASSWORD") == nil)
    }

    @Test func `the load balancer limits callers, speaks TLS, and keeps metrics inside`() throws {
        let text = try #require(try Artefacts("", "production").files["compose/nginx.conf"])
        #expect(text.contains("listen 8443 ssl"))
        #expect(text.contains("ssl_protocols TLSv1.2 TLSv1.3;"))
        #expect(text.contains("server_name api.island-hopper.com;"))
        #expect(text.contains("rate=100r/m;"))
        #expect(text.contains("set $agents agent:8000;"))
        #expect(text.contains("location = /metrics {\n            return 404;"))
    }

    @Test func `a dollar sign of a setting is none of compose's`() throws {
        let values = try Artefacts.values(
            of: """
                platform: t
                compose: {stack: production, images: {database: "postgres:15"}}
                database: {settings: {log_line_prefix: "%m $x"}}

                """
        )
        let stack = try Artefacts.rendered("compose", with: values)["compose/compose.yaml"]
        #expect(try #require(stack).contains("log_line_prefix=%m $$x"))
    }

    @Test func `what serves is what was tested, and what one builds is not`() throws {
        let digest = "v1@sha256:" + String(repeating: "a", count: 64)
        for (stack, image) in [("production", "r.test/a:\(digest)"), ("development", "r.test/a:v1")] {
            let values = try Artefacts.values(
                of: "platform: t\nagent: {image: r.test/a, tag: v1, digest: '\(digest)'}\ncompose: {stack: \(stack)}\n"
            )
            let text = try #require(try Artefacts.rendered("compose", with: values)["compose/compose.yaml"])
            #expect(try YAML.parse(text, file: "c").root.text("services", "agent", "image") == image)
        }
    }

    @Test(arguments: ["", "devduck"])
    func `somebody runs Prometheus, who it calls, and every exporter that it reads`(folder: String) throws {
        let artefacts = try Artefacts(folder, "production")
        let services = try artefacts.tree("compose/monitoring.yaml")["services"].unwrapped
        let config = try artefacts.tree("monitoring/prometheus.yaml")
        let jobs = try config["scrape_configs"].unwrapped.sequence.unwrapped
        let targets: [String] = jobs.flatMap { $0.at("static_configs", "0", "targets")?.texts ?? [] }
        let hosts = targets.filter { !$0.contains("//") }.compactMap { $0.split(separator: ":").first.map(String.init) }
        let read = hosts.filter { $0 != "localhost" }
        #expect(read.count == 5)
        let probe = config.at("scrape_configs")?.sequence?.last?.text("relabel_configs", "2", "replacement")
        let blackbox = try #require(probe?.split(separator: ":").first.map(String.init))
        for name in read + [blackbox, "prometheus", "alertmanager", "grafana"] {
            #expect(services[name] != nil, "\(name) is read and does not run")
        }
        // Nothing of it is reached from another machine.
        let ports = try services.mapping.unwrapped.flatMap { $0.value["ports"]?.texts ?? [] }
        #expect(!ports.isEmpty && ports.allSatisfy { $0.hasPrefix("127.0.0.1:") })
        for service in try services.mapping.unwrapped {
            #expect(service.value["read_only"]?.bool == true, "\(service.name)")
            #expect(service.value["cap_drop"]?.texts == ["ALL"], "\(service.name)")
        }
    }

    @Test func `who uses no compose has no stack`() throws {
        let files = try Artefacts.rendered("compose", with: Artefacts.values(of: "platform: t\n"))
        #expect(files.isEmpty, "\(files.keys)")
    }
}

extension Optional {
    var unwrapped: Wrapped {
        get throws { try #require(self) }
    }
}
