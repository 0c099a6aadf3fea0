internal import Policies
internal import Words

/// The policies for rendered objects, as `ihctl explain` tells them.
let policyTopics: [Topic] = Policy.all.map { policy in
    Topic(
        policy.id,
        .policy,
        aliases: policy.codes.map { $0.lowercased() },
        severity: policy.severity,
        title: policy.title,
        summary: policy.summary,
        why: [policy.why] + [policy.ruling].compactMap(\.self),
        whatToDo: [policy.remedy] + [policy.allowance].compactMap(\.self),
        examples: policy.example.isEmpty ? [] : [.good(policy.example)],
        related: Policy.all.filter { $0.subject == policy.subject && $0 != policy }.prefix(4).map(\.id)
    )
}

extension Policy {
    /// Who asks, of what, and what others call it.
    fileprivate var summary: String {
        let strictly = isNote ? ", where they are told to be strict" : ""
        var sentences = ["ihctl render lint and ihctl gate ask it of \(scope)\(strictly)."]
        if !codes.isEmpty { sentences.append("Code: \(codes.joined(separator: ", ")).") }
        if !elsewhere.isEmpty { sentences.append("Elsewhere: \(elsewhere).") }
        return sentences.joined(separator: " ")
    }

    /// How a fault is allowed; nothing for what is about that very thing.
    fileprivate var allowance: String? {
        subject == .allowances
            ? nil : "Where it must be so, annotate the object: \(allowanceName): \"why; until 2027-03-01\""
    }
}
