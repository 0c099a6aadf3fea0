package import Deadlines
internal import JSON
package import Network

/// What the first look at a server gave: its own words, and the address at which it said them.
package struct Greeting: Sendable {
    package let info: ServerInfo
    package let address: Address
}

/// Looks a server up, connects and reads its `INFO` line; a NATS server speaks first.
///
/// libnats says one status for every rung below the protocol and keeps the server's version to itself, so this look comes before it.
package func greet(_ endpoint: Endpoint, by deadline: Deadline) async throws(NATSError) -> Greeting {
    let addresses: [Address]
    do throws(TransportFailure) {
        addresses = try await resolve(endpoint.host, port: endpoint.port, by: deadline)
    } catch {
        throw .transportOrCancelled(error)
    }
    return try await Greeter().greet(addresses, by: deadline).get()
}

/// What a server that hung up on us says when it is only listened to.
///
/// libnats throws away what comes with the greeting, and "too many connections" comes there.
func complaint(at address: Address, by deadline: Deadline) async -> NATSError? {
    await Greeter().complaint(at: address, by: Deadline.after(.milliseconds(300)).sooner(of: deadline))
}

private actor Greeter {
    nonisolated let executor = HandleExecutor("nats.greeting")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let bell = Interruption()

    func greet(_ addresses: [Address], by deadline: Deadline) async -> Result<Greeting, NATSError> {
        let bell = bell
        return await withTaskCancellationHandler {
            var outcome: Result<Greeting, NATSError> = .failure(.transport(.unreachable(errno: 0)))
            for (index, address) in addresses.enumerated() {
                // A dead address (often the IPv6 one) may not eat the time of the others.
                let share = Deadline.after(deadline.remaining / (addresses.count - index))
                outcome = Result { () throws(NATSError) in try look(at: address, by: share.sooner(of: deadline)) }
                if case .failure(.transport) = outcome, !deadline.hasPassed { continue }
                break
            }
            return outcome
        } onCancel: {
            bell.ring()
        }
    }

    func complaint(at address: Address, by deadline: Deadline) async -> NATSError? {
        let bell = bell
        return await withTaskCancellationHandler {
            var said: [UInt8] = []
            if let stream = try? TCPStream(to: [address], by: deadline, unless: bell) {
                while said.count < 65_536, let bytes = try? stream.read(atMost: 4_096, by: deadline, unless: bell) {
                    if bytes.isEmpty { break }
                    said += bytes
                }
            }
            return complaintLine(in: String(decoding: said, as: UTF8.self))
        } onCancel: {
            bell.ring()
        }
    }

    private func look(at address: Address, by deadline: Deadline) throws(NATSError) -> Greeting {
        var line = GreetingLine()
        do throws(TransportFailure) {
            let stream = try TCPStream(to: [address], by: deadline, unless: bell)
            while !line.isComplete {
                let bytes = try stream.read(atMost: 4_096, by: deadline, unless: bell)
                guard !bytes.isEmpty else { throw .closed }
                line.take(bytes)
            }
        } catch {
            throw .transportOrCancelled(error)
        }
        return Greeting(info: try line.info(), address: address)
    }
}
