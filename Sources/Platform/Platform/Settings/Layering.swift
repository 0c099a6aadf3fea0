extension Setting {
    /// Lays another layer over this one: maps merge, lists and scalars replace, `null` removes.
    ///
    /// A null that finds nothing to remove stays: for a region's part it removes from the layers below once it is laid over them,
    /// anywhere else it is a slip that the reader tells.
    package func overlaid(by upper: Setting) -> Setting {
        guard case .map(var merged) = content, case .map(let over) = upper.content else { return upper }
        for entry in over.entries {
            guard let below = merged[entry.key], !below.isNull else {
                merged.set(entry)
                continue
            }
            if entry.value.isNull {
                merged.remove(entry.key)
            } else {
                let bothAreMaps = below.map != nil && entry.value.map != nil
                let keyOrigin = bothAreMaps ? merged.origin(ofKey: entry.key) : nil
                merged.set(
                    SettingMap.Entry(
                        key: entry.key,
                        keyOrigin: keyOrigin ?? entry.keyOrigin,
                        value: below.overlaid(by: entry.value),
                    )
                )
            }
        }
        return Setting(.map(merged), origin)
    }
}
