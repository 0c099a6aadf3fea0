// From the texts of a line to typed values.
extension LineScan {
    func arguments(environment: [String: String]) throws(UsageError) -> Arguments {
        var arguments = Arguments(path: command.path)
        arguments.texts = given
        for option in command.allOptions {
            try read(option, into: &arguments, environment: environment)
        }
        try readPlaces(into: &arguments)
        return arguments
    }

    /// The options that can be read and the defaults of all others: enough to know how help should be shown.
    func lenientArguments(environment: [String: String]) -> Arguments {
        var arguments = Arguments(path: command.path)
        arguments.texts = given
        for option in command.allOptions {
            do throws(UsageError) {
                try read(option, into: &arguments, environment: environment)
            } catch {
                arguments.set(option.spec.spelled, to: option.absentValue(), from: .standard)
            }
        }
        return arguments
    }

    private func read(
        _ option: any OptionDeclaration,
        into arguments: inout Arguments,
        environment: [String: String],
    ) throws(UsageError) {
        let spec = option.spec
        if let texts = given[spec.spelled] {
            let value = try read(texts, with: spec.read, called: spec.spelled)
            arguments.set(spec.spelled, to: value, from: .line)
        } else if let name = spec.environment.first(where: { environment[$0]?.isEmpty == false }),
            let text = environment[name]
        {
            let value = try read([text], with: spec.read, called: name)
            arguments.set(spec.spelled, to: value, from: .environment(name))
        } else {
            arguments.set(spec.spelled, to: option.absentValue(), from: .standard)
        }
    }

    private func readPlaces(into arguments: inout Arguments) throws(UsageError) {
        var rest = positionals[...]
        for argument in command.arguments {
            let spec = argument.spec
            let texts: ArraySlice<String>
            switch spec.arity {
            case .one, .optional: texts = rest.prefix(1)
            case .rest: texts = rest
            }
            rest = rest.dropFirst(texts.count)
            if texts.count < spec.minimum {
                throw failure(
                    .missingArgument(spec.name),
                    "\(spec.name) is missing: \(spec.summary)",
                    hint: "usage: \(command.usage)"
                )
            }
            if texts.isEmpty, let absent = argument.absentValue() {
                arguments.set(spec.name, to: absent, from: .standard)
            } else {
                let value = try read(Array(texts), with: spec.read, called: spec.name)
                arguments.set(spec.name, to: value, from: .line)
            }
        }
        if let stray = rest.first {
            throw failure(
                .unexpectedArgument(stray),
                "unexpected argument \(quoted(stray))",
                hint: "usage: \(command.usage)"
            )
        }
    }

    private func read(
        _ texts: [String],
        with reader: @Sendable ([String]) throws(BadValue) -> any Sendable,
        called name: String,
    ) throws(UsageError) -> any Sendable {
        do {
            return try reader(texts)
        } catch {
            throw failure(.badValue(name), "\(name): \(error.problem)", hint: error.hint)
        }
    }
}

extension ArgumentSpec {
    var minimum: Int {
        switch arity {
        case .one: 1
        case .optional: 0
        case .rest(let minimum): minimum
        }
    }
}

extension CommandOutline {
    /// `ihctl dev up [OPTION…] [SERVICE…]`.
    package var usage: String { usage(withOptions: true) }

    func usage(withOptions: Bool) -> String {
        var parts = [spelled]
        if !subcommands.isEmpty { parts.append(canRun ? "[COMMAND]" : "COMMAND") }
        if withOptions, allOptions.contains(where: { !$0.spec.isHidden }) { parts.append("[OPTION…]") }
        parts += arguments.map(\.spec.usage)
        return parts.joined(separator: " ")
    }
}
