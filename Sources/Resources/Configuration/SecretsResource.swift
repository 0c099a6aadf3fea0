internal import Cryptography
package import Deadlines
package import Platform
package import Words

/// The secrets of an environment: the platform's own are made where they are missing, all others are named to the person who gets them.
package struct SecretsResource: Resource {
    package let address = Address.configuration
    package let after: [Address] = []
    /// They all go into one file.
    package let parallelism = 1

    private let views: [LoadedPlatform]
    private let resolver: Resolver
    private let learn: @Sendable (Secret) -> Void
    private let certificate: LocalhostCertificate?

    /// Takes the environment as each of its regions sees it, or once where there are none; the resolver knows the secrets file.
    ///
    /// `learn` hears of every secret that is made before it is written. With `makesCertificate` there is one for localhost beside the secrets file.
    package init(
        views: [LoadedPlatform],
        resolver: Resolver,
        makesCertificate: Bool = false,
        learn: @escaping @Sendable (Secret) -> Void,
    ) {
        self.views = views
        self.resolver = resolver
        self.learn = learn
        let folder = resolver.secretsFile.flatMap { file in
            file.lastIndex(of: "/").map { String(file[..<$0]) }
        }
        certificate = makesCertificate ? folder.map { LocalhostCertificate(folder: $0, root: resolver.root) } : nil
    }

    /// A file has none.
    package func identity(by deadline: Deadline) async throws -> [IdentityFact: String?] { [:] }

    package func survey(by deadline: Deadline) async throws -> Survey {
        try await telling(address) {
            let wishes = wishes
            if wishes.contains(where: \.isOfSecretsFile) { _ = try store?.read() }
            var survey = Survey(requests: 1)
            for wish in wishes {
                if let change = change(of: wish) {
                    survey.changes.append(change)
                } else if let finding = finding(of: wish) {
                    survey.findings.append(finding)
                    if case .found = wish.state { survey.sound.append(wish.address) }
                } else {
                    survey.sound.append(wish.address)
                }
            }
            surveyCertificate(&survey)
            if let finding = openFileFinding { survey.findings.append(finding) }
            return survey
        }
    }

    package func carryOut(_ change: Change, by deadline: Deadline) async throws -> [Finding] {
        try await telling(change.address) {
            if let certificate, change.address == .localhostCertificate {
                try await certificate.make(by: deadline)
                return []
            }
            guard let wish = wishes.first(where: { $0.address == change.address && $0.isOfSecretsFile }),
                wish.purpose.isOurs, let store
            else { throw StaleChange(change.address) }
            _ = try await store.add(wish.name, by: deadline) {
                guard let secret = try wish.purpose.make() else { throw StaleChange(change.address) }
                // The redactor knows it before anybody can speak of it.
                learn(secret)
                for part in URLCredentials.secrets(in: secret.reveal()) { learn(part) }
                return secret
            }
            return []
        }
    }

    private var store: SecretsStore? {
        resolver.secretsFile.map { path in
            let root = resolver.root
            let shown = path.hasPrefix("\(root)/") ? String(path.dropFirst(root.count + 1)) : path
            return SecretsStore(path: path, shown: shown, root: root)
        }
    }

    /// Each thing referred to once, however many settings and regions refer to it; what is ours wins.
    private var wishes: [SecretWish] {
        var found: [SecretWish] = []
        for view in views {
            for state in view.references(by: resolver) where state.isSecret {
                let wish = SecretWish(state, in: view.platform)
                if let index = found.firstIndex(where: { $0.address == wish.address }) {
                    if wish.purpose.isOurs, !found[index].purpose.isOurs { found[index] = wish }
                } else {
                    found.append(wish)
                }
            }
        }
        return found
    }

    /// Nil for what is there, and for what is there and spoilt.
    private func change(of wish: SecretWish) -> Change? {
        guard case .failed(let failure) = wish.state, isAbsent(wish, failure) else { return nil }
        let precondition = DigestAlgorithm.sha256.digest(of: "absent").hexadecimal
        if wish.isOfSecretsFile, wish.purpose.isOurs, let store {
            return Change(
                .create,
                wish.address,
                fields: [
                    Change.Field(wish.path, to: .string(wish.purpose.madeOf), note: "into \(store.shown), never shown")
                ],
                precondition: precondition
            )
        }
        return Change(
            .person,
            wish.address,
            fields: [Change.Field(wish.path, to: .string(wish.reference.spelled))],
            reason: duty(wish),
            precondition: precondition
        )
    }

    private func isAbsent(_ wish: SecretWish, _ failure: ReferenceFailure) -> Bool {
        switch failure.kind {
        case .unset, .notThere: true
        // The file was read just now: an empty one is no JSON, and holds nothing that could be lost.
        case .notJSON: wish.isOfSecretsFile
        case .empty: !(wish.isOfSecretsFile && wish.purpose.isOurs)
        case .unreadable, .tooLarge: false
        }
    }

    /// What a person has to do, the source first.
    private func duty(_ wish: SecretWish) -> String {
        let whence: String? =
            switch wish.purpose {
            case .foreign(let words): words
            case .incompleteDatabaseURL:
                "with database.host, name and user in the platform file it can be made as secret:NAME; else write postgresql://USER:PASSWORD@HOST:5432/NAME"
            case .tokenKey, .encryptionKey, .databaseURL:
                "it would be made here if \(wish.path) said secret:\(wish.name)"
            }
        let place =
            switch wish.reference.target {
            case .variable(let name, _): "set \(name), or \(name)_FILE to the file that holds it"
            case .secret(let name): "put \(name) into \(store?.shown ?? "the secrets file")"
            case .file(let path): "put it into \(path)"
            case .literal: "put it where the platform file refers to"
            }
        return [place, whence].compactMap(\.self).joined(separator: "; ")
    }

    /// What is wrong with one that is there: a person decides, since others may hold the same.
    private func finding(of wish: SecretWish) -> Finding? {
        switch wish.state {
        case .found(let resolved):
            guard let weakness = SecretWeakness(of: resolved.value, for: wish.purpose) else { return nil }
            return Finding(
                "configuration.weak_secret",
                weakness.isFatal ? .error : .warning,
                subject: "\(wish.address)",
                weakness.words,
                evidence: [.fact("setting", wish.path), .fact("from", "\(resolved.origin)")],
                remedies: [
                    .hint("replace it where all who use it can take the new one at the same time"),
                    .then("ihctl bootstrap --plan"),
                ],
                topic: "configuration.weak_secret"
            )
        case .failed(let failure):
            return Finding(
                "config.unresolved",
                .error,
                subject: "\(wish.address)",
                "\(failure)",
                evidence: [.fact("setting", wish.path)],
                remedies: failure.kind == .empty
                    ? [.hint("take the empty entry away, and a new one is made")] : [],
                topic: "config.unresolved"
            )
        }
    }

    private func surveyCertificate(_ survey: inout Survey) {
        guard let certificate else { return }
        let state = certificate.state()
        switch state {
        case .sound: survey.sound.append(.localhostCertificate)
        case .absent, .worn:
            var note: JSONValue = .null
            if case .worn(let fault) = state { note = .string(fault) }
            survey.changes.append(
                Change(
                    note == .null ? .create : .update,
                    .localhostCertificate,
                    fields: [
                        Change.Field(
                            "certificate",
                            from: note,
                            to: .string("for \(LocalhostCertificate.names.joined(separator: ", "))"),
                            note: "development only; clients trust \(certificate.authorityFile)"
                        )
                    ],
                    precondition: DigestAlgorithm.sha256.digest(of: "\(state)").hexadecimal
                )
            )
        case .foreign(let fault):
            survey.findings.append(
                Finding(
                    "configuration.certificate",
                    .warning,
                    subject: "\(Address.localhostCertificate)",
                    "\(fault), and it was not made here",
                    remedies: [
                        .hint("take it away, and a new one is made"), .fix("rm \(certificate.certificateFile)"),
                    ],
                    topic: "configuration.certificate"
                )
            )
        }
    }

    /// Secrets that container platforms mount are theirs to guard.
    private var openFileFinding: Finding? {
        guard let store, !store.path.hasPrefix("/run/secrets"), let bits = store.openBits, bits != 0 else { return nil }
        return Finding(
            "configuration.open_file",
            .warning,
            subject: "\(address)",
            "others than its owner may read the secrets file \(store.shown)",
            remedies: [.fix("chmod 600 \(store.path)")],
            place: Place(store.shown),
            topic: "configuration.open_file"
        )
    }

    private func telling<Value>(_ subject: Address, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let fault as FileFault {
            throw ResourceFailure(fault, subject: subject)
        } catch let fault as SecretsText.Fault {
            throw ResourceFailure(fault, in: store?.shown ?? "", subject: subject)
        }
    }
}
