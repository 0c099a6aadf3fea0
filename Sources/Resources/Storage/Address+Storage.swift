internal import Words

extension Address {
    /// All of a region's storage: `fr-par/storage`.
    static func storage(_ region: String) -> Address { Address(region, "storage") }

    /// One bucket: `fr-par/storage/bucket/reports`.
    static func bucket(_ name: String, _ region: String) -> Address { storage(region) / "bucket" / name }
}
