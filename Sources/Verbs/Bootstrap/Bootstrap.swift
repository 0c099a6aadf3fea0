package import Deadlines
package import Words

/// Makes every dependency as the platform file says: looks, plans, acts, looks again.
package struct Bootstrap: Sendable {
    package let resources: [any Resource]
    /// The limit of one look.
    package let timeout: Duration
    /// The limit of one change that does not take its time.
    package var limitOfChange: Duration { Bootstrap.limitOfChange(timeout) }

    package init(_ resources: [any Resource], timeout: Duration) {
        self.resources = resources
        self.timeout = timeout
    }

    /// A change is a look, some writes, and a look again, and some of it may be tried twice: six times what a look may take.
    package static func limitOfChange(_ timeout: Duration) -> Duration { timeout * 6 }

    /// Only the resources that something the patterns mean can be of: the others are not even asked.
    package func limited(to patterns: [String]) -> Bootstrap {
        guard !patterns.isEmpty else { return self }
        return Bootstrap(
            resources.filter { resource in patterns.contains { resource.address.mayHold($0) } },
            timeout: timeout
        )
    }

    /// Looks at all resources at once.
    package func plan(by deadline: Deadline) async -> BootstrapPlan {
        let surveys = await withTaskGroup(of: (Int, Result<Survey, ResourceFailure>).self) { group in
            for (index, resource) in resources.enumerated() {
                group.addTask { (index, await survey(resource, by: deadline)) }
            }
            var surveys = [Result<Survey, ResourceFailure>?](repeating: nil, count: resources.count)
            for await (index, survey) in group { surveys[index] = survey }
            return surveys
        }
        var plan = BootstrapPlan()
        for (resource, survey) in zip(resources, surveys) {
            switch survey {
            case .success(let survey)?:
                plan.changes += survey.changes.map { comingAfter(resource, $0) }
                plan.sound += survey.sound
                plan.findings += survey.findings
                plan.requests += survey.requests
            case .failure(let failure)?: plan.unknown.append(.init(address: resource.address, failure: failure))
            case nil: break
            }
        }
        return plan
    }

    /// What the whole waits for, each of its changes waits for.
    private func comingAfter(_ resource: any Resource, _ change: Change) -> Change {
        var change = change
        change.after += resource.after
        return change
    }

    private func survey(_ resource: any Resource, by deadline: Deadline) async -> Result<Survey, ResourceFailure> {
        do {
            return .success(try await resource.survey(by: deadline.sooner(of: .after(timeout))))
        } catch let failure as ResourceFailure {
            return .failure(failure)
        } catch {
            return .failure(ResourceFailure(Finding(unforeseen: error, at: resource.address)))
        }
    }

    /// What the servers that would be written to tell of themselves; nil for what one should tell and does not.
    package func identity(for changes: [Change], by deadline: Deadline) async throws -> [IdentityFact: String?] {
        var facts: [IdentityFact: String?] = [:]
        for resource in resources where changes.contains(where: { $0.address.isWithin(resource.address) }) {
            facts.merge(try await resource.identity(by: deadline.sooner(of: .after(timeout)))) { known, _ in known }
        }
        return facts
    }

    func owner(of change: Change) -> (any Resource)? {
        resources.filter { change.address.isWithin($0.address) }.max { $0.address.parts.count < $1.address.parts.count }
    }
}

extension Address {
    /// Whether a pattern can mean this or something below it.
    func mayHold(_ pattern: String) -> Bool {
        let head = pattern.split(separator: "/").prefix(parts.count).prefix { $0 != "**" }
        return head.isEmpty ? !pattern.isEmpty : matches(head.joined(separator: "/"))
    }
}

extension Finding {
    /// An error that its noun did not put into words.
    init(unforeseen error: any Error, at address: Address) {
        self.init(
            "bootstrap.failed",
            .error,
            subject: address.description,
            error is CancellationError ? "was stopped before it ended" : "\(error)",
            topic: "bootstrap.failed"
        )
    }
}
