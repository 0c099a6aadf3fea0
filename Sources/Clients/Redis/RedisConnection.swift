internal import CHiredis
package import Deadlines
package import Network

/// One connection to one server, logged in and on its database; commands go one after the other.
///
/// After a call that got no answer (deadline, cancellation, a broken rung) the connection is given up, since the answer may still come:
/// every later call throws `.transport(.closed)`.
package actor RedisConnection {
    package nonisolated let executor = HandleExecutor("redis")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package nonisolated let target: RedisTarget
    private let replyLimit: Int
    private var line: Line?

    private struct Line: ~Copyable {
        let stream: ByteStream
        var reader: ReplyReader
        var hasAnswered = false
    }

    /// Resolves, connects, shakes hands, logs in and chooses the database.
    package init(
        to target: RedisTarget,
        by deadline: Deadline,
        replyLimit: Int = 16 << 20,
    ) async throws(RedisError) {
        self.target = target
        self.replyLimit = replyLimit
        let addresses: [Address]
        do throws(TransportFailure) {
            addresses = try await resolve(target.endpoint.host, port: target.endpoint.port, by: deadline)
        } catch {
            throw .transport(error)
        }
        try await interruptible { connection, bell throws(RedisError) in
            try connection.open(to: addresses, by: deadline, unless: bell)
        }
    }

    /// The reply to one command; an error of the server's is thrown.
    @discardableResult
    package func command(_ words: [String], by deadline: Deadline) async throws(RedisError) -> RedisValue {
        try await command(words.map { Array($0.utf8) }, by: deadline)
    }

    /// The same with arguments that are no text.
    @discardableResult
    package func command(_ words: [[UInt8]], by deadline: Deadline) async throws(RedisError) -> RedisValue {
        try await interruptible { connection, bell throws(RedisError) in
            try connection.ask(words, by: deadline, unless: bell)
        }
    }

    /// Sends all commands at once and returns their replies in order, errors of the server among them.
    package func pipeline(_ commands: [[String]], by deadline: Deadline) async throws(RedisError) -> [RedisValue] {
        let commands = commands.map { words in words.map { Array($0.utf8) } }
        return try await interruptible { connection, bell throws(RedisError) in
            try connection.exchange(commands, by: deadline, unless: bell)
        }
    }

    /// Facts of the connection; nil without TLS, or once it is given up.
    package var tlsFacts: TLSFacts? { line?.stream.tlsFacts }

    package func close() {
        line = nil
    }

    private func open(to addresses: [Address], by deadline: Deadline, unless bell: Interruption) throws(RedisError) {
        do throws(TransportFailure) {
            let stream = try ByteStream.open(to: addresses, tls: target.tls, by: deadline, unless: bell)
            line = Line(stream: stream, reader: ReplyReader(limit: replyLimit))
        } catch {
            throw .transport(error)
        }
        if let password = target.password {
            let user = target.user.map { [$0] } ?? []
            try ask((["AUTH"] + user + [password.value]).map { Array($0.utf8) }, by: deadline, unless: bell)
        }
        if target.database != 0 {
            try ask(["SELECT", "\(target.database)"].map { Array($0.utf8) }, by: deadline, unless: bell)
        }
    }

    @discardableResult
    private func ask(_ words: [[UInt8]], by deadline: Deadline, unless bell: Interruption) throws(RedisError)
        -> RedisValue
    {
        guard let reply = try exchange([words], by: deadline, unless: bell).first else { throw .transport(.closed) }
        if case .error(let error) = reply { throw .server(error) }
        return reply
    }

    private func exchange(
        _ commands: [[[UInt8]]],
        by deadline: Deadline,
        unless bell: Interruption,
    ) throws(RedisError) -> [RedisValue] {
        // Out of the actor's state while it is in use: whatever is thrown leaves the connection given up.
        guard var line = line.take() else { throw .transport(.closed) }
        do throws(RedisError) {
            let replies = try exchange(commands, over: &line, by: deadline, unless: bell)
            line.hasAnswered = true
            self.line = consume line
            return replies
        } catch {
            let isCutOff = [.transport(.reset), .transport(.closed)].contains(error)
            guard isCutOff, !line.hasAnswered, target.tls == nil,
                speaksTLS(at: line.stream.address, by: deadline, unless: bell)
            else { throw error }
            throw .serverExpectsTLS
        }
    }

    private func exchange(
        _ commands: [[[UInt8]]],
        over line: inout Line,
        by deadline: Deadline,
        unless bell: Interruption,
    ) throws(RedisError) -> [RedisValue] {
        var replies: [RedisValue] = []
        do throws(TransportFailure) {
            try line.stream.write(commands.flatMap(formatted), by: deadline, unless: bell)
        } catch {
            // A server that refuses us says why before it closes; that is worth more than the broken pipe.
            guard error == .reset, let last = try? line.stream.read(atMost: 4_096, by: deadline, unless: bell),
                (try? line.reader.feed(last)) != nil, let reply = try? line.reader.next()
            else { throw .transport(error) }
            return [told(reply, to: commands.first)]
        }
        while replies.count < commands.count {
            if let reply = try line.reader.next() {
                replies.append(told(reply, to: commands[replies.count]))
                continue
            }
            let bytes: [UInt8]
            do throws(TransportFailure) {
                bytes = try line.stream.read(atMost: 65_536, by: deadline, unless: bell)
            } catch {
                throw .transport(error)
            }
            guard !bytes.isEmpty else { throw .transport(.closed) }
            try line.reader.feed(bytes)
        }
        return replies
    }

    /// Some errors mean what the command makes of them; and a server that repeats what it was sent must not give the password away.
    private func told(_ reply: RedisValue, to command: [[UInt8]]?) -> RedisValue {
        guard case .error(let error) = reply else { return reply }
        let name = command?.first.map { String(decoding: $0, as: UTF8.self).uppercased() } ?? ""
        let text = name == "AUTH" && error.code == "ERR" ? withoutPassword(error.text) : error.text
        return .error(ServerError(line: "\(error.code) \(text)", to: name))
    }

    private func withoutPassword(_ text: String) -> String {
        guard let password = target.password?.value, !password.isEmpty else { return text }
        return text.split(separator: password, omittingEmptySubsequences: false).joined(separator: "••••••")
    }
}

private func formatted(_ words: [[UInt8]]) -> [UInt8] {
    var target: UnsafeMutablePointer<CChar>?
    var offsets: [Int] = []
    var all: [UInt8] = []
    for word in words {
        offsets.append(all.count)
        all += word
    }
    let lengths = words.map(\.count)
    // One byte more, so that even nothing but empty words has an address.
    all.append(0)
    return all.withUnsafeBytes { raw in
        let start = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
        var pointers = offsets.map { start?.advanced(by: $0) }
        let count = redisFormatCommandArgv(&target, Int32(words.count), &pointers, lengths)
        guard count > 0, let target else { return [] }
        defer { redisFreeCommand(target) }
        return Array(UnsafeRawBufferPointer(start: target, count: Int(count)))
    }
}
