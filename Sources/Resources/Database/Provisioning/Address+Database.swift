internal import Words

extension Address {
    /// Written `fr-par/database`.
    static func database(_ region: String) -> Address { Address(region, "database") }

    /// Written `fr-par/database/name/island_hopper`: the database itself.
    static func name(_ name: String, _ region: String) -> Address { database(region) / "name" / name }

    /// Written `fr-par/database/role/agent`.
    static func role(_ name: String, _ region: String) -> Address { database(region) / "role" / name }

    /// Written `fr-par/database/extension/pgcrypto`.
    static func `extension`(_ name: String, _ region: String) -> Address { database(region) / "extension" / name }

    /// Written `fr-par/database/setting/work_mem`: of the whole server.
    static func setting(_ name: String, _ region: String) -> Address { database(region) / "setting" / name }

    /// Written `fr-par/database/migrations`.
    static func migrations(_ region: String) -> Address { database(region) / "migrations" }
}
