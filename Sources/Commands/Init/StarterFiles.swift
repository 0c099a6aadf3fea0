internal import Manifests
internal import Words

/// What `ihctl init` writes: small, and whole enough that every verb has something to work with.
enum StarterFiles {
    struct File {
        var path: String
        var text: String
    }

    /// What the platform is called where nobody says it.
    static let name = "my-platform"

    /// A name that everything rendered can be called after.
    static func isName(_ name: String) -> Bool {
        name.utf8.count <= 30 && name.first?.isLetter == true && name.last != "-"
            && name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }

    /// What nobody but the project's own people can know, by where it stands.
    static let edits: [(place: String, what: String)] = [
        ("manifests/platform.yaml", "agent.image, providers"),
        ("manifests/platform.yaml, delivery.ihctl", "pipelines run \(Release.image) without it"),
        ("manifests/environments/", "agent.tag, delivery.branch"),
        ("\(RenderDesk.templates)/docker/agent/", "how it is built; now for Python"),
        (".github/workflows/", "from \(RenderDesk.rendered)/ci/workflows"),
    ]

    static func all(_ name: String) -> [File] {
        let texts = [
            ("manifests/platform.yaml", platform), ("manifests/environments/development.yaml", development),
            ("manifests/environments/staging.yaml", staging), ("manifests/environments/production.yaml", production),
            (".env.example", environmentExample),
        ]
        let underscored = name.replacing("-", with: "_")
        return texts.map { path, text in
            let named = text.replacing(Self.name, with: name).replacing("my_platform", with: underscored)
            return File(path: path, text: named)
        } + templates
    }

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

        # The image that pipelines run ihctl from, and what a change must pass before anything is built:
        # delivery:
        #   ihctl: registry.example.com/my-platform/ihctl:v1.0.0
        #   test:
        #     image: python:3.13-slim-bookworm
        #     run: [pip install --requirement requirements.txt, python -m pytest]

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

        # What is pushed to this branch is deployed here.
        delivery:
          branch: develop

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
          # With the digest that the registry tells, what was tested is what runs: digest: v0.1.0@sha256:…
          tag: v0.1.0

        delivery:
          branch: main

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
