package import Terminal
package import Words

/// Answers a line that is nothing but `--version`, before any table is built; nil for every other line.
package func quickVersion(
    _ arguments: [String],
    program: String,
    version: String,
    output: OutputStream = OutputStream(descriptor: 1),
) -> ExitStatus? {
    guard arguments.count == 2, arguments[1] == "--version" else { return nil }
    output.write("\(program) \(version)\n")
    if case .system? = output.failure { return .incomplete }
    return .success
}
