/// What is wrong with a connection URL, and where; the URL's own text is never repeated, since it may be a piece of the
/// password.
package struct BadURL: Error, Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        /// Neither `postgresql://` nor `postgres://`.
        case scheme
        case port
        case percentEncoding
        case unclosedBracket
        /// A character no host name has.
        case host
        /// Hosts, addresses and ports do not pair up.
        case hostCount
        /// An option that libpq does not know.
        case unknownOption(String)
        /// An option that would connect somewhere else than the URL says, or that this client sets itself.
        case refusedOption(String)
        case optionValue(String)
        case controlCharacter
    }

    package let reason: Reason
    /// Counted in characters from 0.
    package let offset: Int
    /// An `@`, `/`, `?` or `#` of the password seems to stand there plainly; it must be percent-encoded.
    package let passwordSeemsUnescaped: Bool
}

extension Target {
    /// Takes `postgresql://[user[:password]@][host][:port][,…][/database][?option=value&…]` apart, as libpq does.
    package init(url: String) throws(PostgreSQLError) {
        var parser = TargetURL(url)
        do throws(BadURL) {
            self = try parser.parse()
        } catch {
            throw PostgreSQLError(.badURL(error))
        }
    }
}

private struct TargetURL {
    private let text: [Unicode.Scalar]
    private var offset = 0

    init(_ url: String) {
        text = Array(url.unicodeScalars)
    }

    mutating func parse() throws(BadURL) -> Target {
        if let control = text.firstIndex(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            throw bad(.controlCharacter, at: control)
        }
        guard let start = ["postgresql://", "postgres://"].first(where: { starts(with: $0) })?.count else {
            throw bad(.scheme, at: 0)
        }
        let authorityEnd = firstIndex(of: ["/", "?"], from: start) ?? text.count
        var (user, password): (String?, String?)
        var hostsStart = start
        if let at = text[start..<authorityEnd].lastIndex(of: "@") {
            if let first = text[start..<at].firstIndex(of: "@") { throw bad(.host, at: first) }
            let colon = text[start..<at].firstIndex(of: ":") ?? at
            user = try decoded(start..<colon)
            if colon < at { password = try decoded(colon + 1..<at) }
            hostsStart = at + 1
        }
        var hosts = try hosts(in: hostsStart..<authorityEnd)
        let queryStart = firstIndex(of: ["?"], from: authorityEnd) ?? text.count
        var database = ""
        if authorityEnd < queryStart { database = try decoded(authorityEnd + 1..<queryStart) }
        var target = Target(host: "", database: "", user: "")
        var named: [String: (value: String, offset: Int)] = [:]
        try forEachOption(from: queryStart) { name, value, offset throws(BadURL) in named[name] = (value, offset) }
        func take(_ name: String) -> String? { named.removeValue(forKey: name)?.value }
        let hostsAt = named["host"]?.offset ?? named["port"]?.offset ?? named["hostaddr"]?.offset ?? hostsStart
        hosts = try combined(hosts, names: take("host"), addresses: take("hostaddr"), ports: take("port"), at: hostsAt)
        target.hosts = hosts
        target.user = take("user") ?? user ?? ""
        if target.user.isEmpty { target.user = Target.accountName() }
        target.setPassword(take("password") ?? password)
        target.database = take("dbname") ?? database
        if target.database.isEmpty { target.database = target.user }
        for (name, option) in named {
            guard target.accept(name, option.value) else { throw bad(.optionValue(name), at: option.offset) }
        }
        return target
    }

    /// `name[:port],…`; an empty name is the Unix socket, as for libpq.
    private func hosts(in range: Range<Int>) throws(BadURL) -> [Target.Host] {
        var hosts: [Target.Host] = []
        var position = range.lowerBound
        while true {
            var name: String
            if position < range.upperBound, text[position] == "[" {
                guard let close = text[position..<range.upperBound].firstIndex(of: "]") else {
                    throw bad(.unclosedBracket, at: position)
                }
                name = string(position + 1..<close)
                position = close + 1
                if position < range.upperBound, text[position] != ":", text[position] != "," {
                    throw bad(.host, at: position)
                }
            } else {
                let end = text[position..<range.upperBound].firstIndex { $0 == ":" || $0 == "," } ?? range.upperBound
                name = try decoded(position..<end)
                if let odd = text[position..<end].firstIndex(where: { " #\\\"'<>".unicodeScalars.contains($0) }) {
                    throw bad(.host, at: odd)
                }
                position = end
            }
            var port = 5432
            if position < range.upperBound, text[position] == ":" {
                let end = text[position..<range.upperBound].firstIndex(of: ",") ?? range.upperBound
                if end > position + 1 {
                    guard let number = portNumber(string(position + 1..<end)) else {
                        throw bad(.port, at: position + 1)
                    }
                    port = number
                }
                position = end
            }
            hosts.append(Target.Host(name.isEmpty ? Target.socketFolder : name, port: port))
            guard position < range.upperBound else { return hosts }
            position += 1
        }
    }

    /// The options `host`, `hostaddr` and `port` replace or complete what stands before the path.
    private func combined(
        _ hosts: [Target.Host],
        names: String?,
        addresses: String?,
        ports: String?,
        at offset: Int,
    ) throws(BadURL) -> [Target.Host] {
        var result = hosts
        func list(_ text: String) -> [String] {
            text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        if let names { result = list(names).map { Target.Host($0.isEmpty ? Target.socketFolder : $0) } }
        if let addresses {
            let list = list(addresses)
            if names == nil, hosts.count == 1, hosts[0].name == Target.socketFolder {
                result = list.map { Target.Host($0, address: $0, port: hosts[0].port) }
            }
            guard list.count == result.count else { throw bad(.hostCount, at: offset) }
            for (index, address) in list.enumerated() where !address.isEmpty { result[index].address = address }
        }
        if let ports {
            let list = list(ports)
            guard list.count == result.count || list.count == 1 else { throw bad(.hostCount, at: offset) }
            for index in result.indices {
                let text = list.count == 1 ? list[0] : list[index]
                guard let port = text.isEmpty ? 5432 : portNumber(text) else { throw bad(.port, at: offset) }
                result[index].port = port
            }
        }
        return result
    }

    private func forEachOption(
        from start: Int,
        _ body: (String, String, Int) throws(BadURL) -> Void,
    ) throws(BadURL) {
        var position = start + 1
        while position < text.count {
            let end = text[position...].firstIndex(of: "&") ?? text.count
            defer { position = end + 1 }
            if end == position { continue }
            let equals = text[position..<end].firstIndex(of: "=") ?? end
            let name = try decoded(position..<equals)
            let value = equals < end ? try decoded(equals + 1..<end) : ""
            if name == "ssl", value == "true" {
                try body("sslmode", "require", position)
                continue
            }
            if ConnectionString.refused.contains(name) { throw bad(.refusedOption(name), at: position) }
            guard ConnectionString.known.contains(name) else { throw bad(.unknownOption(name), at: position) }
            guard equals < end else { throw bad(.optionValue(name), at: position) }
            try body(name, value, position)
        }
    }

    private func portNumber(_ text: String) -> Int? {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(text), (1...65_535).contains(port) else {
            return nil
        }
        return port
    }

    private func decoded(_ range: Range<Int>) throws(BadURL) -> String {
        var bytes: [UInt8] = []
        var position = range.lowerBound
        while position < range.upperBound {
            guard text[position] == "%" else {
                bytes.append(contentsOf: String(text[position]).utf8)
                position += 1
                continue
            }
            guard position + 3 <= range.upperBound,
                let byte = UInt8(string(position + 1..<position + 3), radix: 16), byte != 0
            else { throw bad(.percentEncoding, at: position) }
            bytes.append(byte)
            position += 3
        }
        guard let string = String(validating: bytes, as: UTF8.self) else {
            throw bad(.percentEncoding, at: range.lowerBound)
        }
        return string
    }

    private func starts(with prefix: String) -> Bool { text.starts(with: prefix.unicodeScalars) }

    private func string(_ range: Range<Int>) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: text[range])
        return String(result)
    }

    private func firstIndex(of wanted: Set<Unicode.Scalar>, from start: Int) -> Int? {
        text[start...].firstIndex { wanted.contains($0) }
    }

    private func bad(_ reason: BadURL.Reason, at offset: Int) -> BadURL {
        let suspicious: Bool
        switch reason {
        case .port, .host: suspicious = text[min(offset, text.count)...].contains("@")
        default: suspicious = false
        }
        return BadURL(reason: reason, offset: offset, passwordSeemsUnescaped: suspicious)
    }
}

extension Target {
    /// Takes one option of libpq; false where the value is none of its values.
    mutating func accept(_ name: String, _ value: String) -> Bool {
        switch name {
        case "sslmode":
            guard let mode = TLSMode(rawValue: value) else { return false }
            tlsMode = mode
        case "target_session_attrs":
            guard let role = SessionRole(rawValue: value) else { return false }
            self.role = role
        case "application_name": applicationName = value
        case "connect_timeout":
            guard let seconds = Int(value) else { return false }
            connectTimeout = seconds > 0 ? seconds : nil
        case "client_encoding": return ["UTF8", "UTF-8", "utf8", "utf-8", "auto"].contains(value)
        default: options[name] = Hidden(value)
        }
        return true
    }
}
