internal import CommandLineKit

/// `ihctl config`: what the platform file comes to.
let configCommand = Command<Context>(
    "config",
    summary: "show and check the platform file",
    subcommands: [configShow, configValidate]
)
