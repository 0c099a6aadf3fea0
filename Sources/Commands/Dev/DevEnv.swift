internal import CommandLineKit
internal import LocalStack
internal import Platform
internal import Reports
internal import Terminal
internal import Words

/// `ihctl dev env`: the one command that shows the local stack's own passwords.
let devEnv = Command<Context>(
    "env",
    summary: "print the local stack's addresses and passwords for a shell",
    discussion: "The passwords were made for this stack on this machine and open nothing else.",
    examples: [Example("eval \"$(ihctl dev env)\"", "into this shell")]
) { _, context in
    let variables = try await context.withStack { stack in try stack.environment() }
    if context.format == .json {
        let values = Dictionary(variables.map { ($0.name, JSONValue.string($0.value)) }) { $1 }
        let report = context.report("dev.env", data: ["variables": .object(values)])
        // Not redacted: showing these is what the command is for.
        context.console.write(render(report, as: .json, for: context.console.look))
    } else {
        context.console.write(variables.map { "export \($0.name)=\(quoted($0.value))\n" }.joined())
    }
    return .success
}

/// For any POSIX shell.
private func quoted(_ value: String) -> String {
    "'" + value.replacing("'", with: "'\\''") + "'"
}
