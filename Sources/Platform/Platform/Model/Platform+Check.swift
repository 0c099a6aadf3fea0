/// What no section can tell alone: names of one that must stand in another.
extension Platform {
    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        checkPrimary(setting, &reader)
        checkPriorities(setting, &reader)
        checkSovereignty(setting, &reader)
        checkRouting(setting, &reader)
        if protected, kubernetes?.istio?.fault != nil {
            let place = SettingPath(["kubernetes", "istio", "fault"])
            let origin = setting.at(place)?.origin ?? setting.origin
            reader.warn(
                place,
                origin,
                "faults are injected where people are served",
                hint: "this environment is protected"
            )
        }
    }

    private func checkPrimary(_ setting: Setting, _ reader: inout Reader) {
        let primaries = regions.items.filter { $0.value.role == .primary }.map(\.name)
        let place = SettingPath(["regions"])
        guard !regions.isEmpty, primaries.count != 1, !reader.refused(place) else { return }
        let origin = setting.map?.origin(ofKey: "regions") ?? setting.origin
        let message = primaries.isEmpty ? "no region has" : "\(primaries.joined(separator: ", ")) all have"
        reader.refuse(place, origin, "\(message) the role primary", hint: "exactly one region takes the writes")
    }

    private func checkPriorities(_ setting: Setting, _ reader: inout Reader) {
        var owners: [Int: String] = [:]
        for (name, region) in regions.items where !reader.refused(SettingPath(["regions", name])) {
            guard let first = owners[region.priority] else {
                owners[region.priority] = name
                continue
            }
            let place = SettingPath(["regions", name, "priority"])
            let origin = setting.at(place)?.origin ?? setting.origin
            let message = "\(first) has the priority \(region.priority) already"
            reader.refuse(place, origin, message, hint: "failover goes by priority")
        }
    }

    private func checkSovereignty(_ setting: Setting, _ reader: inout Reader) {
        for (name, region) in regions.items {
            for (index, target) in region.dataMayLeaveTo.enumerated() where regions[target] == nil {
                let place = SettingPath(["regions", name, "data_may_leave_to", String(index)])
                let origin = setting.at(place)?.origin ?? setting.origin
                reader.refuse(place, origin, unknown: "region", target, among: regions.names)
            }
        }
    }

    private func checkRouting(_ setting: Setting, _ reader: inout Reader) {
        for (key, choice) in [("primary", routing?.primary), ("fallback", routing?.fallback)] {
            let place = SettingPath(["routing", key])
            guard let choice, !reader.refused(place) else { continue }
            let here = setting.at(place) ?? setting
            guard let provider = providers[choice.provider] else {
                let origin = here.origin(of: "provider")
                reader.refuse(place / "provider", origin, unknown: "provider", choice.provider, among: providers.names)
                continue
            }
            if !provider.models.isEmpty, !provider.models.contains(choice.model) {
                let message = "\(quoted(choice.model)) is none of the models of \(choice.provider)"
                let hint = didYouMean(choice.model, among: provider.models)
                reader.warn(place / "model", here.origin(of: "model"), message, hint: hint)
            }
        }
    }
}
