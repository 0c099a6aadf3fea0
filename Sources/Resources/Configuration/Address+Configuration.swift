package import Words

extension Address {
    package static let configuration = Address("configuration")

    /// Written `configuration/secret/JWT_SECRET_KEY`: secrets are the environment's, not a region's.
    static func secret(_ name: String) -> Address { configuration / "secret" / name }

    /// Written `configuration/certificate/localhost`.
    static let localhostCertificate = configuration / "certificate" / "localhost"
}
