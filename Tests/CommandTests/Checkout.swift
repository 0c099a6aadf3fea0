import FoundationEssentials
import Glibc
import TestSupport

/// A project folder of one test's own and the real program run in it.
final class Checkout: Sendable {
    let scratch: Scratch

    static let program = "\(projectRoot)/.build/debug/ihctl"

    /// Variables of the developer's own shell that would change what is tested.
    private static let cleared = Dictionary(
        uniqueKeysWithValues: [
            "DATABASE_URL", "DATABASE_ADMIN_URL", "SCALEWAY_DATABASE_URL", "STORAGE_ENDPOINT", "STORAGE_ACCESS_KEY",
            "STORAGE_SECRET_KEY", "STORAGE_BUCKET", "NATS_URL", "NATS_AUTH_TOKEN", "NATS_MONITORING_URL", "REDIS_URL",
            "JWT_SECRET_KEY", "ENCRYPTION_KEY", "ENVIRONMENT", "IHCTL_ENV", "SCALEWAY_REGION", "COLUMNS", "NO_COLOR",
            "CLICOLOR_FORCE", "SECRETS_FILE", "LOG_LEVEL", "DEBUG", "OPENROUTER_API_KEY", "OPENROUTER_ENDPOINT",
            "SIMULATOR_OPENROUTER_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_ENDPOINT", "SIMULATOR_ANTHROPIC_KEY",
            "OPENAI_API_KEY", "OPENAI_ENDPOINT", "SIMULATOR_OPENAI_KEY", "CUSTOM1_API_KEY", "CUSTOM1_ENDPOINT",
            "SIMULATOR_CUSTOM_KEY", "PROVIDER_SIMULATOR_URL",
        ].map { ($0, "") }
    )

    init(_ label: String = "checkout") {
        scratch = Scratch(label)
    }

    deinit {
        // A test that failed half way leaves no servers behind.
        guard scratch.exists(".ihctl/dev") else { return }
        _ = try? run([Checkout.program, "-C", scratch.path, "dev", "down"], environment: Checkout.cleared)
    }

    /// A checkout with what `ihctl init` writes.
    static func initialised(_ label: String = "checkout") async throws -> Checkout {
        let checkout = Checkout(label)
        try require(await checkout("init"))
        return checkout
    }

    @discardableResult
    func callAsFunction(
        _ arguments: String...,
        environment: [String: String] = [:],
        limit: Int = 120,
    ) async throws -> Outcome {
        try await self.line([Checkout.program] + arguments, environment: environment, limit: limit)
    }

    /// Any other program, in the same folder and with the same variables.
    func line(_ command: [String], environment: [String: String] = [:], limit: Int = 120) async throws -> Outcome {
        try await aside { [path = scratch.path] in
            try run(
                command,
                environment: Checkout.cleared.merging(environment) { _, new in new },
                in: path,
                limit: limit
            )
        }
    }

    /// Starts the program and leaves it running; for tests that kill it.
    func start(_ arguments: String..., log: String = "started") throws -> LinkedChild {
        try LinkedChild(
            [Checkout.program, "-C", scratch.path] + arguments,
            scratch: scratch,
            log: log,
            environment: Checkout.cleared
        )
    }

    /// Every living process that carries this checkout's mark in its environment.
    var stackProcesses: [Int32] {
        let wanted = Array("IHCTL_DEV_STACK=\(scratch.path)/.ihctl/dev".utf8)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { pid in
            guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/environ")) else { return false }
            return data.split(separator: 0).contains { $0.elementsEqual(wanted) }
        }
    }
}

extension Scratch {
    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: file(name))
    }
}
