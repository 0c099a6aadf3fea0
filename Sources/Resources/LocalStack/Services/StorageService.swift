internal import Deadlines
internal import FoundationEssentials
internal import Glibc
internal import HTTP
internal import S3
internal import Subprocesses

/// SeaweedFS as an S3 store with one identity that may do everything.
struct StorageService: StackService {
    let plan: StackPlan

    var name: ServiceName { .storage }
    var endpoint: String { "http://127.0.0.1:\(plan.port(.storage))" }

    private var identities: String { plan.folder.configuration("s3.json") }
    /// What it keeps beside what it prints; else it would lie in /tmp.
    private var logs: String { plan.folder.logFolder(of: .storage) }

    func prepare(by deadline: Deadline) async throws {
        try makeFolder(plan.folder.data(of: .storage), mode: 0o700)
        try makeFolder(logs, mode: 0o755)
        let secrets = plan.state.secrets
        let text = """
            {"identities": [{"name": "ihctl-dev",
              "credentials": [{"accessKey": "\(secrets.storageAccessKey)", "secretKey": "\(secrets.storageSecretKey)"}],
              "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}

            """
        try write(text, to: identities, mode: 0o600)
    }

    func command() throws -> Command {
        plan.server(
            .storage,
            try plan.executables.find("weed", for: .storage),
            [
                "-logdir=\(logs)", "-log_max_size_mb=16", "-log_max_files=2", "mini",
                "-dir=\(plan.folder.data(of: .storage))", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
                "-master.port=\(plan.port(.storageMaster))", "-volume.port=\(plan.port(.storageVolume))",
                "-filer.port=\(plan.port(.storageFiler))", "-s3.port=\(plan.port(.storage))",
                "-admin.port=\(plan.port(.storageAdmin))", "-metricsPort=\(plan.port(.storageMetrics))",
                "-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false",
                "-s3.autoCreateBucket=false", "-s3.config=\(identities)",
            ]
        )
    }

    /// SeaweedFS leaves its sockets in /tmp, named after its ports, and most of them cannot be put elsewhere.
    func tidy() {
        let ports: [(kind: String, use: PortUse)] = [
            ("s3", .storage), ("filer", .storageFiler), ("master", .storageMaster), ("volume", .storageVolume),
            ("admin", .storageAdmin),
        ]
        for (kind, use) in ports {
            let port = plan.port(use)
            for name in ["\(kind)-\(port)", "\(kind)-grpc-\(port + 10_000)"] { unlink("/tmp/seaweedfs-\(name).sock") }
        }
    }

    func probe(by deadline: Deadline) async throws -> String {
        let secrets = plan.state.secrets
        let client = try S3Client(
            endpoint: endpoint,
            region: "us-east-1",
            credentials: S3Credentials(
                accessKeyID: secrets.storageAccessKey,
                secretAccessKey: secrets.storageSecretKey
            ),
            client: StackHTTP.client,
            retries: .none
        )
        _ = try await client.listBuckets(by: deadline)
        return try await version(by: deadline)
    }

    /// The filer names itself in its `Server` header: `SeaweedFS 30GB 4.48`.
    private func version(by deadline: Deadline) async throws -> String {
        let url = "http://127.0.0.1:\(plan.port(.storageFiler))/"
        let response = try await StackHTTP.client.send(HTTPRequest("HEAD", url), by: deadline)
        return response.headers["Server"]?.split(separator: " ").last.map(String.init) ?? "unknown"
    }
}

/// One event loop for all probes of the process.
enum StackHTTP {
    static let client = HTTPClient()
}
