package import Deadlines
internal import JSON
package import NATS
package import Platform
package import Words

/// NATS JetStream of one region: streams, durable consumers, key-value buckets and object stores.
package struct MessagingResource: Resource {
    package let address: Address
    package let after: [Address]
    /// As many as hide the way there and back without filling the server's queue, which it empties when it is full.
    package let parallelism = 32

    let region: String
    let desired: DesiredMessaging
    let link: Link
    /// The servers' hosts, for findings; no credentials.
    let servers: String

    /// `options` carry the resolved URL and credentials; nothing is opened before the first call.
    package init(region: String, messaging: Messaging, options: NATSOptions, after: [Address] = []) {
        address = .messaging(region)
        self.after = after
        self.region = region
        desired = DesiredMessaging(messaging, region)
        link = Link(options)
        servers = options.servers.map { "\($0.endpoint)" }.joined(separator: ", ")
    }

    package func identity(by deadline: Deadline) async throws -> [IdentityFact: String?] {
        do throws(NATSError) {
            let connection = try await link.connection(by: deadline)
            let name = connection.info.serverName
            return [
                .natsServer: name.isEmpty ? connection.info.serverID : name,
                .natsAccount: try await account(over: connection, by: deadline),
            ]
        } catch {
            throw try told(error)
        }
    }

    /// Servers before 2.10 do not say; a user without the permission to ask is not told either.
    private func account(over connection: NATSConnection, by deadline: Deadline) async throws(NATSError) -> String? {
        do throws(NATSError) {
            return try await connection.user(by: deadline).account
        } catch {
            switch error {
            case .noResponders, .permission, .malformedReply: return nil
            default: throw error
            }
        }
    }

    package func survey(by deadline: Deadline) async throws -> Survey {
        Surveyor.survey(desired, try await observe(by: deadline), region)
    }

    func observe(by deadline: Deadline) async throws -> Observation {
        do throws(NATSError) {
            let connection = try await link.connection(by: deadline)
            return try await Observer(jetStream: JetStream(connection), deadline: deadline)
                .look(atConsumersOf: desired.streamsWithConsumers)
        } catch {
            throw try told(error)
        }
    }

    /// A cancelled task ends as one; everything else is told.
    func told(_ error: NATSError, at place: Address? = nil) throws -> ResourceFailure {
        if error == .cancelled, Task.isCancelled { throw CancellationError() }
        return ResourceFailure(error, at: place ?? address, of: servers)
    }
}
