internal import CommandLineKit
internal import LocalStack
internal import Platform
internal import Terminal
internal import Words

private let service = Argument(optional: "SERVICE", serviceKind, "only this service")
private let follow = Option(flag: "follow", short: "f", "go on printing what is added, until Ctrl-C")
private let count = Option(
    "lines",
    short: "n",
    .integer(in: 0...1_000_000),
    default: 20,
    "lines of each service to begin with"
)

/// `ihctl dev logs`: what the servers wrote.
let devLogs = Command<Context>(
    "logs",
    summary: "print what the services wrote",
    examples: [Example("ihctl dev logs database -f", "follow PostgreSQL's log")],
    arguments: [service],
    options: [follow, count]
) { arguments, context in
    let names = arguments[service].map { [$0] } ?? ServiceName.allCases
    var tails = names.map { (name: $0, tail: LogTail(context.stack.folder.log(of: $0), last: arguments[count])) }
    let isSeveral = names.count > 1
    while true {
        for index in tails.indices {
            let lines = tails[index].tail.newLines(includingUnfinished: !arguments[follow])
            let name = tails[index].name.rawValue
            let lead = isSeveral ? name + String(repeating: " ", count: max(0, 9 - name.count)) + " | " : ""
            let text = lines.map { context.console.redactor.redact("\(lead)\($0)") + "\n" }.joined()
            if !text.isEmpty { context.console.write(text) }
        }
        guard arguments[follow], context.console.output.failure == nil else { return .success }
        try await Task.sleep(for: .milliseconds(100))
    }
}
