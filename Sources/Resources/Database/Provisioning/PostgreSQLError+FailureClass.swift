internal import Network
internal import PostgreSQL
internal import Words

extension PostgreSQLError {
    /// The kind of the failure in one word; nil where none fits.
    var failureClass: FailureClass? {
        if case .transport(let failure) = kind { return FailureClass(rawValue: failure.failureClass) }
        switch code {
        case .invalidPassword, .invalidAuthorization: return .auth
        case .insufficientPrivilege: return .permission
        default: return nil
        }
    }

    /// Somebody else was doing the same at the same moment: a second look tells whether anything is left to do.
    var isRace: Bool {
        // XX000 is "tuple concurrently updated": two that changed one row of a catalogue.
        let codes: [SQLState] = [
            .duplicateDatabase, .duplicateObject, .uniqueViolation, .internalError, .objectInUse, .deadlock,
            .serializationFailure, .lockNotAvailable,
        ]
        return code.map(codes.contains) == true
    }
}
