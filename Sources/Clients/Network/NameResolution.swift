package import Deadlines
internal import Dispatch
internal import Glibc

/// An address a name stands for, ready for `connect(2)`.
package struct Address: Sendable, Hashable {
    /// The numeric form, as `hostaddr` of libpq and curl's resolve lists take it.
    package let numeric: String
    package let isIPv6: Bool
    let bytes: [UInt8]
}

/// Looks a name up on a thread of its own, since `getaddrinfo` cannot be interrupted; past the deadline that thread is left to end by itself.
///
/// The addresses come in the system's order, with the families in turn, so that one dead family costs one attempt.
package func resolve(_ host: String, port: Int, by deadline: Deadline) async throws(TransportFailure) -> [Address] {
    let host = Endpoint(host: host, port: port).host
    // Numbers need nobody to ask.
    if let addresses = try? lookUp(host, port: port, flags: AI_NUMERICHOST).get() { return addresses }
    return try await resolve(host, by: deadline) { lookUp(host, port: port) }
}

/// The same with any blocking look-up; tests bring one that hangs.
func resolve(
    _ host: String,
    by deadline: Deadline,
    asking lookUp: @escaping @Sendable () -> Result<[Address], TransportFailure>,
) async throws(TransportFailure) -> [Address] {
    let answer = AsyncStream<Result<[Address], TransportFailure>>.makeStream()
    // Not a child task: nothing may wait for this thread, which may hang for as long as the resolver likes.
    DispatchQueue(label: "resolver").async {
        answer.continuation.yield(lookUp())
        answer.continuation.finish()
    }
    let outcome: Result<[Address], TransportFailure> = await withTaskGroup { group in
        group.addTask {
            for await result in answer.stream { return result }
            return .failure(.interrupted)
        }
        group.addTask {
            do {
                try await Task.sleep(until: deadline.instant, clock: .continuous)
                return .failure(.nameTimedOut(host: host))
            } catch {
                return .failure(.interrupted)
            }
        }
        let first = await group.next() ?? .failure(.interrupted)
        group.cancelAll()
        return first
    }
    return familiesInTurn(try outcome.get())
}

func familiesInTurn(_ addresses: [Address]) -> [Address] {
    guard let first = addresses.first else { return [] }
    let same = addresses.filter { $0.isIPv6 == first.isIPv6 }
    let other = addresses.filter { $0.isIPv6 != first.isIPv6 }
    var turned: [Address] = []
    for index in 0..<max(same.count, other.count) {
        if index < same.count { turned.append(same[index]) }
        if index < other.count { turned.append(other[index]) }
    }
    return turned
}

private func lookUp(_ host: String, port: Int, flags: Int32 = 0) -> Result<[Address], TransportFailure> {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV | flags
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    let systemCode = errno
    guard code == 0 else {
        // The name is there and has no address (EAI_NODATA), or none of a family of ours (EAI_ADDRFAMILY): both GNU only.
        let (noData, noFamily): (Int32, Int32) = (-5, -9)
        switch code {
        case EAI_NONAME, noData, noFamily: return .failure(.nameUnknown(host: host))
        case EAI_SYSTEM: return .failure(.system(errno: systemCode))
        default: return .failure(.nameUnresolved(host: host, reason: String(cString: gai_strerror(code))))
        }
    }
    defer { freeaddrinfo(list) }
    var addresses: [Address] = []
    var next = list
    while let entry = next?.pointee {
        if let socketAddress = entry.ai_addr {
            var name = [CChar](repeating: 0, count: 64)
            let length = entry.ai_addrlen
            if getnameinfo(socketAddress, length, &name, 64, nil, 0, NI_NUMERICHOST) == 0 {
                let raw = UnsafeRawBufferPointer(start: socketAddress, count: Int(length))
                let numeric = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
                let address = Address(numeric: numeric, isIPv6: entry.ai_family == AF_INET6, bytes: Array(raw))
                if !addresses.contains(address) { addresses.append(address) }
            }
        }
        next = entry.ai_next
    }
    return .success(addresses)
}
