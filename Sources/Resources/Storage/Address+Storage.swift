internal import Words

extension Address {
    /// Written `fr-par/storage`.
    static func storage(_ region: String) -> Address { Address(region, "storage") }

    /// Written `fr-par/storage/bucket/reports`.
    static func bucket(_ name: String, _ region: String) -> Address { storage(region) / "bucket" / name }
}
