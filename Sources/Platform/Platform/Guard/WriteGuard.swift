package import Words

extension Identity {
    package func expected(_ fact: IdentityFact) -> String? {
        switch fact {
        case .database: database
        case .systemIdentifier: systemIdentifier
        case .bucketOwner: bucketOwner
        case .natsServer: natsServer
        case .natsAccount: natsAccount
        case .cluster: cluster
        }
    }
}

/// What every writing verb passes before its first write: the right servers, and in a protected environment a person's word.
package struct WriteGuard: Sendable {
    package let environment: String
    private let identity: Identity?
    private let isProtected: Bool

    package init(_ loaded: LoadedPlatform) {
        environment = loaded.environment
        identity = loaded.platform.identity
        isProtected = loaded.platform.protected
    }

    /// Whether `permit` will want the environment's name.
    package var wantsConfirmation: Bool { isProtected }

    /// Passes, or throws why not.
    ///
    /// `observed` holds the facts of the servers this verb writes to; nil for one that did not tell.
    /// `confirmation` is what the person typed or gave with `--confirm`.
    package func permit(observed: [IdentityFact: String?], confirmation: String?) throws(GuardRefusal) {
        for fact in IdentityFact.allCases {
            guard let answer = observed[fact], let expected = identity?.expected(fact) else { continue }
            guard let found = answer else { throw .untold(fact, expected: expected) }
            guard found == expected else { throw .wrongTarget(fact, expected: expected, found: found) }
        }
        guard isProtected else { return }
        guard let confirmation else { throw .unconfirmed(environment: environment) }
        guard confirmation == environment else {
            throw .wronglyConfirmed(environment: environment, given: confirmation)
        }
    }
}

/// Why a write was refused; nothing has been changed.
package enum GuardRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case wrongTarget(IdentityFact, expected: String, found: String)
    /// The server does not tell the fact, so nobody knows whether it is the right one.
    case untold(IdentityFact, expected: String)
    case unconfirmed(environment: String)
    case wronglyConfirmed(environment: String, given: String)

    package var description: String {
        switch self {
        case .wrongTarget(let fact, let expected, let found):
            "wrong target: identity.\(fact.rawValue) is \"\(expected)\", the server says \"\(found)\""
        case .untold(let fact, let expected):
            "identity.\(fact.rawValue) is \"\(expected)\", and the server does not tell its own"
        case .unconfirmed(let environment):
            "\(environment) is protected: type its name, or give --confirm \(environment)"
        case .wronglyConfirmed(let environment, let given):
            "\(environment) is protected: \"\(given)\" is not its name"
        }
    }
}
