internal import CommandLineKit
internal import Platform
internal import Reports

/// The options every command takes, spelled once.
enum GlobalOptions {
    static let directory = Option("C", .directory, "work in this folder instead of the current one")
    static let environment = Option(
        "env",
        short: "e",
        .text.called("NAME").completed(by: .dynamic { _ in environmentNames }),
        environment: ["IHCTL_ENV", "ENVIRONMENT"],
        otherwise: "development",
        "the environment"
    )
    static let region = Option(
        "region",
        .text.called("NAME"),
        environment: ["SCALEWAY_REGION"],
        otherwise: "the primary",
        "the region"
    )
    static let format = format(among: ReportFormat.ofAll)
    /// For a command that judges: declared among its own options it stands for the shared one.
    static let formatOfFindings = format(among: ReportFormat.ofFindings)
    /// For a command that runs checks.
    static let formatOfChecks = format(among: ReportFormat.ofChecks)
    /// For the gate: its parts are a list of tests too, and its reasons a page.
    static let formatOfVerdict = format(among: ReportFormat.ofFindings + [.junit, .markdown])
    static let timeout = Option("timeout", .duration, default: .seconds(10), "limit of one external call or check")
    static let deadline = Option("deadline", .duration, "limit of the whole command")
    static let offline = Option(flag: "offline", "call nothing outside the platform's own hosts")

    static let all: [any OptionDeclaration] = [directory, environment, region, format, timeout, deadline, offline]

    private static func format(among formats: [ReportFormat]) -> Option<ReportFormat> {
        Option(
            "format",
            .choice(of: formats, placeholder: "FORMAT", about: \.summary),
            default: .text,
            "how results are printed"
        )
    }

    private static var environmentNames: [Completion.Choice] {
        Project.around(currentFolder).environments.map { Completion.Choice($0) }
    }
}
