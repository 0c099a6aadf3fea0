/// Why a program that should say who asks did not.
package struct ExecFailure: Error, Sendable, Hashable {
    package var kind: Kind
    package var command: String
    package var file: String
    /// What the kubeconfig says to do where the program is missing.
    package var installHint: String?

    init(_ kind: Kind, of plugin: ExecPlugin) {
        self.kind = kind
        command = plugin.command
        file = plugin.file
        installHint = plugin.installHint
    }

    package enum Kind: Sendable, Hashable {
        case notFound
        case notExecutable
        /// It ended with this status; the last of what it said, long words masked, since one of them may be a token.
        case failed(status: Int32, said: String)
        case timedOut(said: String)
        case cancelled
        case cannotStart(reason: String)
        /// What it printed is no ExecCredential.
        case badAnswer(reason: String)
        /// It answers in another version than it was asked in.
        case otherForm(String)
        case noCredential
        /// What it gave has ended already.
        case expired
    }
}

extension ExecFailure: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .notFound: "\(command) is not there"
        case .notExecutable: "\(command) may not be executed"
        case .failed(let status, _): "\(command) ended with status \(status)"
        case .timedOut: "\(command) did not end in time"
        case .cancelled: "\(command) was interrupted"
        case .cannotStart(let reason): "\(command) cannot be started: \(reason)"
        case .badAnswer(let reason): "what \(command) printed is no ExecCredential: \(reason)"
        case .otherForm(let form): "\(command) answers in another version than it was asked in: \(form)"
        case .noCredential: "\(command) gave neither a token nor a certificate"
        case .expired: "what \(command) gave has already expired"
        }
    }

    /// The last of what the program said on its error output.
    package var said: String? {
        switch kind {
        case .failed(_, let said), .timedOut(let said): said.isEmpty ? nil : said
        default: nil
        }
    }
}

/// The last lines of an error output, with no word that could be a token.
func tellable(_ errors: String) -> String {
    let lines = errors.split(whereSeparator: \.isNewline).suffix(5).map { line in
        line.split(separator: " ").map { word in
            word.utf8.count >= 32 && !word.contains("/") && !word.contains("://") ? "…" : String(word)
        }.joined(separator: " ")
    }
    return String(lines.joined(separator: "\n").suffix(600))
}
