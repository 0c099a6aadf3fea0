package import Words

/// What is not as the platform file says, everywhere it was looked.
package struct BootstrapPlan: Sendable {
    package var changes: [Change]
    package var sound: [Address]
    /// What the resources had to say beside.
    package var findings: [Finding]
    /// Resources that could not be looked at, and why.
    package var unknown: [Unknown]
    package var requests: Int

    package struct Unknown: Sendable {
        package var address: Address
        package var failure: ResourceFailure

        package init(address: Address, failure: ResourceFailure) {
            self.address = address
            self.failure = failure
        }
    }

    package init(
        changes: [Change] = [],
        sound: [Address] = [],
        findings: [Finding] = [],
        unknown: [Unknown] = [],
        requests: Int = 0,
    ) {
        self.changes = changes
        self.sound = sound
        self.findings = findings
        self.unknown = unknown
        self.requests = requests
    }

    /// Those that can be carried out.
    package var feasible: [Change] { changes.filter(\.isFeasible) }

    /// What is below the addresses and patterns that were named; all where none was.
    package func limited(to patterns: [String]) -> BootstrapPlan {
        guard !patterns.isEmpty else { return self }
        func isMeant(_ address: Address) -> Bool { patterns.contains { address.matches($0) } }
        var plan = self
        plan.changes = changes.filter { isMeant($0.address) }
        plan.sound = sound.filter(isMeant)
        plan.findings = findings.filter { finding in
            guard let subject = finding.subject, let address = Address(reading: subject) else { return true }
            return isMeant(address)
        }
        return plan
    }

    /// The patterns that mean nothing that was found, and nothing that could be below what was not.
    package func meaningless(_ patterns: [String]) -> [String] {
        patterns.filter { pattern in
            !changes.contains { $0.address.matches(pattern) } && !sound.contains { $0.matches(pattern) }
                && !unknown.contains { $0.address.mayHold(pattern) }
                && !findings.contains { $0.subject.flatMap(Address.init(reading:))?.matches(pattern) ?? false }
        }
    }
}
