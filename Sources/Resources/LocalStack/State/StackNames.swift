/// What stands in the servers of a stack from the first, called after the platform.
struct StackNames: Sendable, Hashable {
    let database: String
    let bucket: String

    /// - Parameter platform: small letters, digits and hyphens.
    init(platform: String) {
        // Neither PostgreSQL nor S3 takes more than 63 characters.
        let name = platform.prefix(63 - "-dev".count)
        database = name.replacing("-", with: "_") + "_dev"
        bucket = "\(name)-dev"
    }
}
