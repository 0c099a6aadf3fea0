internal import Words

extension Address {
    /// Written `fr-par/database`.
    static func database(_ region: String) -> Address { Address(region, "database") }

    /// Written `fr-par/database/role/agent`.
    static func role(_ name: String, _ region: String) -> Address { database(region) / "role" / name }
}
