internal import CommandLineKit

/// `ihctl completion SHELL`.
let completionCommand = Command<Context>.completion(of: "ihctl", links: linkedCommands) { script, context in
    context.console.write(script)
}
