internal import Words

extension Address {
    /// Written `configuration/secret/JWT_SECRET_KEY`: secrets are the environment's, not a region's.
    static func secret(_ name: String) -> Address { Address("configuration", "secret", name) }
}
