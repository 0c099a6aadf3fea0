package import Network

/// Why a call did not do what it should, with what is known about the state it leaves behind.
package struct PostgreSQLError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        case badURL(BadURL)
        /// A rung below the protocol, while connecting.
        case transport(TransportFailure)
        /// Something answers, and it is not PostgreSQL.
        case notPostgreSQL(firstBytes: [UInt8])
        /// The server refused the connection or the statement.
        case server(ServerError)
        /// The server asks for a password and the target has none.
        case authenticationMissing
        /// The server asks for a way to authenticate that libpq does not have; the number is the protocol's.
        case unsupportedAuthentication(code: Int32)
        /// The servers answer, and none has the role the target asks for.
        case wrongRole(wanted: Target.SessionRole)
        /// The connection broke; the server's last word where it said one.
        case connectionLost(ServerError?)
        /// The connection was closed before, by us.
        case closed
        case cancelled
        case deadlinePassed(during: Activity)
        /// The connection itself was used inside its own transaction: use the transaction.
        case insideTransaction
        /// The transaction was used after its end.
        case transactionEnded
        /// `commit` was answered by a rollback: a statement had failed before.
        case rolledBack
        /// PostgreSQL cannot store U+0000 in text; the number is the parameter's, nil for the statement itself.
        case nulInText(parameter: Int?)
        case tooManyParameters(Int)
        /// `copy … from stdin` or `to stdout` where no data can flow.
        case copyNotHere
        case noColumn(String)
        /// The column's value is not of the type asked for; `isNull` where there is no value at all.
        case undecodable(column: String, type: String, isNull: Bool)
        /// Something libpq says without a code.
        case library(String)
    }

    package enum Activity: String, Sendable {
        /// Waiting for another call on the same connection to end.
        case turn
        case statement
        case copy
        case notification
    }

    package var kind: Kind
    /// The address tried, where the failure belongs to one.
    package var address: String?
    /// Whether the connection can go on.
    package var connectionIsUsable = true
    /// Whether the server may have carried the statement out all the same; always told, never guessed to be false.
    package var mayHaveTakenEffect = false
    /// How many statements of a script or pipeline the server had answered well before this one.
    package var completedStatements = 0
    /// What the server remarked during the call.
    package var notices: [Notice] = []

    package init(_ kind: Kind) {
        self.kind = kind
    }

    /// What the server said, where it did.
    package var serverError: ServerError? {
        switch kind {
        case .server(let error): error
        case .connectionLost(let error): error
        default: nil
        }
    }

    package var code: SQLState? { serverError?.code }

    package var description: String {
        switch kind {
        case .badURL(let bad): "connection URL, character \(bad.offset + 1): \(bad.reason)"
        case .transport(let failure): "\(failure)"
        case .notPostgreSQL: "the other end does not speak PostgreSQL's protocol"
        case .server(let error): error.description
        case .authenticationMissing: "the server asks for a password and none is given"
        case .unsupportedAuthentication(let code): "the server asks for authentication method \(code)"
        case .wrongRole(let wanted): "no server is \(wanted.rawValue)"
        case .connectionLost(let error): error.map { "connection lost: \($0)" } ?? "connection lost"
        case .closed: "connection closed"
        case .cancelled: "cancelled"
        case .deadlinePassed(let activity): "no end of the \(activity.rawValue) within the deadline"
        case .insideTransaction: "a transaction is open in this task: use it instead of the connection"
        case .transactionEnded: "the transaction has ended"
        case .rolledBack: "rolled back, since a statement had failed"
        case .nulInText(let parameter): "U+0000 in \(parameter.map { "parameter \($0)" } ?? "the statement")"
        case .tooManyParameters(let count): "\(count) parameters; 65535 are the most"
        case .copyNotHere: "copy needs a call of its own"
        case .noColumn(let name): "no column \(name)"
        case .undecodable(let column, let type, let isNull): "column \(column) \(isNull ? "is null" : "is no \(type)")"
        case .library(let text): text
        }
    }
}

/// A remark of the server beside the results.
package typealias Notice = ServerError
