internal import Deadlines
internal import Glibc
internal import Synchronization
package import Words

/// The reader at the other end: data goes to standard output, everything else to standard error.
///
/// Data is written as it is handed over: renderers make it safe and the report is redacted before them. Messages are redacted here.
package final class Console: Sendable {
    package enum Verbosity: Sendable, Hashable {
        /// Data and errors only.
        case quiet
        case normal
        /// With what is done on the way.
        case detailed
    }

    package let output: OutputStream
    package let errors: OutputStream
    package let verbosity: Verbosity
    /// How data may look.
    package let look: Look
    /// How messages may look.
    package let errorLook: Look
    package let redactor: Redactor
    /// Whether questions can be asked and progress redrawn.
    package let isInteractive: Bool
    let input: Int32
    private let environment: [String: String]
    /// What stands in the terminal's last line and has to be wiped before anything else is written.
    private let transient = Locked("")

    package init(
        output: OutputStream = OutputStream(descriptor: 1),
        errors: OutputStream = OutputStream(descriptor: 2),
        input: Int32 = 0,
        colour: ColourChoice = .auto,
        verbosity: Verbosity = .normal,
        environment: [String: String],
        redactor: Redactor = Redactor(),
    ) {
        self.output = output
        self.errors = errors
        self.input = input
        self.verbosity = verbosity
        self.environment = environment
        self.redactor = redactor
        look = Console.look(of: output, colour, environment)
        errorLook = Console.look(of: errors, colour, environment)
        isInteractive = errors.isTerminal && environment["TERM"] != "dumb"
        // A reader that goes away is told by the write, not by a signal.
        signal(SIGPIPE, SIG_IGN)
    }

    private static func look(of stream: OutputStream, _ colour: ColourChoice, _ environment: [String: String]) -> Look {
        Look(
            width: TerminalFacts.columns(of: stream.descriptor ?? -1, environment: environment),
            hasColour: colour.shows(onTerminal: stream.isTerminal, environment: environment),
        )
    }

    /// Data, to standard output, as it is.
    package func write(_ text: String) {
        around { output.write(text) }
    }

    /// A message that is not data; silent under `-q`.
    package func say(_ line: Line) {
        if verbosity != .quiet { message(line) }
    }

    /// A message in answer to Ctrl-C, which the terminal has just shown as `^C` in the middle of a line.
    package func sayStopping(_ line: Line) {
        guard verbosity != .quiet else { return }
        let isMidLine = isInteractive && transient.withLock { $0.isEmpty }
        message(isMidLine ? Line("\n") + line : line)
    }

    /// A message for `-v`.
    package func detail(_ line: Line) {
        if verbosity == .detailed { message(Line(line.spans.map { Line.Span($0.text, .dim) })) }
    }

    package func warn(_ text: String) {
        if verbosity != .quiet { message(Line("! ", .warning) + Line(text)) }
    }

    /// What went wrong, and below it what to do about it; shown always.
    package func fail(_ text: String, hint: String? = nil) {
        message(Line(text, .bad))
        if let hint { message(Line("\nhint: ", .strong) + Line(hint)) }
    }

    /// The status to end with: data that could not be written is an answer that was not given.
    package func finish(_ status: ExitStatus) -> ExitStatus {
        guard case .system(let code)? = output.failure else { return status }
        fail("standard output: \(String(cString: strerror(code)))")
        return status == .success ? .incomplete : ExitStatus.worst([status, .incomplete])
    }

    /// Columns for messages at this moment: a window can be resized while work goes on.
    var currentWidth: Int {
        Look(width: TerminalFacts.columns(of: errors.descriptor ?? -1, environment: environment)).width
    }

    /// A whole message in one write, so that messages of several tasks do not mix.
    private func message(_ line: Line) {
        let masked = redactor.redact(line)
        let rows = masked.splitLines.map { $0.text(for: errorLook) + "\n" }
        around { errors.write(rows.joined()) }
    }

    /// Shows a line on a terminal that the next one replaces; empty wipes it.
    package func show(transient line: Line) {
        guard isInteractive, verbosity != .quiet else { return }
        // One column stays free: a full line would wrap and could not be wiped.
        show(transient: redactor.redact(line).truncated(to: currentWidth - 1).text(for: errorLook))
    }

    /// Shows a line that the next one replaces; empty wipes it.
    func show(transient text: String) {
        transient.withLock { shown in
            if text.isEmpty && shown.isEmpty { return }
            shown = text
            errors.write("\r\u{1B}[K" + text)
            TransientLine.isShown.store(!text.isEmpty, ordering: .relaxed)
        }
    }

    private func around(_ write: () -> Void) {
        transient.withLock { shown in
            if shown.isEmpty { return write() }
            errors.write("\r\u{1B}[K")
            write()
            errors.write(shown)
        }
    }
}

extension Line {
    /// One line for each newline in it, styles kept.
    fileprivate var splitLines: [Line] {
        var lines: [Line] = [Line([])]
        for span in spans {
            for (number, text) in span.text.visibleLines.enumerated() {
                if number > 0 { lines.append(Line([])) }
                lines[lines.count - 1].spans.append(Span(text, span.style))
            }
        }
        return lines
    }
}
