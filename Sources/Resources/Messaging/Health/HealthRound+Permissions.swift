internal import Deadlines
internal import JSON
internal import NATS
internal import Words

/// What an agent does all day, and whether this user may.
extension HealthRound {
    func permissions(by deadline: Deadline) async throws -> Diagnosis {
        let connection = try connection.value
        let user: NATSUser
        do throws(NATSError) {
            user = try await connection.user(by: deadline)
        } catch {
            switch error {
            case .noResponders: return .skipped("servers before 2.10 do not say what a user may do")
            case .permission: return .skipped("this user may not ask what he may do")
            default:
                return .found(Finding(MessagingChecks.permissions, at: address, error, asking: "$SYS.REQ.USER.INFO"))
            }
        }
        let rules = PermissionRules(user.permissions)
        let needs = needs
        let findings = needs.compactMap { finding($0, rules.verdict(on: $0)) }
        let account = user.account.map { " of account \($0)" } ?? ""
        return .found(
            findings,
            seen: "\(who)\(account), \(counted(UInt64(needs.count), "subject"))",
        )
    }

    /// Each subject once.
    private var needs: [PermissionNeed] {
        var needs = [PermissionNeed(.subscribe, "\(health.options.inboxPrefix).>", for: "answers")]
        for stream in desired.streams {
            for subject in stream.subjects ?? [] {
                needs.append(PermissionNeed(.publish, subject, for: "what stream \(stream.name) keeps"))
            }
        }
        for consumer in desired.consumers {
            let of = "\(consumer.stream).\(consumer.name)"
            let what = "consumer \(consumer.name)"
            needs.append(PermissionNeed(.publish, "$JS.API.CONSUMER.MSG.NEXT.\(of)", for: "fetching from \(what)"))
            needs.append(PermissionNeed(.publish, "$JS.ACK.\(of).>", for: "acknowledging to \(what)"))
        }
        var seen: Set<PermissionNeed> = []
        return needs.filter { seen.insert($0).inserted }
    }

    private func finding(_ need: PermissionNeed, _ verdict: PermissionRules.Verdict) -> Finding? {
        if verdict == .allowed { return nil }
        var finding = refusal(MessagingChecks.permissions, address, need.operation, need.subject)
        finding.evidence.append(.fact("needed for", need.purpose))
        if verdict == .partly {
            finding.severity = .warning
            finding.message =
                "\(who.asSentence.dropLast()) may \(need.operation.rawValue) to a part of \(need.subject) only."
        }
        return finding
    }
}

struct PermissionNeed: Sendable, Hashable {
    let operation: NATSOperation
    let subject: String
    let purpose: String

    init(_ operation: NATSOperation, _ subject: String, for purpose: String) {
        self.operation = operation
        self.subject = subject
        self.purpose = purpose
    }
}

/// A user's permissions as the server tells them: what is allowed, less what is denied.
struct PermissionRules: Sendable {
    enum Verdict: Sendable, Hashable { case allowed, partly, refused }

    private let json: JSON

    /// `null` allows everything.
    init(_ json: JSON) { self.json = json }

    func verdict(on need: PermissionNeed) -> Verdict {
        let rules = json[need.operation.rawValue]
        let allowed = rules["allow"].strings ?? []
        let denied = (rules["deny"].strings ?? []).filter { Subjects.collide($0, need.subject) }
        if denied.contains(where: { Subjects.covers($0, need.subject) }) { return .refused }
        if !allowed.isEmpty {
            guard allowed.contains(where: { Subjects.collide($0, need.subject) }) else { return .refused }
            guard allowed.contains(where: { Subjects.covers($0, need.subject) }) else { return .partly }
        }
        return denied.isEmpty ? .allowed : .partly
    }
}
