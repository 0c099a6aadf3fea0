package import Deadlines
package import Network

extension RedisConnection {
    package func ping(by deadline: Deadline) async throws(RedisError) {
        guard try await command(["PING"], by: deadline) == .status("PONG") else {
            throw .unexpectedReply(to: "PING")
        }
    }

    package func info(by deadline: Deadline) async throws(RedisError) -> RedisInfo {
        guard let text = try await command(["INFO"], by: deadline).text else { throw .unexpectedReply(to: "INFO") }
        return RedisInfo(text)
    }

    package func role(by deadline: Deadline) async throws(RedisError) -> RedisRole {
        guard let role = RedisRole(try await command(["ROLE"], by: deadline)) else {
            throw .unexpectedReply(to: "ROLE")
        }
        return role
    }

    /// The settings whose names match; those that hold secrets are left out.
    package func settings(matching pattern: String, by deadline: Deadline) async throws(RedisError) -> [String: String]
    {
        guard let values = try await command(["CONFIG", "GET", pattern], by: deadline).array else {
            throw .unexpectedReply(to: "CONFIG GET")
        }
        let secret: Set = ["requirepass", "masterauth", "tls-key-file-pass", "tls-client-key-file-pass"]
        var settings: [String: String] = [:]
        for index in stride(from: 0, to: values.count - 1, by: 2) {
            guard let name = values[index].text, !secret.contains(name) else { continue }
            settings[name] = values[index + 1].text
        }
        return settings
    }

    /// Writes, reads and deletes one key that does not exist, and says how long each took; the key dies within a minute whatever happens.
    ///
    /// A key that exists is left alone and told as `probeKeyTaken`.
    package func probe(key: String, by deadline: Deadline) async throws(RedisError) -> RedisProbe {
        let value = "\(UInt64.random(in: 0 ..< .max))"
        let clock = ContinuousClock()
        let start = clock.now
        let written = try await command(["SET", key, value, "NX", "EX", "60"], by: deadline)
        if written == .null { throw .probeKeyTaken }
        let afterWrite = clock.now
        let read: RedisValue
        do throws(RedisError) {
            read = try await command(["GET", key], by: deadline)
        } catch {
            // Refused, not lost: the key can still be taken away. Where the line is lost it dies by itself.
            if case .server = error { _ = try? await command(["DEL", key], by: deadline) }
            throw error
        }
        let afterRead = clock.now
        try await command(["DEL", key], by: deadline)
        guard read.text == value else { throw .probeMismatch }
        return RedisProbe(
            write: afterWrite - start,
            read: afterRead - afterWrite,
            delete: clock.now - afterRead,
        )
    }
}

package struct RedisProbe: Sendable, Hashable {
    package let write: Duration
    package let read: Duration
    package let delete: Duration
}

/// What INFO tells, by section and name, as the server spells them.
package struct RedisInfo: Sendable, Hashable {
    package let sections: [String: [String: String]]

    init(_ text: String) {
        var sections: [String: [String: String]] = [:]
        var section = ""
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("#") {
                section = String(line.dropFirst().drop { $0 == " " })
            } else if let colon = line.firstIndex(of: ":") {
                sections[section, default: [:]][String(line[..<colon])] = String(line[line.index(after: colon)...])
            }
        }
        self.sections = sections
    }

    /// The value of a name in whatever section: no name stands in two.
    package subscript(_ name: String) -> String? {
        sections.values.lazy.compactMap { $0[name] }.first
    }

    package func integer(_ name: String) -> Int? { self[name].flatMap { Int($0) } }
}

/// What a server is in its replication.
package enum RedisRole: Sendable, Hashable {
    case primary(offset: Int, replicas: [Replica])
    /// `state`: `connect`, `connecting`, `sync`, `connected`.
    case replica(of: Endpoint, state: String, offset: Int)
    case sentinel(of: [String])

    package struct Replica: Sendable, Hashable {
        package let endpoint: Endpoint
        package let offset: Int
    }

    init?(_ reply: RedisValue) {
        guard let parts = reply.array, let name = parts.first?.text else { return nil }
        switch (name, parts.count) {
        case ("master", 3...):
            guard let offset = parts[1].integer, let replicas = parts[2].array else { return nil }
            self = .primary(
                offset: offset,
                replicas: replicas.compactMap { replica in
                    guard let parts = replica.array, parts.count >= 3, let host = parts[0].text,
                        let port = parts[1].text.flatMap({ Int($0) }), let offset = parts[2].text.flatMap({ Int($0) })
                    else { return nil }
                    return Replica(endpoint: Endpoint(host: host, port: port), offset: offset)
                },
            )
        case ("slave", 5...):
            guard let host = parts[1].text, let port = parts[2].integer, let state = parts[3].text,
                let offset = parts[4].integer
            else { return nil }
            self = .replica(of: Endpoint(host: host, port: port), state: state, offset: offset)
        case ("sentinel", 2...): self = .sentinel(of: (parts[1].array ?? []).compactMap(\.text))
        default: return nil
        }
    }
}
