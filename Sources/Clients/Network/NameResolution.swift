internal import CSystem
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
package func resolve(_ host: String, port: Int, by deadline: Deadline) async throws(TransportFailure) -> [Address] {
    let outcome: Result<[Address], TransportFailure> = await withTaskGroup { group in
        let answer = AsyncStream<Result<[Address], TransportFailure>>.makeStream()
        Thread.start {
            answer.continuation.yield(lookUp(host, port: port))
            answer.continuation.finish()
        }
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
    return try outcome.get()
}

private enum Thread {
    static func start(_ body: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "resolver").async(execute: body)
    }
}

private func lookUp(_ host: String, port: Int) -> Result<[Address], TransportFailure> {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    let systemCode = errno
    guard code == 0 else {
        switch code {
        case EAI_NONAME: return .failure(.nameUnknown(host: host))
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
