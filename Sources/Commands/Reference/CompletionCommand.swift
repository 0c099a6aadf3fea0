internal import CommandLineKit
internal import Platform
internal import Terminal
internal import Words

/// `ihctl completion SHELL`.
let completionCommand = Command<Context>.completion(of: "ihctl", links: linkedCommands) { script, context in
    context.console.write(script)
}
