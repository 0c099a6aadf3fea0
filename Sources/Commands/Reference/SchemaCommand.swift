internal import CommandLineKit
internal import Platform
internal import Terminal
internal import Words

private let document = Argument(
    "WHAT",
    ValueKind<String>.choice([
        Completion.Choice("platform", "manifests/platform.yaml"),
        Completion.Choice("environment", "manifests/environments/*.yaml"),
    ]),
    "platform or environment"
)

/// `ihctl schema`: the JSON schemas that editors check the files with.
let schemaCommand = Command<Context>(
    "schema",
    summary: "print the JSON schema of the platform file",
    examples: [Example("ihctl schema platform > platform.schema.json", "for an editor")],
    arguments: [document]
) { arguments, context in
    context.console.write(JSONSchema.document(forLayer: arguments[document] == "environment").pretty + "\n")
    return .success
}
