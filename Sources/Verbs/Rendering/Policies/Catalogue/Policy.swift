package import Words

/// Something that rendered objects should be: why, and what to write where they are not.
package struct Policy: Sendable, Identifiable {
    /// In kebab case, never changed once published: annotations that allow a fault name it.
    package let id: String
    package let severity: Finding.Severity
    package let subject: PolicySubject
    /// Short names it can be asked for by; several where one check holds what others split: `SEC001`.
    package let codes: [String]
    /// What is wanted, in one line: `no container is privileged`.
    package let title: String
    package let why: String
    package let remedy: String
    /// YAML as it should be, where a fault has none of its own to write.
    package let example: String
    /// What other tools call it, for whoever comes from them.
    package let elsewhere: String
    /// How a question that other tools answer differently is answered here.
    package let ruling: String?
    let check: Check

    /// What is looked at, one after the other.
    enum Check: Sendable {
        /// Every container of every pod: init and ephemeral ones too.
        case container(@Sendable (Container, Pod, inout Look) -> Void)
        case pod(@Sendable (Pod, inout Look) -> Void)
        /// Objects of these kinds; of all where none is named.
        case object([String], @Sendable (PolicyObject, inout Look) -> Void)
        /// All objects at once.
        case set(@Sendable (inout Look) -> Void)
        /// The annotations that allow faults; asked last.
        case allowance
    }

    init(
        _ id: String,
        _ severity: Finding.Severity,
        _ subject: PolicySubject,
        _ codes: [String],
        title: String,
        why: String,
        remedy: String,
        write example: String,
        elsewhere: String = "",
        ruling: String? = nil,
        _ check: Check,
    ) {
        self.id = id
        self.severity = severity
        self.subject = subject
        self.codes = codes
        self.title = title
        self.why = why
        self.remedy = remedy
        self.example = example
        self.elsewhere = elsewhere
        self.ruling = ruling
        self.check = check
    }

    /// Notes speak only when asked for.
    package var isNote: Bool { severity == .note }

    /// What it is asked of, in words: `every container`.
    package var scope: String {
        switch check {
        case .container: "every container"
        case .pod: "every pod and whatever makes pods"
        case .object(let kinds, _): kinds.isEmpty ? "every object" : "every \(kinds.joined(separator: ", "))"
        case .set: "all objects together"
        case .allowance: "the annotations that allow faults"
        }
    }

    /// The annotation that allows a fault of it.
    package var allowanceName: String { Allowances.prefix + id }
}

extension Policy: Hashable {
    package static func == (one: Policy, other: Policy) -> Bool { one.id == other.id }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// What a policy guards.
package enum PolicySubject: String, Sendable, Hashable, CaseIterable {
    case podSecurity = "pod security"
    case access
    case secrets
    case images
    case resources
    case probes
    case availability
    case jobs
    case objects
    case network
    case mesh
    case monitoring
    case allowances
}

extension Policy {
    /// All policies, each subject together.
    package static let all: [Policy] = [
        containerSecurity, hostSecurity, kernelSecurity, exposure, serviceAccounts, permissions, secrets, references,
        images, resources, probes, replicas, disruption, scheduling, jobs, names, identities, shapes, isolation,
        services, ingresses, meshRouting, meshGateways, monitoring, allowances,
    ].flatMap(\.self)

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    package static func named(_ id: String) -> Policy? { byID[id] }
}
