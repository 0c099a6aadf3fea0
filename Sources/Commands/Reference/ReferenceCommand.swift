internal import CommandLineKit
internal import Terminal
internal import Words

private enum Form: String, CaseIterable { case markdown, man, checks, policies }

private let form = Argument("FORM", ValueKind<Form>.choice(placeholder: "FORM"), "markdown, man, checks, or policies")

/// `ihctl reference`: the documents that come from the table of commands.
let referenceCommand = Command<Context>(
    "reference",
    summary: "print the command reference, the manual page, the list of checks or that of policies",
    examples: [Example("ihctl reference man | man -l -", "read it as a manual page")],
    arguments: [form]
) { arguments, context in
    let outline = Ihctl.program.outline
    switch arguments[form] {
    case .markdown: context.console.write(commandReference(of: outline))
    case .checks: context.console.write(checkReference)
    case .policies: context.console.write(policyReference)
    case .man: context.console.write(manualPage(of: outline, date: Ihctl.releaseDate))
    }
    return .success
}
