package import Words

/// How an error that nobody caught is told, and what the program ends with.
package struct CommandFailure: Error, Hashable, Sendable {
    package var message: String
    package var hint: String?
    package var status: ExitStatus

    package init(_ message: String, hint: String? = nil, status: ExitStatus = .incomplete) {
        self.message = message
        self.hint = hint
        self.status = status
    }
}
