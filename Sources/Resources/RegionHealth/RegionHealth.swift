package import Platform
package import Words

/// The regions of an environment as one thing.
package struct RegionHealth: Checkable {
    private let regions: Named<Region>
    private let address = Address("regions")

    package init(_ regions: Named<Region>) {
        self.regions = regions
    }

    package func checkup() -> Checkup {
        let primaries = regions.items.filter { $0.value.role == .primary }.map(\.name)
        let kind = RegionChecks.primary
        return Checkup(
            of: address,
            [
                Check(kind, of: address, declaredAt: ["regions"]) { [address] _ in
                    guard primaries.count != 1 else { return .healthy(primaries[0]) }
                    return .found(
                        Finding(
                            kind,
                            at: address,
                            .config,
                            primaries.isEmpty
                                ? "No region takes the writes."
                                : "\(primaries.count) regions take the writes: \(primaries.joined(separator: ", ")).",
                            remedies: [.hint("Give exactly one region the role primary.")]
                        )
                    )
                }
            ]
        )
    }

    /// Drawn from what was found in all regions that were looked at.
    package var conclusions: [Conclusion] {
        let names = regions.items.sorted { $0.value.priority < $1.value.priority }.map(\.name)
        let primary = regions.items.first { $0.value.role == .primary }?.name
        return [
            Conclusion(RegionChecks.failover, of: address) { [address] outcomes in
                RegionTable(of: outcomes, regions: names).failover(from: primary, at: address)
            },
            Conclusion(RegionChecks.drift, of: address) { [address] outcomes in
                RegionTable(of: outcomes, regions: names).drift(at: address)
            },
        ]
    }
}
