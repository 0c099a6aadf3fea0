internal import Manifests

/// What `ihctl init` writes: small, and whole enough that every verb has something to work with.
enum StarterFiles {
    struct File {
        var path: String
        var text: String
    }

    static let all: [File] =
        [
            File(path: "manifests/platform.yaml", text: platform),
            File(path: "manifests/environments/development.yaml", text: development),
            File(path: "manifests/environments/staging.yaml", text: staging),
            File(path: "manifests/environments/production.yaml", text: production),
            File(path: ".env.example", text: environmentExample),
        ] + templates

    private static let templates = TemplateFolder.shipped.files.map { template in
        File(path: "\(RenderDesk.templates)/\(template.path)", text: String(decoding: template.bytes, as: UTF8.self))
    }

    private static let platform = """
        # The platform: what every environment shares. An environment changes figures in environments/<name>.yaml.
        # Secrets never stand here, only where they are found: env:NAME, file:PATH or secret:NAME.
        # Every key: ihctl schema platform
        platform: my-platform

        secrets:
          file: env:SECRETS_FILE:-/run/secrets/my-platform
          jwt_key: env:JWT_SECRET_KEY
          encryption_key: env:ENCRYPTION_KEY

        providers:
          anthropic:
            kind: anthropic
            endpoint: https://api.anthropic.com
            key: env:ANTHROPIC_API_KEY
            models: [claude-4.5-sonnet]
            priority: 1

        routing:
          primary:
            provider: anthropic
            model: claude-4.5-sonnet

        database:
          url: env:DATABASE_URL
          admin_url: env:DATABASE_ADMIN_URL
          # A role without login that holds what an agent may. The agent's own role, the one in its URL, is a member of it and has nothing of
          # its own but its login. Migrations give the group what the agents need, table by table:
          #   grant usage on schema public to my_platform_agent;
          #   grant select, insert, update on public.sessions to my_platform_agent;
          group: my_platform_agent
          version: 13
          pool:
            min: 5
            max: 20

        storage:
          endpoint: env:STORAGE_ENDPOINT
          region: fr-par
          access_key: env:STORAGE_ACCESS_KEY
          secret_key: env:STORAGE_SECRET_KEY
          buckets:
            my-platform-data:
              versioning: true
              encryption: AES256

        messaging:
          url: env:NATS_URL
          token: env:NATS_AUTH_TOKEN
          agents: [coordinator]
          streams:
            agent_messages:
              subjects: ["agents.*.inbox"]
              retention: workqueue
              max_messages_per_subject: 1000
              max_age: 24h
          consumers:
            # Without one for each agent a workqueue only fills up.
            agent-{agent}:
              stream: agent_messages
              filter: agents.{agent}.inbox

        cache:
          url: env:REDIS_URL

        agent:
          image: registry.example.com/my-platform/agent
          replicas: 2
          resources:
            memory: 512Mi
            cpu: 250m
            memory_limit: 1Gi
            cpu_limit: 500m

        # What ihctl render makes manifests of, and ihctl doctor looks for in the cluster.
        kubernetes:
          namespace: my-platform
          config_map: my-platform-config
          secret: my-platform-secrets
          secret_keys: [DATABASE_URL, ANTHROPIC_API_KEY, NATS_AUTH_TOKEN]
          service_account: my-platform-agent
          deployment: my-platform-agent
          service:
            name: my-platform-agent
          autoscaling:
            name: my-platform-agent
            min: 2
            max: 10

        """

    private static let development = """
        # One's own machine: what `ihctl dev up` starts. Its addresses and passwords are found without being written anywhere.
        secrets:
          file: env:SECRETS_FILE:-.ihctl/secrets/development.json

        logging:
          level: DEBUG

        # Played by the local stack's simulator, with a key of its own.
        providers:
          anthropic:
            endpoint: env:ANTHROPIC_ENDPOINT
            key: env:SIMULATOR_ANTHROPIC_KEY

        # Not on the local stack.
        agent: null
        kubernetes: null

        """

    private static let staging = """
        # Rehearses production.
        database:
          sslmode: require

        agent:
          tag: v0.1.0

        kubernetes:
          namespace: my-platform-staging

        """

    private static let production = """
        # Serves people. Whatever writes here asks for the name first.
        protected: true

        database:
          sslmode: require
          pool:
            min: 10
            max: 50

        agent:
          tag: v0.1.0

        kubernetes:
          autoscaling:
            min: 3

        """

    private static let environmentExample = """
        # Copy to .env and fill in; never commit .env. With the local stack up, development needs none of these.
        # DATABASE_URL=postgresql://agent:password@localhost:5432/my_platform
        # DATABASE_ADMIN_URL=postgresql://provisioner:password@localhost:5432/my_platform
        # STORAGE_ENDPOINT=https://s3.fr-par.scw.cloud
        # STORAGE_ACCESS_KEY=
        # STORAGE_SECRET_KEY=
        # NATS_URL=nats://localhost:4222
        # NATS_AUTH_TOKEN=
        # REDIS_URL=redis://localhost:6379
        # ANTHROPIC_API_KEY=
        # JWT_SECRET_KEY=
        # ENCRYPTION_KEY=

        """
}
