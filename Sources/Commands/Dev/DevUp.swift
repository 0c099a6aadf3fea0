internal import CommandLineKit
internal import Deadlines
internal import LocalStack
internal import Platform
internal import Terminal
internal import Words

/// `ihctl dev up`: returns when every service has answered over its own protocol.
let devUp = Command<Context>(
    "up",
    summary: "start the local stack and wait until every service answers",
    discussion: """
        Safe to run again: what runs already is left alone, what has died is started anew. Where a service cannot be started, \
        those started with it are stopped again.
        """,
    examples: [
        Example("ihctl dev up", "start everything"),
        Example("eval \"$(ihctl dev env)\"", "and give this shell its addresses"),
    ]
) { arguments, context in
    let limit = Deadline.after(arguments[GlobalOptions.deadline] ?? .seconds(60))
    try await context.withStack { stack in
        try await context.console.withProgress("local stack") { progress in
            try await stack.up(by: limit) { progress.step(StackWords.line(for: $0)) }
        }
    }
    let place = context.startFolder == currentFolder ? "" : " -C \(context.startFolder)"
    context.console.say("next: ihctl\(place) dev status, eval \"$(ihctl\(place) dev env)\", ihctl\(place) dev down")
    return .success
}
