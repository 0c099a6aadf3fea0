internal import SQLText

extension SQLFault {
    /// What to do about it.
    var hint: String? {
        switch kind {
        case .psqlCommand: "a migration holds SQL alone; write out what the command would do"
        case .copyFromStandardInput, .copyToStandardOutput: "load and unload data beside the migrations"
        case .nul, .invalidUTF8: "save the file as UTF-8"
        case .unterminatedDollarQuote(let tag): "it is closed by $\(tag)$"
        case .unterminatedString, .unterminatedIdentifier, .unterminatedComment, .tooLong: nil
        }
    }
}
