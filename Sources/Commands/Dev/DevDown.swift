internal import CommandLineKit
internal import Deadlines
internal import LocalStack
internal import Platform
internal import Terminal
internal import Words

/// `ihctl dev down`: nothing of the stack is left running, whatever happened before.
let devDown = Command<Context>(
    "down",
    summary: "stop the local stack; its data stays",
    discussion: "Finds the servers of a run that was killed, too."
) { arguments, context in
    let limit = Deadline.after(arguments[GlobalOptions.deadline] ?? .seconds(60))
    let ran = try await context.withStack { stack in
        try await stack.down(by: limit) { context.console.say(StackWords.line(for: $0)) }
    }
    context.console.say(
        ran ? "the local stack is down; its data stays (ihctl dev reset empties it)" : "the local stack was not running"
    )
    return .success
}
