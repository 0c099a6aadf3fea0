package import Words

/// Changes in an order that respects what each has to come after.
package enum PlanOrder {
    /// Waves: all of one may be carried out at once when those before are done; what waits for itself comes last, as it stands.
    package static func waves(of changes: [Change]) -> [[Change]] {
        var left = changes
        var waves: [[Change]] = []
        var standing = Standing(Set(changes.map(\.address)))
        while !left.isEmpty {
            let open = left.filter { change in !change.after.contains { standing.holds($0, beside: change.address) } }
            guard !open.isEmpty else { return waves + [left] }
            waves.append(open)
            let taken = Set(open.map(\.address))
            left.removeAll { taken.contains($0.address) }
            taken.forEach { standing.remove($0) }
        }
        return waves
    }

    /// How many addresses are at or below each address: thousands of streams are not compared with one another.
    private struct Standing {
        private var counts: [ArraySlice<String>: Int] = [:]

        init(_ addresses: Set<Address>) {
            for address in addresses { count(address, 1) }
        }

        mutating func remove(_ address: Address) { count(address, -1) }

        func holds(_ whole: Address, beside own: Address) -> Bool {
            counts[whole.parts[...], default: 0] > (own.isWithin(whole) ? 1 : 0)
        }

        private mutating func count(_ address: Address, _ step: Int) {
            for length in 1...address.parts.count { counts[address.parts.prefix(length), default: 0] += step }
        }
    }
}
