package import Words

/// Changes in an order that respects what each has to come after.
package enum PlanOrder {
    /// Waves: all of one may be carried out at once when those before are done; what waits for itself comes last, as it stands.
    package static func waves(of changes: [Change]) -> [[Change]] {
        var left = changes
        var waves: [[Change]] = []
        while !left.isEmpty {
            let open = left.filter { change in
                !left.contains { other in
                    other.address != change.address && change.after.contains { other.address.isWithin($0) }
                }
            }
            guard !open.isEmpty else { return waves + [left] }
            waves.append(open)
            let taken = Set(open.map(\.address))
            left.removeAll { taken.contains($0.address) }
        }
        return waves
    }
}
