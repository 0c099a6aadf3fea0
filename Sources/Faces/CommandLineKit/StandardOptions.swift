package import Terminal

/// The options that every program of this kit takes, everywhere on its line.
package enum StandardOptions {
    package static let color = Option(
        "color",
        .choice(placeholder: "WHEN"),
        default: ColourChoice.auto,
        "colour the output"
    )
    package static let quiet = Option(flag: "quiet", short: "q", "print data and errors only")
    package static let verbose = Option(flag: "verbose", short: "v", "say what is done on the way")
    package static let help = Option(flag: "help", short: "h", "show this help")
    package static let version = Option(flag: "version", "show the version")

    static let all: [any OptionDeclaration] = [color, quiet, verbose, help, version]

    static func verbosity(_ arguments: Arguments) throws(UsageError) -> Console.Verbosity {
        switch (arguments[quiet], arguments[verbose]) {
        case (true, true):
            throw UsageError(
                .other,
                path: arguments.path,
                "--quiet and --verbose exclude each other",
                hint: "give one of them"
            )
        case (true, false): .quiet
        case (false, true): .detailed
        case (false, false): .normal
        }
    }
}
