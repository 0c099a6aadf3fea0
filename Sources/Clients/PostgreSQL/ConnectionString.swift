internal import CLibPQ

/// The words libpq is given for one attempt: every option that it would else take from the environment or from files is
/// named.
enum ConnectionString {
    /// What this libpq knows.
    static let known: Set<String> = Set(defaults.map(\.name))

    /// Options that would connect somewhere else than the target says, or speak another protocol.
    static let refused: Set<String> = ["service", "servicefile", "replication"]

    /// A path that no file can have, so that libpq finds nothing there and says nothing.
    private static let nowhere = "/dev/null/none"

    /// What stands where the target says nothing, in place of an environment variable or a file of the home folder.
    private static let neutral: [String: String] = [
        "passfile": nowhere, "sslcert": nowhere, "sslkey": nowhere, "sslrootcert": nowhere, "sslcrl": nowhere,
        // Ticket caches are of the environment too.
        "gssencmode": "disable",
        // Each attempt has one address; the role is checked by us.
        "target_session_attrs": "any",
        "client_encoding": "UTF8",
    ]

    /// Left to libpq, which takes an empty name for a service too.
    ///
    /// A `PGSERVICE` in the environment can add nothing, since all options are named; one that names no service makes
    /// libpq refuse, with its own words.
    private static let unnamed: Set<String> = ["service"]

    static func make(_ target: Target, host: Target.Host, address: String?) -> String {
        var values: [String: String] = [:]
        for (name, fallback) in defaults where !unnamed.contains(name) { values[name] = neutral[name] ?? fallback }
        for (name, option) in target.options { values[name] = option.value }
        values["host"] = host.name
        values["hostaddr"] = address
        values["port"] = String(host.port)
        values["user"] = target.user
        values["password"] = target.password?.value ?? ""
        values["dbname"] = target.database
        values["sslmode"] = target.tlsMode.rawValue
        values["application_name"] = target.applicationName
        if let authorities = target.certificateAuthorities { values["sslrootcert"] = authorities }
        return values.sorted { $0.key < $1.key }.map { "\($0.key)='\(escaped($0.value))'" }.joined(separator: " ")
    }

    private static func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            if scalar == "'" || scalar == "\\" { result.unicodeScalars.append("\\") }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    /// Every option that has an environment variable, with the default compiled in.
    static let defaults: [(name: String, fallback: String?)] = {
        // An empty string parses to the bare table, without a look at the environment.
        guard let table = PQconninfoParse("", nil) else { return [] }
        defer { PQconninfoFree(table) }
        var result: [(String, String?)] = []
        var entry = table
        while let keyword = entry.pointee.keyword {
            let compiled = entry.pointee.compiled.map { String(cString: $0) }
            let fromEnvironment = entry.pointee.envvar != nil
            result.append((String(cString: keyword), fromEnvironment ? compiled ?? "" : nil))
            entry += 1
        }
        return result
    }()
}
