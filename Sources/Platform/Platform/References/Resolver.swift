internal import FoundationEssentials
package import Words

/// What a reference led to.
package struct Resolved: Sendable {
    package var value: Secret
    package var origin: Origin
}

/// Why a reference leads to nothing; the value itself is never told.
package struct ReferenceFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        case unset, empty, unreadable(reason: String), notJSON, notThere, tooLarge
    }

    package var kind: Kind
    package var reference: String
    package var origin: Origin
    package var description: String

    /// Nobody set it, as opposed to somebody having set it wrongly.
    package var isAbsence: Bool { kind == .unset || kind == .notThere }
}

/// Follows references: variables with their `NAME_FILE` twins, files, and names in the secrets file.
///
/// Every secret that comes out goes to the redactor first, so that none can be printed by accident.
package struct Resolver: Sendable {
    package let variables: Variables
    /// Relative paths start here: the folder that holds `manifests/`.
    package let root: String
    /// The path of the secrets file once it is known.
    package var secretsFile: String?
    private let redactor: Redactor

    private static let largest = 1 << 20

    package init(variables: Variables, root: String, secretsFile: String? = nil, redactor: Redactor) {
        self.variables = variables
        self.root = root
        self.secretsFile = secretsFile
        self.redactor = redactor
    }

    /// A secret; it is known to the redactor from now on.
    package func secret(_ reference: SecretReference) throws(ReferenceFailure) -> Resolved {
        let resolved = try follow(reference.reference)
        redactor.learn(resolved.value)
        return resolved
    }

    /// A value that may be shown; one that came from a secret place is hidden all the same.
    package func value(_ reference: Reference) throws(ReferenceFailure) -> Resolved {
        let resolved = try follow(reference)
        if case .secret = reference.target { redactor.learn(resolved.value) }
        return resolved
    }

    /// The text of a value that may be shown.
    package func text(_ reference: Reference) throws(ReferenceFailure) -> String {
        try value(reference).value.reveal()
    }

    private func follow(_ reference: Reference) throws(ReferenceFailure) -> Resolved {
        let resolved = try resolve(reference)
        // A URL holds its password in either kind of reference.
        for secret in URLCredentials.secrets(in: resolved.value.reveal()) { redactor.learn(secret) }
        return resolved
    }

    private func resolve(_ reference: Reference) throws(ReferenceFailure) -> Resolved {
        switch reference.target {
        case .literal(let text): return Resolved(value: Secret(text), origin: reference.origin)
        case .file(let path): return try read(path, called: "the file \(path)", for: reference)
        case .secret(let name): return try lookUp(name, for: reference)
        case .variable(let name, let fallback):
            if let found = variables[name], !found.text.isBlank {
                return Resolved(value: Secret(found.text), origin: found.origin)
            }
            if let twin = variables["\(name)_FILE"], !twin.text.isBlank {
                // Its path is not shown: people put the secret itself there by mistake.
                return try read(twin.text, called: "the file that \(name)_FILE names", for: reference)
            }
            if let fallback { return Resolved(value: Secret(fallback), origin: reference.origin) }
            if variables[name] != nil { throw failure(.empty, reference, "no value stands in the variable \(name)") }
            throw failure(.unset, reference, "no variable \(name) is set (nor \(name)_FILE)")
        }
    }

    /// A file's content without the line ends that editors and `echo` leave.
    private func read(_ path: String, called name: String, for reference: Reference) throws(ReferenceFailure)
        -> Resolved
    {
        var bytes = try contents(path, called: name, for: reference)
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw failure(.unreadable(reason: "not text"), reference, "cannot read \(name): it is not UTF-8 text")
        }
        guard !text.isBlank else { throw failure(.empty, reference, "no value stands in \(name)") }
        return Resolved(value: Secret(text), origin: .referencedFile(path))
    }

    private func lookUp(_ name: String, for reference: Reference) throws(ReferenceFailure) -> Resolved {
        guard let secretsFile else { throw failure(.unset, reference, "no secrets file is named") }
        let file = "the secrets file \(secretsFile)"
        let bytes = try contents(secretsFile, called: file, for: reference)
        guard let names = try? JSONDecoder().decode([String: String].self, from: Data(bytes)) else {
            throw failure(.notJSON, reference, "cannot read \(file): it is not one JSON object of names and texts")
        }
        guard let value = names[name] else {
            throw failure(.notThere, reference, "cannot find \(quoted(name)) in \(file)")
        }
        guard !value.isBlank else {
            throw failure(.empty, reference, "no value stands behind \(quoted(name)) in \(file)")
        }
        return Resolved(value: Secret(value), origin: .secretsFile(secretsFile, name: name))
    }

    private func contents(_ path: String, called name: String, for reference: Reference) throws(ReferenceFailure)
        -> [UInt8]
    {
        switch SmallFile.read(path.hasPrefix("/") ? path : "\(root)/\(path)", atMost: Resolver.largest) {
        case .success(let bytes): return bytes
        case .failure(.missing): throw failure(.notThere, reference, "cannot find \(name)")
        case .failure(.tooLarge): throw failure(.tooLarge, reference, "cannot read \(name): it is larger than 1 MiB")
        case .failure(.other(let reason)):
            throw failure(.unreadable(reason: reason), reference, "cannot read \(name): \(reason)")
        }
    }

    private func failure(_ kind: ReferenceFailure.Kind, _ reference: Reference, _ text: String) -> ReferenceFailure {
        ReferenceFailure(kind: kind, reference: reference.spelled, origin: reference.origin, description: text)
    }
}

extension String {
    /// Nothing, or nothing that can be seen.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
