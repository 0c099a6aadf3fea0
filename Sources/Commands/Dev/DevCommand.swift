internal import CommandLineKit
internal import LocalStack
internal import Platform
internal import Terminal
internal import Words

/// `ihctl dev`: the local stack.
let devCommand = Command<Context>(
    "dev",
    summary: "run the local stack: PostgreSQL, object storage, NATS, Redis, played AI providers",
    discussion: """
        Real servers on loopback, and a simulator in place of the AI providers, on free ports that are remembered, with passwords \
        made for this checkout; all they keep lies under .ihctl/. While the stack runs, commands in the environment development find it by themselves.
        """,
    subcommands: [devUp, devDown, devStatus, devLogs, devReset, devEnv]
)

/// The services a line may name.
let serviceKind = ValueKind<ServiceName>.choice(placeholder: "SERVICE")

extension Context {
    var stack: LocalStack {
        // A platform file that cannot be read keeps nobody from having servers.
        let platform = (try? load(environment: LocalStack.environment))?.platform
        return LocalStack(
            root: project.root,
            path: processEnvironment["PATH"],
            platform: platform?.name,
            agentGroup: platform?.database?.group
        )
    }

    /// Runs something with the local stack; its errors become failures with the next step.
    func withStack<Result: Sendable>(_ body: (LocalStack) async throws -> Result) async throws -> Result {
        do {
            return try await body(stack)
        } catch let error as StackError {
            throw CommandFailure(error.description, hint: error.hint)
        }
    }
}
