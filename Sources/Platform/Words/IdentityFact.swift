/// A fact a server tells of itself, to be compared with `identity` before anything is written.
package enum IdentityFact: String, Sendable, Hashable, CaseIterable {
    case database
    case systemIdentifier = "system_identifier"
    case bucketOwner = "bucket_owner"
    case natsServer = "nats_server"
    case natsAccount = "nats_account"
    case cluster
}
