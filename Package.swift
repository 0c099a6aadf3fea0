// swift-tools-version: 6.3
import PackageDescription

// The floors of the house, lowest first. A target may depend on lower floors only; `Tests/ArchitectureTests` holds it to that.
// Folder, module and floor are told here once, so that the picture of the folders is the picture of the program.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// A C library from Debian: a module map and a header of small typed inlines.
func c(_ name: String, pkgConfig: String? = nil) -> Target {
    .systemLibrary(name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig)
}

/// One module of ours, in the folder of its floor.
func room(_ name: String, in floor: String, knows: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: knows, path: "Sources/\(floor)/\(name)", swiftSettings: strict)
}

/// The tests of one module; every one may start real servers through `TestSupport`.
func tests(of name: String, knows: [Target.Dependency] = [], snapshots: Bool = false) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.target(name: name), "TestSupport"] + knows,
        path: "Tests/\(name)Tests",
        exclude: snapshots ? ["Snapshots"] : [],
        swiftSettings: strict,
    )
}

let package = Package(
    name: "ihctl",
    products: [
        .executable(name: "ihctl", targets: ["ihctl"]), .executable(name: "ih-agent", targets: ["ih_agent"]),
    ],
    targets: [
        // Floor 0: C.
        c("CSystem"),
        c("CLibPQ", pkgConfig: "libpq"),
        c("CLibCurl", pkgConfig: "libcurl"),
        c("CLibYAML", pkgConfig: "yaml-0.1"),
        c("CLibNATS", pkgConfig: "libnats"),
        c("COpenSSL", pkgConfig: "openssl"),
        c("CExpat", pkgConfig: "expat"),
        c("CMicroHTTPD", pkgConfig: "libmicrohttpd"),
        // No pkgConfig here: hiredis's flags make SwiftPM warn at every build.
        c("CHiredis"),
        c("CZlib"),
        // Texts that are part of the program: what Kubernetes objects look like.
        .target(
            name: "CSchemaData",
            path: "Sources/C/CSchemaData",
            exclude: ["README.md", "kubernetes.schemas", "written.schemas"],
        ),
        // The templates' bytes, which the compiler reads from `templates/`.
        .target(name: "CTemplates", path: "Sources/C/CTemplates"),

        // Floor 1: clients. `Deadlines` and `Network` are what all clients share.
        room("Deadlines", in: "Clients", knows: ["CSystem"]),
        room("Cryptography", in: "Clients", knows: ["COpenSSL", "CSystem"]),
        room("Network", in: "Clients", knows: ["Deadlines", "Cryptography", "COpenSSL", "CSystem"]),
        room("Subprocesses", in: "Clients", knows: ["Deadlines", "CSystem"]),
        room("YAML", in: "Clients", knows: ["CLibYAML"]),
        room("JSON", in: "Clients"),
        room("Archives", in: "Clients", knows: ["CZlib"]),
        room("PostgreSQL", in: "Clients", knows: ["CLibPQ", "COpenSSL", "CSystem", "Network", "Deadlines"]),
        room("HTTP", in: "Clients", knows: ["CLibCurl", "COpenSSL", "Network", "Deadlines", "Cryptography"]),
        room("HTTPServer", in: "Clients", knows: ["CMicroHTTPD", "CSystem", "HTTP", "Network", "Deadlines"]),
        room("S3", in: "Clients", knows: ["CExpat", "HTTP", "Cryptography", "Network", "Deadlines"]),
        room("NATS", in: "Clients", knows: ["CLibNATS", "COpenSSL", "JSON", "Network", "Deadlines", "HTTP"]),
        room("Redis", in: "Clients", knows: ["CHiredis", "Network", "Deadlines"]),
        room(
            "KubernetesAPI",
            in: "Clients",
            knows: ["HTTP", "JSON", "YAML", "Cryptography", "Network", "Deadlines", "Subprocesses"]
        ),

        // Floor 2: the platform, and the words every floor above it shares.
        room("Words", in: "Platform", knows: ["Deadlines"]),
        room("Platform", in: "Platform", knows: ["Words", "YAML", "Cryptography", "CSystem"]),

        // The lower rungs of every way to a service, in words.
        room("Ladder", in: "Platform", knows: ["Words", "Network", "Cryptography", "Deadlines"]),
        // The same of services over HTTP, and how one tells that it is them.
        room(
            "WebLadder",
            in: "Platform",
            knows: ["Words", "Ladder", "HTTP", "JSON", "Network", "Deadlines"]
        ),

        // Floor 3: faces, nouns, verbs.
        room("Terminal", in: "Faces", knows: ["Words", "Deadlines", "CSystem"]),
        room("Reports", in: "Faces", knows: ["Words", "Terminal"]),
        room("CommandLineKit", in: "Faces", knows: ["Words", "Terminal", "CSystem"]),
        room(
            "LocalStack",
            in: "Resources",
            knows: [
                "Words", "Platform", "Deadlines", "Network", "Cryptography", "Subprocesses", "PostgreSQL", "HTTP", "S3",
                "NATS",
                "Redis", "CSystem",
            ],
        ),

        // The nouns: what ihctl knows of one dependency each.
        room(
            "Storage",
            in: "Resources",
            knows: ["Words", "Ladder", "Platform", "Deadlines", "Network", "Cryptography", "JSON", "HTTP", "S3"]
        ),
        room("Cache", in: "Resources", knows: ["Words", "Ladder", "Platform", "Deadlines", "Network", "Redis"]),
        room(
            "Messaging",
            in: "Resources",
            knows: ["Words", "Platform", "Ladder", "Deadlines", "Network", "Cryptography", "JSON", "HTTP", "NATS"],
        ),
        // The database: its text, the rules for it, its schema and its migrations are one noun in several rooms.
        room("SQLText", in: "Resources/Database"),
        room("MigrationLint", in: "Resources/Database", knows: ["SQLText", "Words"]),
        room("DatabaseSchema", in: "Resources/Database", knows: ["Words", "Deadlines", "PostgreSQL"]),
        room(
            "Migrations",
            in: "Resources/Database",
            knows: ["SQLText", "Words", "Deadlines", "Cryptography", "Network", "PostgreSQL", "CSystem"],
        ),

        room(
            "Provisioning",
            in: "Resources/Database",
            knows: ["Words", "Platform", "Deadlines", "Network", "Cryptography", "PostgreSQL", "SQLText", "Migrations"],
        ),
        room(
            "DatabaseHealth",
            in: "Resources/Database",
            knows: [
                "Words", "Ladder", "Platform", "Deadlines", "Network", "Cryptography", "PostgreSQL", "SQLText",
                "Migrations", "Provisioning",
            ],
        ),
        room("Configuration", in: "Resources", knows: ["Words", "Platform", "Deadlines", "Cryptography", "CSystem"]),
        room(
            "Kubernetes",
            in: "Resources",
            knows: [
                "Words", "Ladder", "Platform", "Deadlines", "Network", "HTTP", "JSON", "KubernetesAPI",
            ],
        ),
        room("RegionHealth", in: "Resources", knows: ["Words", "Platform"]),
        room("Journey", in: "Resources", knows: ["Words", "Deadlines", "PostgreSQL", "NATS", "S3"]),
        // What is asked over HTTP.
        room(
            "Providers",
            in: "Resources",
            knows: ["Words", "Platform", "WebLadder", "Deadlines", "JSON", "HTTP"]
        ),
        room(
            "AgentEndpoint",
            in: "Resources",
            knows: ["Words", "Platform", "WebLadder", "Deadlines", "JSON", "HTTP"]
        ),
        room(
            "Telemetry",
            in: "Resources",
            knows: ["Words", "Ladder", "Platform", "WebLadder", "Deadlines", "Network", "Cryptography", "JSON", "HTTP"]
        ),
        room(
            "Scaleway",
            in: "Resources",
            knows: ["Words", "Ladder", "Platform", "WebLadder", "Deadlines", "JSON", "HTTP"]
        ),
        room(
            "Certificates",
            in: "Resources",
            knows: ["Words", "Ladder", "Deadlines", "Network", "Cryptography"]
        ),
        room("Machine", in: "Resources", knows: ["Words", "Ladder", "Deadlines", "Network"]),
        // The verbs.
        room("Bootstrap", in: "Verbs", knows: ["Words", "Platform", "Deadlines", "Cryptography"]),
        room("Doctor", in: "Verbs", knows: ["Words", "Deadlines"]),
        room("Gate", in: "Verbs", knows: ["Words", "Deadlines"]),

        room("Agent", in: "Verbs", knows: ["Words", "Deadlines", "JSON", "HTTP", "HTTPServer"]),

        // Rendering is one verb in several rooms: templates, what they are given, and Kustomize trees.
        room("Templates", in: "Verbs/Rendering", knows: ["Words", "YAML", "Cryptography"]),
        room(
            "PlatformValues",
            in: "Verbs/Rendering",
            knows: ["Words", "Platform", "Templates", "Network", "Cryptography", "YAML"]
        ),
        room("Kustomize", in: "Verbs/Rendering", knows: ["Words", "YAML", "JSON", "Cryptography"]),
        room(
            "Schemas",
            in: "Verbs/Rendering",
            knows: ["Words", "Deadlines", "YAML", "JSON", "Kustomize", "CSchemaData"]
        ),
        room("Policies", in: "Verbs/Rendering", knows: ["Words", "Platform", "YAML", "Kustomize"]),
        room(
            "Manifests",
            in: "Verbs/Rendering",
            knows: [
                "Words", "Platform", "YAML", "Cryptography", "Templates", "PlatformValues", "Kustomize", "CTemplates",
            ]
        ),

        // Floor 4: commands.
        room(
            "Commands",
            in: ".",
            knows: [
                "Words", "Platform", "Terminal", "Reports", "CommandLineKit", "LocalStack", "YAML", "Deadlines",
                "Network", "PostgreSQL", "SQLText", "MigrationLint", "DatabaseSchema", "Migrations", "Provisioning",
                "DatabaseHealth", "Configuration", "Storage", "Messaging", "Machine", "RegionHealth", "Providers",
                "AgentEndpoint", "Telemetry", "Scaleway", "Certificates", "WebLadder", "Journey", "Bootstrap", "Doctor",
                "Ladder", "S3", "NATS", "HTTP", "Cache", "Kubernetes", "Templates", "PlatformValues", "Kustomize",
                "Manifests", "Schemas", "Policies", "Gate", "Subprocesses", "Archives", "Cryptography", "JSON",
                "KubernetesAPI",
            ],
        ),

        room(
            "AgentCommands",
            in: ".",
            knows: ["Words", "Terminal", "CommandLineKit", "Deadlines", "Network", "HTTPServer", "Agent"],
        ),

        // Floor 5: programs.
        .executableTarget(
            name: "ihctl",
            dependencies: ["Commands"],
            path: "Sources/Programs/ihctl",
            swiftSettings: strict,
        ),
        .executableTarget(
            name: "ih_agent",
            dependencies: ["AgentCommands"],
            path: "Sources/Programs/ih-agent",
            swiftSettings: strict,
        ),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["CSystem"],
            path: "Tests/TestSupport",
            swiftSettings: strict,
        ),
        tests(of: "Deadlines"),
        tests(of: "Cryptography"),
        tests(of: "Network", knows: ["Deadlines", "Cryptography"]),
        tests(of: "Subprocesses", knows: ["Deadlines"]),
        tests(of: "YAML"),
        tests(of: "JSON"),
        tests(of: "Archives"),
        tests(of: "PostgreSQL", knows: ["Network", "Deadlines", "Cryptography"]),
        tests(of: "HTTP", knows: ["Network", "Deadlines", "Cryptography"]),
        tests(of: "HTTPServer", knows: ["HTTP", "Network", "Deadlines"]),
        tests(of: "S3", knows: ["HTTP", "Network", "Deadlines", "Cryptography"]),
        tests(of: "NATS", knows: ["JSON", "HTTP", "Network", "Deadlines"]),
        tests(of: "Redis", knows: ["Network", "Deadlines"]),
        tests(of: "KubernetesAPI", knows: ["HTTP", "JSON", "Cryptography", "Network", "Deadlines"]),
        tests(of: "Words"),
        tests(of: "Platform", knows: ["Words", "YAML"]),
        tests(of: "Ladder", knows: ["Words", "Network", "Cryptography", "Deadlines"]),
        tests(of: "Terminal", knows: ["Words", "Deadlines"]),
        tests(of: "Reports", knows: ["Words", "Terminal"], snapshots: true),
        tests(of: "CommandLineKit", knows: ["Words", "Terminal", "Deadlines"], snapshots: true),
        tests(of: "LocalStack", knows: ["Words", "Platform", "Deadlines", "Subprocesses"]),
        tests(of: "Storage", knows: ["Words", "Platform", "Doctor", "Deadlines", "S3", "HTTP", "YAML"]),
        tests(of: "Cache", knows: ["Words", "Platform", "Doctor", "Deadlines", "Network", "Redis"]),
        tests(of: "Messaging", knows: ["Words", "Platform", "Deadlines", "NATS", "JSON", "YAML", "Doctor"]),
        tests(of: "Kubernetes", knows: ["Words", "Platform", "Deadlines", "HTTP", "JSON", "KubernetesAPI"]),
        tests(of: "Provisioning", knows: ["Words", "Platform", "Deadlines", "PostgreSQL", "Migrations", "YAML"]),
        tests(of: "DatabaseHealth", knows: ["Words", "Platform", "Deadlines", "PostgreSQL", "Provisioning", "Doctor"]),
        tests(of: "Configuration", knows: ["Words", "Platform", "Deadlines", "Cryptography", "Doctor"]),
        tests(of: "RegionHealth", knows: ["Words"]),
        tests(of: "Journey", knows: ["Words", "Deadlines", "Doctor"]),
        tests(of: "WebLadder", knows: ["HTTP", "Network"]),
        tests(
            of: "Providers",
            knows: [
                "Words", "Platform", "WebLadder", "Doctor", "Agent", "HTTPServer", "Deadlines", "Network",
                "Cryptography", "HTTP",
            ]
        ),
        tests(
            of: "AgentEndpoint",
            knows: ["Words", "Platform", "WebLadder", "Doctor", "Deadlines", "HTTP"]
        ),
        tests(
            of: "Telemetry",
            knows: ["Words", "Platform", "WebLadder", "Doctor", "Deadlines", "Cryptography", "HTTP"]
        ),
        tests(
            of: "Scaleway",
            knows: ["Words", "Platform", "WebLadder", "Doctor", "Deadlines", "HTTP"]
        ),
        tests(of: "Certificates", knows: ["Words", "Network", "Deadlines", "Cryptography", "Doctor"]),
        tests(of: "Machine", knows: ["Words", "Doctor", "Deadlines"]),
        tests(of: "Bootstrap", knows: ["Words", "Platform", "Deadlines"]),
        tests(of: "Agent", knows: ["Words", "Deadlines", "JSON", "HTTP", "HTTPServer", "Network"]),
        tests(of: "Kustomize", knows: ["YAML"], snapshots: true),
        tests(of: "Schemas", knows: ["Words", "YAML", "JSON", "Kustomize"]),
        .testTarget(
            name: "PoliciesTests",
            dependencies: ["TestSupport", "Policies", "Kustomize", "Platform", "Words", "YAML"],
            path: "Tests/PoliciesTests",
            exclude: ["Fixtures"],
            swiftSettings: strict,
        ),
        tests(of: "Doctor", knows: ["Words", "Deadlines"]),
        tests(of: "Gate", knows: ["Words", "Deadlines"]),
        tests(of: "Templates", knows: ["Words", "YAML"]),
        tests(of: "PlatformValues", knows: ["Words", "Platform", "Templates", "YAML"]),
        tests(
            of: "Manifests",
            knows: [
                "Words", "Platform", "YAML", "Templates", "PlatformValues", "Kustomize", "Policies", "Schemas",
            ]
        ),
        tests(of: "SQLText", knows: ["PostgreSQL", "Deadlines"]),
        tests(of: "MigrationLint", knows: ["SQLText", "Words"]),
        tests(of: "DatabaseSchema", knows: ["Words", "PostgreSQL", "Deadlines"]),
        tests(of: "Migrations", knows: ["SQLText", "Words", "PostgreSQL", "Deadlines"]),
        .testTarget(
            name: "AgentCommandsTests",
            dependencies: ["TestSupport", "AgentCommands", "ih_agent", "HTTP", "Deadlines", "HTTPServer", "Network"],
            path: "Tests/AgentCommandsTests",
            swiftSettings: strict,
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "TestSupport", "Commands", "CommandLineKit", "ihctl", "ih_agent", "S3", "HTTP", "NATS", "Deadlines",
            ],
            path: "Tests/CommandTests",
            swiftSettings: strict,
        ),
        .testTarget(
            name: "ArchitectureTests",
            dependencies: ["TestSupport"],
            path: "Tests/ArchitectureTests",
            swiftSettings: strict,
        ),
    ],
    swiftLanguageModes: [.v6],
)
