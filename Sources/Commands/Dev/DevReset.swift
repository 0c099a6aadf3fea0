internal import CommandLineKit
internal import Deadlines
internal import LocalStack
internal import Platform
internal import Terminal
internal import Words

private let yes = Option(flag: "yes", short: "y", "do not ask")

/// `ihctl dev reset`: an empty stack, started again where it ran.
let devReset = Command<Context>(
    "reset",
    summary: "remove all data of the local stack",
    discussion:
        "Ports and passwords stay, so that what shells were told remains true. A stack that ran is started again, empty.",
    options: [yes]
) { arguments, context in
    if !arguments[yes] {
        let isMeant = try await ask(context)
        guard isMeant else {
            context.console.say("nothing was changed")
            return .negative
        }
    }
    let limit = Deadline.after(arguments[GlobalOptions.deadline] ?? .seconds(120))
    try await context.withStack { stack in
        let audit = AuditLog(folder: stack.folder.ihctl, redactor: context.console.redactor)
        try audit.record(
            AuditEntry(
                verb: "dev reset",
                environment: LocalStack.environment,
                address: stack.folder.path,
                action: "delete"
            )
        )
        let ran = try await stack.reset(by: limit) { context.console.say(StackWords.line(for: $0)) }
        context.console.say("the local stack is empty")
        guard ran else { return }
        try await stack.up(by: limit) { context.console.say(StackWords.line(for: $0)) }
    }
    return .success
}

private func ask(_ context: Context) async throws -> Bool {
    do {
        return try await context.console.confirm("Remove all data of the local stack in \(context.project.root)?")
    } catch let refused as PromptRefused where refused.reason == .noTerminal {
        throw UsageError("nobody can be asked here whether its data may go", hint: "answer beforehand with --yes")
    }
}
