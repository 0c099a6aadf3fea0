package import Words

/// `--help --format json`: the same table for machines.
package func helpValue(of command: CommandOutline, version: String) -> JSONValue {
    guard case .object(var members) = value(of: command) else { return .null }
    members["schema"] = "\(command.path[0]).help/1"
    members["version"] = .string(version)
    members["shared_options"] = .array(command.sharedOptions.filter { !$0.spec.isHidden }.map { value(of: $0.spec) })
    return .object(members)
}

private func value(of command: CommandOutline) -> JSONValue {
    [
        "name": .string(command.spelled),
        "aliases": .array(command.aliases.map(JSONValue.string)),
        "summary": .string(command.summary),
        "discussion": .string(command.discussion),
        "usage": .string(command.usage),
        "examples": .array(command.examples.map { ["line": .string($0.line), "about": .string($0.about)] }),
        "arguments": .array(command.arguments.map { value(of: $0.spec) }),
        "options": .array(command.options.filter { !$0.spec.isHidden }.map { value(of: $0.spec) }),
        "commands": .array(command.visibleSubcommands.map { value(of: $0) }),
    ]
}

private func value(of option: OptionSpec) -> JSONValue {
    [
        "name": .string(option.spelled),
        "short": JSONValue(option.long == nil ? nil : option.short.map { "-\($0)" }),
        "placeholder": JSONValue(option.isFlag ? nil : option.placeholder),
        "summary": .string(option.summary),
        "default": JSONValue(option.defaultText),
        "environment": .array(option.environment.map(JSONValue.string)),
        "category": JSONValue(option.category),
        "choices": .array(option.completion.fixedValues.map(JSONValue.string)),
        "repeatable": .boolean(option.isRepeatable),
        "negatable": .boolean(option.isNegatable),
    ]
}

private func value(of argument: ArgumentSpec) -> JSONValue {
    var many = false
    if case .rest = argument.arity { many = true }
    return [
        "name": .string(argument.name),
        "summary": .string(argument.summary),
        "required": .boolean(argument.minimum > 0),
        "many": .boolean(many),
        "choices": .array(argument.completion.fixedValues.map(JSONValue.string)),
    ]
}
