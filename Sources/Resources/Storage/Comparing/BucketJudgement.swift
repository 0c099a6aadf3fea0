internal import Cryptography
internal import Platform
internal import S3
internal import Words

/// What a look at one bucket means, held against what is declared of it.
struct BucketJudgement {
    var change: Change?
    var findings: [Finding] = []
    /// By the fields' names: where the bucket is not as it is wanted.
    var differences: [String: [Difference]] = [:]
    /// Every field was read and is as it should be, or is none of this store's.
    var isSound: Bool { change == nil && !findings.contains { $0.severity == .error } }
}

extension StorageResource {
    func judge(_ name: String, _ sight: BucketSight, _ dialect: StoreDialect) -> BucketJudgement {
        guard let declared = storage.buckets[name] else { return BucketJudgement() }
        var judgement = BucketJudgement()
        let left = declared.ignore.filter(declared.declares)
        if !left.isEmpty { judgement.findings.append(ignored(left, of: name)) }
        switch sight.presence {
        case .untold(let error):
            judgement.findings.append(failed(StoreFault(error), name, "cannot be looked at"))
        case .taken(let answer):
            judgement.change = change(.impossible, name, sight, [.init("name", to: .string(name))])
            judgement.change?.reason = "the name is somebody else's, or is out of this key's reach: \(answer)"
        case .absent: judgeAbsent(name, declared, sight, dialect, &judgement)
        case .present: judgePresent(name, declared, sight, dialect, &judgement)
        }
        return judgement
    }

    private func judgeAbsent(
        _ name: String,
        _ declared: DeclaredBucket,
        _ sight: BucketSight,
        _ dialect: StoreDialect,
        _ judgement: inout BucketJudgement,
    ) {
        var fields: [Change.Field] = []
        if let location = declared.location, wants(BucketField.location, of: name) {
            fields.append(.init(BucketField.location, to: .string(location)))
        }
        for field in BucketField.all where wants(field.name, of: name) {
            guard !tellsUnsupported(field, name, declared, dialect, &judgement.findings) else { continue }
            fields += compare(field, name, declared, .null, dialect, &judgement)
        }
        judgement.change = change(.create, name, sight, fields)
        // A policy gives rights, and those are given by nobody unasked.
        judgement.change?.isSafe = declared.policy == nil
    }

    private func judgePresent(
        _ name: String,
        _ declared: DeclaredBucket,
        _ sight: BucketSight,
        _ dialect: StoreDialect,
        _ judgement: inout BucketJudgement,
    ) {
        if judgeLocation(name, declared, sight, dialect, &judgement) { return }
        var fields: [Change.Field] = []
        for field in BucketField.all where wants(field.name, of: name) {
            switch sight.fields[field.name] {
            case .picture(let picture):
                guard !tellsUnsupported(field, name, declared, dialect, &judgement.findings) else { continue }
                fields += compare(field, name, declared, picture, dialect, &judgement)
            case .unsupported(let reason):
                judgement.findings.append(unsupported(field.name, of: name, because: reason))
            case .failed(let error): judgement.findings.append(unread(field.name, of: name, StoreFault(error)))
            case nil: break
            }
        }
        if !fields.isEmpty { judgement.change = change(.update, name, sight, fields) }
    }

    /// Whether the bucket stands elsewhere, so that nothing else of it matters.
    private func judgeLocation(
        _ name: String,
        _ declared: DeclaredBucket,
        _ sight: BucketSight,
        _ dialect: StoreDialect,
        _ judgement: inout BucketJudgement,
    ) -> Bool {
        guard let wanted = declared.location, let seen = sight.fields[BucketField.location] else { return false }
        switch seen {
        case .unsupported(let reason):
            judgement.findings.append(unsupported(BucketField.location, of: name, because: reason))
        case .failed(let error):
            judgement.findings.append(unread(BucketField.location, of: name, StoreFault(error)))
        case .picture(let place):
            let isThere = place == .string(wanted) || dialect == .aws && place == "eu-west-1" && wanted == "EU"
            guard !isThere else { return false }
            let field = Change.Field(BucketField.location, from: place, to: .string(wanted))
            let canBeMade = dialect.makesBucketsElsewhere || wanted == storage.region
            judgement.change = change(canBeMade ? .replace : .impossible, name, sight, [field])
            judgement.change?.reason =
                canBeMade
                ? "a bucket stays where it was made"
                : "a bucket stays where it was made, and this endpoint makes none in \(wanted)"
            return true
        }
        return false
    }

    private func compare(
        _ field: BucketField,
        _ name: String,
        _ declared: DeclaredBucket,
        _ picture: JSONValue,
        _ dialect: StoreDialect,
        _ judgement: inout BucketJudgement,
    ) -> [Change.Field] {
        guard let wish = field.wish(declared, dialect) else { return [] }
        let differences = field.differences(from: picture, to: wish.picture)
        guard !differences.isEmpty else { return [] }
        judgement.differences[field.name] = differences
        return differences.map { difference in
            Change.Field(
                difference.path.description,
                from: difference.from.tidy,
                to: difference.to.tidy,
                note: difference.path.steps == [field.name] ? field.remark(difference.to) : nil
            )
        }
    }

    /// What the store is known not to have: all of a field (then true), or a part of it.
    private func tellsUnsupported(
        _ field: BucketField,
        _ name: String,
        _ declared: DeclaredBucket,
        _ dialect: StoreDialect,
        _ findings: inout [Finding],
    ) -> Bool {
        let reason = "known of this store"
        if dialect.lacking.contains(field.name) {
            findings.append(unsupported(field.name, of: name, because: reason))
            return true
        }
        if let part = field.wish(declared, dialect)?.leftOut {
            findings.append(unsupported(field.name, of: name, part, because: reason))
        }
        return false
    }

    private func change(
        _ kind: Change.Kind,
        _ name: String,
        _ sight: BucketSight,
        _ fields: [Change.Field],
    ) -> Change {
        Change(kind, .bucket(name, region), fields: fields, precondition: sight.digest)
    }
}

extension BucketSight {
    /// Of all that was observed and told.
    var digest: String {
        var pictures: [String: JSONValue] = [:]
        for (name, sight) in fields {
            if case .picture(let picture) = sight { pictures[name] = picture }
        }
        let isThere: JSONValue =
            switch presence {
            case .present: true
            case .absent: false
            case .taken, .untold: .null
            }
        let whole: JSONValue = ["there": isThere, "fields": .object(pictures)]
        return DigestAlgorithm.sha256.digest(of: whole.compact).hexadecimal
    }
}
