internal import Words

/// What was found, region beside region: a row for each thing that several have.
struct RegionTable: Sendable {
    struct Row: Sendable, Hashable {
        let id: String
        /// The target without its region: `storage/bucket/reports`.
        let thing: String
        let outcomes: [String: CheckOutcome]
    }

    /// Those that anything was found of, in the order of failover.
    let regions: [String]
    let rows: [Row]

    init(of outcomes: [CheckOutcome], regions names: [String]) {
        let found = outcomes.filter { $0.region.map(names.contains) == true }
        regions = names.filter { name in found.contains { $0.region == name } }
        rows = found.grouped { [$0.kind.id, $0.target.parts.dropFirst().joined(separator: "/")] }.map { key, members in
            let regions = members.map { ($0.region ?? "", $0) }
            return Row(id: key[0], thing: key[1], outcomes: Dictionary(regions) { _, last in last })
        }
    }

    /// Whether some region beside the primary has all its services.
    func failover(from primary: String?, at target: Address) -> Diagnosis {
        let others = regions.filter { $0 != primary }
        guard !others.isEmpty else { return .skipped("no other region was looked at") }
        let faults = others.map { region in (region, troubles(of: region)) }
        let ready = faults.filter(\.1.isEmpty).map(\.0)
        if !ready.isEmpty { return .healthy("\(ready.joined(separator: ", ")) could") }
        return .found(
            Finding(
                RegionChecks.failover,
                at: target,
                .redundancy,
                "No other region could take over: \(others.joined(separator: ", ")) \(others.count == 1 ? "is" : "are") not well.",
                evidence: faults.map { .fact($0.0, $0.1.prefix(3).joined(separator: ", ")) },
                remedies: [.hint("Mend one of them: what is wrong there stands among the findings.")]
            )
        )
    }

    private func troubles(of region: String) -> [String] {
        rows.compactMap { row in
            guard let outcome = row.outcomes[region], outcome.status == .fail || outcome.status == .unknown else {
                return nil
            }
            return row.id
        }
    }

    /// Things that are not the same everywhere: there and not there, sound and not sound.
    func drift(at target: Address) -> Diagnosis {
        guard regions.count > 1 else { return .skipped("fewer than two regions were looked at") }
        let uneven = rows.filter { row in
            let states = Set(regions.compactMap { row.outcomes[$0]?.state })
            return states.count > 1
        }
        guard !uneven.isEmpty else {
            return .healthy("\(counted(rows.count, "thing")) alike in \(regions.count) regions")
        }
        let shown = uneven.prefix(12).map { row in
            Finding.Evidence.fact(
                "\(row.id) \(row.thing)",
                regions.map { "\($0) \(row.outcomes[$0]?.state ?? "not there")" }.joined(separator: ", ")
            )
        }
        let more = uneven.count > 12 ? [Finding.Evidence.paragraph("And \(uneven.count - 12) more.")] : []
        let finding = Finding(
            RegionChecks.drift,
            at: target,
            .drift,
            "\(uneven.count) thing\(uneven.count == 1 ? " is" : "s are") not the same in every region.",
            evidence: shown + more,
            remedies: [.fix("ihctl bootstrap --plan")],
            data: ["table": .array(uneven.map { $0.json(regions) })]
        )
        return .found(finding)
    }
}

extension RegionTable.Row {
    fileprivate func json(_ regions: [String]) -> JSONValue {
        [
            "id": .string(id), "thing": .string(thing),
            "regions": .object(
                Dictionary(uniqueKeysWithValues: regions.map { ($0, JSONValue(outcomes[$0]?.state)) })
            ),
        ]
    }
}

extension CheckOutcome {
    /// What makes two regions differ; a thing blocked is no state of its own, and a replica may be what its primary is not.
    fileprivate var state: String? {
        switch status {
        case .pass: "ok"
        case .warn, .fail: worst?.failureClass ?? status.rawValue
        case .blocked, .skipped, .unknown: nil
        }
    }
}
