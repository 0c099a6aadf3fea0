import Platform
import TestSupport
import Testing

/// The shipped manifests, held to the platform's names and figures: this is the contract of the platform file.
@Suite
struct IslandHopperTests {
    static let environments = ["development", "staging", "production"]
    static let regions = ["fr-par", "nl-ams", "pl-waw"]

    private static func load(_ environment: String, _ region: String? = nil) throws -> LoadedPlatform {
        let project = Project.around(Repository.root)
        return try PlatformLoader(project: project, variables: Variables(process: [:]))
            .load(environment: environment, region: region)
    }

    @Test(arguments: environments)
    func `every environment loads without a word`(environment: String) throws {
        let loaded = try IslandHopperTests.load(environment)
        #expect(loaded.problems.map(\.withHint) == [])
        #expect(loaded.platform.name == "island-hopper")
    }

    @Test(arguments: ["staging", "production"], regions)
    func `every region loads without a word`(environment: String, region: String) throws {
        let loaded = try IslandHopperTests.load(environment, region)
        #expect(loaded.problems.map(\.withHint) == [])
        #expect(loaded.region == region)
    }

    @Test
    func `development has no regions`() throws {
        #expect(try IslandHopperTests.load("development").region == nil)
    }

    /// With its type: the compiler takes a minute over a literal of this size whose type it must find.
    private static let figures: [(String, String)] = [
        // Providers and routing.
        ("providers/openrouter/kind", "openrouter"), ("providers/openrouter/endpoint", "https://openrouter.ai/api/v1"),
        ("providers/openrouter/key", "env:OPENROUTER_API_KEY"), ("providers/openrouter/models/0", "groq/llama-4-scout"),
        ("providers/openrouter/models/1", "anthropic/claude-4.5-sonnet"), ("providers/openrouter/priority", "1"),
        ("providers/openrouter/requests_per_minute", "1000"), ("providers/openrouter/tokens_per_minute", "10000"),
        ("providers/anthropic/kind", "anthropic"), ("providers/anthropic/endpoint", "https://api.anthropic.com"),
        ("providers/anthropic/key", "env:ANTHROPIC_API_KEY"), ("providers/anthropic/models/0", "claude-4.5-sonnet"),
        ("providers/anthropic/models/1", "claude-3-5-sonnet"), ("providers/anthropic/priority", "2"),
        ("providers/anthropic/requests_per_minute", "500"), ("providers/anthropic/tokens_per_minute", "5000"),
        ("providers/openai/kind", "openai"), ("providers/openai/endpoint", "https://api.openai.com/v1"),
        ("providers/openai/key", "env:OPENAI_API_KEY"),
        ("routing/strategy", "balanced"), ("routing/primary/provider", "openrouter"),
        ("routing/primary/model", "groq/llama-4-scout"), ("routing/fallback/provider", "anthropic"),
        ("routing/fallback/model", "claude-4.5-sonnet"), ("routing/response_cache", "1h"),
        ("routing/circuit_breaker", "true"),
        // Secrets.
        ("secrets/file", "env:SECRETS_FILE:-/run/secrets/island-hopper"), ("secrets/jwt_key", "env:JWT_SECRET_KEY"),
        ("secrets/encryption_key", "env:ENCRYPTION_KEY"),
        // Database.
        ("database/url", "env:DATABASE_URL"), ("database/admin_url", "env:DATABASE_ADMIN_URL"),
        ("database/version", "13"),
        ("database/memory", "2GB"), ("database/disk", "20GB"), ("database/name", "island_hopper"),
        ("database/pool/recycle", "1h"), ("database/pool/pre_ping", "true"), ("database/sessions/ttl", "24h"),
        ("database/sessions/cleanup_every", "1h"), ("database/sessions/per_user", "10"), ("database/host", "fr-par-db"),
        ("database/port", "5432"), ("database/role", "primary"), ("database/sslmode", "require"),
        // Storage.
        ("storage/endpoint", "https://s3.fr-par.scw.cloud"), ("storage/region", "fr-par"),
        ("storage/access_key", "env:STORAGE_ACCESS_KEY"), ("storage/secret_key", "env:STORAGE_SECRET_KEY"),
        ("storage/part_size", "64MB"), ("storage/parts_at_once", "10"), ("storage/role", "primary"),
        ("storage/buckets/island-hopper-data/versioning", "true"),
        ("storage/buckets/island-hopper-data/encryption", "AES256"),
        ("storage/buckets/agent-logs/versioning", "true"), ("storage/buckets/agent-logs/encryption", "AES256"),
        ("storage/buckets/backups/versioning", "true"), ("storage/buckets/backups/encryption", "AES256"),
        ("storage/buckets/reports/versioning", "true"), ("storage/buckets/reports/encryption", "AES256"),
        ("storage/buckets/reports/lifecycle/0/prefix", "reports/"),
        ("storage/buckets/reports/lifecycle/0/transitions/0/after", "30d"),
        ("storage/buckets/reports/lifecycle/0/transitions/0/to", "GLACIER"),
        ("storage/buckets/reports/lifecycle/0/transitions/1/after", "90d"),
        ("storage/buckets/reports/lifecycle/0/transitions/1/to", "DEEP_ARCHIVE"),
        ("storage/buckets/reports/lifecycle/0/expire_after", "365d"),
        // Messaging.
        ("messaging/url", "nats://fr-par-nats:4222"), ("messaging/token", "env:NATS_AUTH_TOKEN"),
        ("messaging/cluster", "env:NATS_CLUSTER_NAME:-island-hopper"),
        ("messaging/monitoring", "http://fr-par-nats:8222"),
        ("messaging/version", "2.10"), ("messaging/role", "cluster"),
        ("messaging/streams/agent_messages/subjects/0", "agents.*.inbox"),
        ("messaging/streams/agent_messages/retention", "workqueue"),
        ("messaging/streams/agent_messages/max_messages_per_subject", "1000"),
        ("messaging/streams/agent_messages/max_age", "24h"),
        ("messaging/streams/agent_broadcasts/subjects/0", "agents.broadcast"),
        ("messaging/streams/agent_broadcasts/retention", "limits"),
        ("messaging/streams/agent_broadcasts/max_messages", "10000"),
        ("messaging/streams/agent_broadcasts/max_age", "1h"),
        ("messaging/consumers/agent-{agent}/stream", "agent_messages"),
        ("messaging/consumers/agent-{agent}/filter", "agents.{agent}.inbox"),
        ("messaging/consumers/agent-{agent}/acknowledge", "explicit"),
        // Cache and cloud.
        ("cache/url", "env:REDIS_URL"), ("scaleway/access_key", "env:SCALEWAY_ACCESS_KEY"),
        ("scaleway/secret_key", "env:SCALEWAY_SECRET_KEY"), ("scaleway/project", "env:SCALEWAY_PROJECT_ID"),
        // Regions.
        ("regions/fr-par/role", "primary"), ("regions/fr-par/priority", "1"),
        ("regions/fr-par/endpoint", "https://api.fr-par.scw.cloud"), ("regions/nl-ams/role", "replica"),
        ("regions/nl-ams/priority", "2"), ("regions/nl-ams/endpoint", "https://api.nl-ams.scw.cloud"),
        ("regions/pl-waw/role", "replica"), ("regions/pl-waw/priority", "3"),
        ("regions/pl-waw/endpoint", "https://api.pl-waw.scw.cloud"), ("availability/target", "99.9"),
        ("availability/geo_dns", "true"), ("availability/reads_fall_back_to_primary", "true"),
        // The agent.
        ("agent/image", "rg.fr-par.scw.cloud/island-hopper/agent"), ("agent/port", "8000"), ("agent/port_name", "http"),
        ("agent/liveness/path", "/health"), ("agent/liveness/delay", "30s"), ("agent/liveness/period", "10s"),
        ("agent/liveness/timeout", "5s"), ("agent/liveness/failures", "3"), ("agent/readiness/path", "/ready"),
        ("agent/readiness/delay", "5s"), ("agent/readiness/period", "5s"), ("agent/readiness/timeout", "3s"),
        ("agent/readiness/failures", "3"), ("agent/metrics", "/metrics"), ("agent/user", "10001"),
        ("agent/scratch/0", "/tmp"), ("agent/scratch/1", "/app/logs"),
        // Kubernetes.
        ("kubernetes/version", "1.24"), ("kubernetes/nodes", "3"), ("kubernetes/config_map", "island-hopper-config"),
        ("kubernetes/secret", "island-hopper-secrets"), ("kubernetes/secret_keys/0", "DATABASE_URL"),
        ("kubernetes/secret_keys/1", "OPENROUTER_API_KEY"), ("kubernetes/secret_keys/2", "ANTHROPIC_API_KEY"),
        ("kubernetes/secret_keys/3", "OPENAI_API_KEY"), ("kubernetes/secret_keys/4", "SCALEWAY_ACCESS_KEY"),
        ("kubernetes/secret_keys/5", "SCALEWAY_SECRET_KEY"), ("kubernetes/secret_keys/6", "NATS_AUTH_TOKEN"),
        ("kubernetes/registry_secret", "scaleway-registry-secret"),
        ("kubernetes/service_account", "island-hopper-agent"),
        ("kubernetes/deployment", "island-hopper-agent"), ("kubernetes/rollout/surge", "1"),
        ("kubernetes/rollout/unavailable", "0"), ("kubernetes/spread", "hostname"),
        ("kubernetes/node_selector/node-type", "compute"), ("kubernetes/service/name", "island-hopper-agent-service"),
        ("kubernetes/service/port", "80"), ("kubernetes/ingress/name", "island-hopper-ingress"),
        ("kubernetes/ingress/class", "nginx"),
        ("kubernetes/ingress/issuer", "letsencrypt-prod"), ("kubernetes/ingress/tls_secret", "island-hopper-tls"),
        ("kubernetes/ingress/requests_per_minute", "100"), ("kubernetes/autoscaling/name", "island-hopper-hpa"),
        ("kubernetes/autoscaling/max", "20"), ("kubernetes/autoscaling/cpu", "70"),
        ("kubernetes/autoscaling/memory", "80"),
        ("kubernetes/autoscaling/scale_down/window", "300s"), ("kubernetes/autoscaling/scale_down/percent", "10"),
        ("kubernetes/autoscaling/scale_down/every", "60s"), ("kubernetes/autoscaling/scale_up/window", "60s"),
        ("kubernetes/autoscaling/scale_up/percent", "50"), ("kubernetes/autoscaling/scale_up/every", "60s"),
        ("kubernetes/service_monitor/every", "30s"), ("kubernetes/service_monitor/timeout", "10s"),
        ("kubernetes/istio/gateway", "island-hopper-gateway"), ("kubernetes/istio/virtual_service", "island-hopper-vs"),
        ("kubernetes/istio/destination_rule", "island-hopper-dr"),
        ("kubernetes/istio/ports/0", "80"), ("kubernetes/istio/ports/1", "443"), ("kubernetes/istio/prefix", "/api"),
        ("kubernetes/istio/retries", "3"), ("kubernetes/istio/per_try", "10s"),
        ("kubernetes/istio/retry_on/0", "gateway-error"), ("kubernetes/istio/retry_on/1", "connect-failure"),
        ("kubernetes/istio/retry_on/2", "refused-stream"), ("kubernetes/istio/balance", "LEAST_CONN"),
        ("kubernetes/istio/connections", "100"), ("kubernetes/istio/pending_requests", "50"),
        ("kubernetes/istio/requests_per_connection", "10"), ("kubernetes/istio/eject_after_errors", "3"),
        ("kubernetes/istio/eject_for", "30s"),
        // Compose.
        ("compose/stack", "production"), ("compose/agents", "3"), ("compose/images/database", "postgres:15"),
        ("compose/images/cache", "redis:7"), ("compose/images/messaging", "nats:2.10-alpine"),
        ("compose/resources/memory", "2G"),
        ("compose/resources/cpu", "1"), ("compose/resources/memory_limit", "4G"), ("compose/resources/cpu_limit", "2"),
        ("compose/restart/delay", "5s"), ("compose/restart/tries", "3"), ("compose/restart/window", "120s"),
        ("compose/update/at_once", "1"), ("compose/update/delay", "30s"), ("compose/update/order", "start-first"),
        ("compose/update/roll_back_on_failure", "true"), ("compose/networks/0", "frontend"),
        ("compose/networks/1", "backend"),
        ("compose/networks/2", "monitoring"), ("compose/internal_networks/0", "backend"),
        ("compose/secrets_as_files", "true"),
        ("compose/load_balancer", "load-balancer"),
        // Telemetry.
        ("telemetry/scrape_every", "15s"), ("telemetry/alertmanager", "http://alertmanager:9093"),
        ("telemetry/jobs/app/target", "agent:8000"), ("telemetry/jobs/app/every", "10s"),
        ("telemetry/jobs/app/timeout", "5s"),
        ("telemetry/jobs/node-exporter/target", "node-exporter:9100"),
        ("telemetry/jobs/cadvisor/target", "cadvisor:8080"),
        ("telemetry/jobs/postgres-exporter/target", "postgres-exporter:9187"),
        ("telemetry/jobs/redis-exporter/target", "redis-exporter:9121"),
        ("telemetry/jobs/nginx-exporter/target", "nginx-exporter:9113"),
        ("telemetry/jobs/blackbox/target", "blackbox:9115"),
        ("telemetry/retention/raw", "7d"), ("telemetry/retention/five_minutes", "30d"),
        ("telemetry/retention/one_hour", "1y"),
        ("telemetry/slack", "env:SLACK_WEBHOOK_URL"), ("telemetry/pagerduty", "env:PAGERDUTY_INTEGRATION_KEY"),
        // Delivery.
        ("delivery/canary/0/percent", "5"), ("delivery/canary/0/for", "30m"), ("delivery/canary/0/errors", "1"),
        ("delivery/canary/0/response_time", "500ms"), ("delivery/canary/1/percent", "25"),
        ("delivery/canary/1/for", "1h"),
        ("delivery/canary/1/errors", "0.5"), ("delivery/canary/1/response_time", "400ms"),
        ("delivery/canary/2/percent", "100"), ("delivery/canary/2/for", "24h"), ("delivery/canary/2/errors", "0.1"),
        ("delivery/canary/2/response_time", "300ms"), ("delivery/roll_back/errors", "2"),
        ("delivery/roll_back/response_time", "1000ms"), ("delivery/blue_green/health_within", "300s"),
        ("delivery/blue_green/watch", "300s"),
        // Performance.
        ("performance/response_time_min", "500ms"), ("performance/response_time_max", "3s"),
        ("performance/requests_per_minute", "1000"), ("performance/response_time_p95", "5s"),
        ("performance/errors", "2"),
        ("performance/cpu", "80"), ("performance/memory", "85"), ("performance/queue_depth", "10"),
        ("performance/model_share", "70"), ("performance/tool_share", "30"), ("performance/session_share", "20"),
        ("performance/mean_total", "5s"), ("performance/provider_spread", "3"), ("performance/trend", "10"),
        ("performance/trend_over", "3"),
        // Health.
        ("health/checks/gateway/every", "30s"), ("health/checks/gateway/timeout", "10s"),
        ("health/checks/gateway/critical", "true"),
        ("health/checks/database/every", "60s"), ("health/checks/database/timeout", "15s"),
        ("health/checks/database/critical", "true"), ("health/checks/agents/every", "60s"),
        ("health/checks/agents/timeout", "30s"), ("health/checks/agents/critical", "false"), ("health/history", "1000"),
        ("health/alert_after_failures", "3"), ("health/alert_window", "15m"), ("health/alert_share", "50"),
        ("health/usage_warning", "80"), ("health/usage_critical", "90"),
        // Maintenance.
        ("maintenance/daily/0", "health"), ("maintenance/daily/1", "vacuum-analyze"),
        ("maintenance/daily/2", "clean-up"),
        ("maintenance/weekly/0", "profile"), ("maintenance/weekly/1", "security-scan"),
        ("maintenance/weekly/2", "configuration-backup"), ("maintenance/monthly/0", "audit"),
        ("maintenance/monthly/1", "capacity"), ("maintenance/monthly/2", "full-backup"),
        ("maintenance/keep_backups", "30d"),
        ("maintenance/retention/application_logs", "30d"), ("maintenance/retention/access_logs", "90d"),
        ("maintenance/retention/audit_logs", "7y"), ("maintenance/retention/completed_tasks", "90d"),
        ("maintenance/retention/failed_tasks", "180d"),
        // Access.
        ("access/roles/admin/may/0", "chat"), ("access/roles/admin/may/1", "health"),
        ("access/roles/admin/may/2", "admin"),
        ("access/roles/developer/may/0", "chat"), ("access/roles/user/may/0", "chat"),
        ("access/api_keys/prefix", "ak_"),
        ("access/api_keys/lifetime", "30d"), ("access/api_keys/requests_per_hour", "100"),
        ("access/api_keys/permissions/0", "chat"), ("access/api_keys/permissions/1", "health"),
        ("access/api_keys/permissions/2", "admin"), ("access/token_lifetime", "3600s"),
    ]

    /// Values that hold in every environment that has the section, seen from the primary.
    @Test(arguments: figures)
    func `a figure of the platform stands in staging and production`(path: String, value: String) {
        for loaded in [Loaded.staging, Loaded.production] { #expect(loaded?.value(path) == value) }
    }

    /// Loaded once: the tables ask hundreds of times.
    private enum Loaded {
        static let development = try? load("development")
        static let staging = try? load("staging")
        static let production = try? load("production")
    }

    @Test(arguments: [
        ("protected", "true", "false"), ("logging/level", "INFO", "DEBUG"),
        ("database/user", "island_hopper", "island_hopper"),
        ("database/pool/min", "10", "5"), ("database/pool/max", "50", "20"), ("database/pool/overflow", "30", "10"),
        ("database/pool/timeout", "60s", "30s"), ("storage/default_bucket", "island-hopper-prod", "island-hopper-data"),
        ("agent/tag", "v1.0.0", "staging"), ("agent/replicas", "3", "2"), ("agent/resources/memory", "512Mi", "256Mi"),
        ("agent/resources/cpu", "250m", "100m"), ("agent/resources/memory_limit", "1Gi", "512Mi"),
        ("agent/resources/cpu_limit", "500m", "250m"),
        ("kubernetes/namespace", "island-hopper", "island-hopper-staging"),
        ("kubernetes/autoscaling/min", "3", "2"), ("delivery/branch", "main", "develop"),
        ("kubernetes/ingress/host", "api.island-hopper.com", "api.staging.island-hopper.com"),
        ("kubernetes/istio/host", "island-hopper.com", "staging.island-hopper.com"),
    ])
    func `production and staging differ where they should`(path: String, production: String, staging: String) {
        #expect(Loaded.production?.value(path) == production)
        #expect(Loaded.staging?.value(path) == staging)
    }

    @Test(arguments: [
        ("max_connections", "200"), ("shared_buffers", "256MB"), ("effective_cache_size", "1GB"),
        ("maintenance_work_mem", "64MB"), ("checkpoint_completion_target", "0.9"), ("wal_buffers", "16MB"),
        ("default_statistics_target", "100"), ("random_page_cost", "1.1"), ("effective_io_concurrency", "200"),
        ("work_mem", "4MB"), ("min_wal_size", "1GB"), ("max_wal_size", "4GB"), ("password_encryption", "scram-sha-256"),
    ])
    func `production's database server has its settings`(name: String, value: String) {
        #expect(Loaded.production?.platform.database?.settings[name]?.spelled == value)
    }

    @Test
    func `production's cache and identity are its own`() throws {
        let production = try #require(Loaded.production)
        #expect(production.platform.cache?.maxMemory?.bytes == 1 << 30)
        #expect(production.value("cache/eviction") == "allkeys-lru")
        #expect(production.value("cache/append_only") == "true")
        #expect(production.value("identity/database") == "island_hopper")
    }

    @Test
    func `a slow mesh is tried in staging alone`() {
        #expect(Loaded.staging?.value("kubernetes/istio/fault/delay") == "5s")
        #expect(Loaded.staging?.value("kubernetes/istio/fault/percent") == "0.1")
        #expect(Loaded.production?.platform.kubernetes?.istio?.fault == nil)
    }

    @Test(arguments: [
        ("HighErrorRate", "agent", "errors_per_second", "above", "0.1", "5m", "critical"),
        ("HighResponseTime", "agent", "response_time_p95", "above", "5", "5m", "warning"),
        ("HighMemoryUsage", "agent", "memory_share", "above", "0.9", "5m", "critical"),
        ("AgentDown", "agent", "down", "", "", "1m", "critical"),
        ("HighErrorShare", "agent", "error_share", "above", "0.05", "1m", "critical"),
        ("LowThroughput", "agent", "throughput", "below", "1", "5m", "warning"),
        ("TaskErrors", "tasks", "errors_per_second", "above", "0.1", "2m", "critical"),
        ("SlowTasks", "tasks", "response_time_p95", "above", "10", "2m", "warning"),
        ("HighHostMemory", "host", "memory_share", "above", "0.85", "5m", "warning"),
        ("HighHostCPU", "host", "cpu_share", "above", "0.8", "5m", "warning"),
        ("LowDisk", "host", "disk_free_share", "below", "0.1", "5m", "critical"),
        ("DatabaseDown", "database", "down", "", "", "1m", "critical"),
        ("DatabaseConnections", "database", "connection_share", "above", "0.8", "5m", "warning"),
        ("CacheDown", "cache", "down", "", "", "1m", "critical"),
        ("CacheMemory", "cache", "memory_share", "above", "0.9", "5m", "warning"),
    ])
    func `an alert has its limit, its time and its loudness`(
        name: String,
        of: String,
        measure: String,
        side: String,
        limit: String,
        lasting: String,
        severity: String,
    ) throws {
        let production = try #require(Loaded.production)
        let path = "telemetry/alerts/\(name)"
        #expect(production.value("\(path)/of") == of)
        #expect(production.value("\(path)/measure") == measure)
        #expect(production.value("\(path)/above") == (side == "above" ? limit : nil))
        #expect(production.value("\(path)/below") == (side == "below" ? limit : nil))
        #expect(production.value("\(path)/for") == lasting)
        #expect(production.value("\(path)/severity") == severity)
    }

    @Test
    func `there are no alerts but those`() {
        #expect(Loaded.production?.platform.telemetry?.alerts.names.count == 15)
    }

    @Test(arguments: [
        ("fr-par", "primary", "primary", "cluster"), ("nl-ams", "replica", "cache", "leaf"),
        ("pl-waw", "replica", "cache", "leaf"),
    ])
    func `each region has its own servers`(region: String, database: String, storage: String, messaging: String) throws
    {
        let seen = try #require(Loaded.production?.seen(from: region))
        #expect(seen.value("database/host") == "\(region)-db")
        #expect(seen.value("database/port") == "5432")
        #expect(seen.value("database/role") == database)
        #expect(seen.value("storage/endpoint") == "https://s3.\(region).scw.cloud")
        #expect(seen.value("storage/region") == region)
        #expect(seen.value("storage/role") == storage)
        #expect(seen.value("messaging/url") == "nats://\(region)-nats:4222")
        #expect(seen.value("messaging/monitoring") == "http://\(region)-nats:8222")
        #expect(seen.value("messaging/role") == messaging)
        let others = IslandHopperTests.regions.filter { $0 != region }
        #expect(seen.platform.regions[region]?.dataMayLeaveTo == others)
    }

    @Test
    func `development names what the local stack has, and nothing else`() throws {
        let development = try #require(Loaded.development)
        let platform = development.platform
        #expect(platform.regions.isEmpty)
        #expect(platform.providers.names.sorted() == ["anthropic", "openai", "openrouter"])
        #expect(development.value("providers/openrouter/endpoint") == "env:OPENROUTER_ENDPOINT")
        #expect(development.value("providers/openrouter/key") == "env:SIMULATOR_OPENROUTER_KEY")
        #expect(development.value("routing/fallback/provider") == "anthropic")
        #expect(platform.scaleway == nil && platform.availability == nil)
        #expect(
            platform.agent == nil && platform.kubernetes == nil && platform.telemetry == nil && platform.delivery == nil
        )
        #expect(!platform.protected)
        #expect(development.value("database/name") == "island_hopper_dev")
        #expect(development.value("database/user") == "developer")
        #expect(development.value("database/pool/min") == "5")
        #expect(development.value("database/pool/max") == "20")
        #expect(platform.storage?.buckets.names == ["reports", "island-hopper-dev", "agent-data", "logs"])
        #expect(development.value("storage/default_bucket") == "island-hopper-dev")
        #expect(platform.messaging?.streams.names == ["agent_messages", "agent_broadcasts"])
        #expect(development.value("logging/level") == "DEBUG")
        #expect(development.value("compose/stack") == "development")
        #expect(development.value("compose/agents") == "1")
        #expect(platform.compose?.images.names == ["database", "cache", "messaging", "storage"])
        #expect(platform.health?.checks.names == ["database"])
    }

    @Test
    func `a custom provider has its place in the model`() throws {
        let loaded = try ProjectFixture(
            """
            platform: t
            providers:
              custom1:
                kind: custom
                endpoint: https://llm.example.org/v1
                key: env:CUSTOM1_API_KEY
                models: [default, premium, ultra]
                priority: 4

            """
        ).load()
        #expect(loaded.problems == [])
        #expect(loaded.platform.providers["custom1"]?.kind == .custom)
        #expect(loaded.platform.providers["custom1"]?.models == ["default", "premium", "ultra"])
        #expect(loaded.platform.providers["custom1"]?.priority == 4)
    }

    @Test
    func `there is a word for everything the platform can be told to do`() {
        #expect(
            Routing.Strategy.allCases.map(\.rawValue) == ["cost_optimized", "quality_first", "balanced", "speed_first"]
        )
        #expect(Logging.Level.allCases.map(\.rawValue) == ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
        #expect(Stream.Retention.allCases.map(\.rawValue) == ["limits", "interest", "workqueue"])
    }
}
