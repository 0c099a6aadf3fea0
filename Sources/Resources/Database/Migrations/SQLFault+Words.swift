package import SQLText

extension SQLFault {
    package var message: String {
        switch kind {
        case .unterminatedString: "the string that begins here never ends"
        case .unterminatedIdentifier: "the quoted name that begins here never ends"
        case .unterminatedComment: "the comment that begins here never ends"
        case .unterminatedDollarQuote(let tag): "the text that begins here with $\(tag)$ never ends"
        case .psqlCommand(let command): "\(command) is a command of psql, which the server does not know"
        case .copyFromStandardInput: "copy from stdin has its data among the statements"
        case .nul: "a NUL byte, which PostgreSQL cannot read"
        case .invalidUTF8: "this is no UTF-8"
        }
    }

    package var hint: String? {
        switch kind {
        case .psqlCommand: "a migration holds SQL alone; write out what the command would do"
        case .copyFromStandardInput: "write insert statements, or load data beside the migrations"
        case .nul, .invalidUTF8: "save the file as UTF-8"
        case .unterminatedDollarQuote(let tag): "it ends with $\(tag)$"
        default: nil
        }
    }
}
