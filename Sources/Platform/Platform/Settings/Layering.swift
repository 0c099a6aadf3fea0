extension Setting {
    /// Lays another layer over this one: maps merge, lists and scalars replace, `null` removes.
    package func overlaid(by upper: Setting) -> Setting {
        guard case .map(var merged) = content, case .map(let over) = upper.content else { return upper.withoutNulls() }
        for entry in over.entries {
            if entry.value.isNull {
                merged.remove(entry.key)
            } else if let below = merged[entry.key] {
                let origin = merged.origin(ofKey: entry.key) ?? entry.keyOrigin
                let both = below.map != nil && entry.value.map != nil
                let value = below.overlaid(by: entry.value)
                merged.set(SettingMap.Entry(key: entry.key, keyOrigin: both ? origin : entry.keyOrigin, value: value))
            } else {
                var added = entry
                added.value = entry.value.withoutNulls()
                merged.set(added)
            }
        }
        return Setting(.map(merged), origin)
    }

    /// The same with every null key gone: a null says "not there" in whichever layer it stands.
    package func withoutNulls() -> Setting {
        guard case .map(let map) = content else { return self }
        let kept = map.entries.filter { !$0.value.isNull }.map { entry in
            SettingMap.Entry(key: entry.key, keyOrigin: entry.keyOrigin, value: entry.value.withoutNulls())
        }
        return Setting(.map(SettingMap(kept)), origin)
    }
}
