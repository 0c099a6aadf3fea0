internal import CommandLineKit
internal import Platform
internal import Terminal
internal import Words

/// The commands `make release` makes links for: `ihctl-dev` is `ihctl dev`.
let linkedCommands = ["init", "dev", "config", "doctor", "migrate", "bootstrap"]

/// `ihctl links`: their names, for the script that makes them.
let linksCommand = Command<Context>("links", summary: "print the names the program is linked under", isHidden: true) {
    _,
    context in
    context.console.write(linkedCommands.map { "\($0)\n" }.joined())
    return .success
}
