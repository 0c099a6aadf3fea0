package import Words

extension PlanFile {
    /// Things that are not as they were when the plan was made, or that it never was about.
    package struct Outdated: Error, Sendable, Hashable {
        package var addresses: [Address]

        package init(addresses: [Address]) {
            self.addresses = addresses
        }
    }

    /// What is left to do of a plan, in the words of what was found now.
    ///
    /// A file says what somebody agreed to, and nothing of it is carried out itself: whoever edits it can leave changes out, never bring one in.
    /// `now` is what was found, as it would be written into a file.
    package func due(in found: BootstrapPlan, written now: PlanFile) throws(Outdated) -> [Change] {
        let sound = Set(found.sound)
        let current = Dictionary(now.changes.map { ($0.address, $0) }) { first, _ in first }
        let agreed = changes.filter { $0.isFeasible && !sound.contains($0.address) }
        let outdated = agreed.filter { change in
            guard let current = current[change.address] else { return true }
            return !change.isSame(as: current)
        }
        guard outdated.isEmpty else { throw Outdated(addresses: Set(outdated.map(\.address)).sorted()) }
        let wanted = Set(agreed.map(\.address))
        return found.feasible.filter { wanted.contains($0.address) }
    }
}

extension Change {
    /// Whether somebody who agreed to this one has agreed to that one.
    ///
    /// How much is lost may have grown, that something is lost may not be new.
    fileprivate func isSame(as other: Change) -> Bool {
        kind == other.kind && precondition == other.precondition && fields.map(\.step) == other.fields.map(\.step)
            && (loss != nil || other.loss == nil)
    }
}

extension Change.Field {
    /// Without the words about it.
    fileprivate var step: Change.Field { Change.Field(path, from: from, to: to) }
}
