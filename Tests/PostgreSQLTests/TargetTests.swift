internal import Testing

@testable internal import PostgreSQL

struct TargetTests {
    /// With its type: a literal of many columns costs the compiler seconds without.
    private static let urls: [(String, [String], String, String, String?)] = [
        (
            "postgresql://agent:p%40ss%2Fword@db.example:6543/app?sslmode=verify-full",
            ["db.example:6543"], "agent", "app", "p@ss/word"
        ),
        ("postgres://agent@db/app", ["db:5432"], "agent", "app", nil),
        ("postgresql://agent@[fe80::1]:1234/app", ["[fe80::1]:1234"], "agent", "app", nil),
        ("postgresql://a:b@one:1,two,[::1]:3/d", ["one:1", "two:5432", "[::1]:3"], "a", "d", "b"),
        ("postgresql://a@/d?host=/tmp/pg&port=77", ["/tmp/pg/.s.PGSQL.77"], "a", "d", nil),
        ("postgresql://a@%2Ftmp%2Fpg:78/d", ["/tmp/pg/.s.PGSQL.78"], "a", "d", nil),
        ("postgresql:///d?user=a&password=x", ["/var/run/postgresql/.s.PGSQL.5432"], "a", "d", "x"),
        ("postgresql://a@h", ["h:5432"], "a", "a", nil),
        ("postgresql://a@h:/d", ["h:5432"], "a", "d", nil),
        ("postgresql://a@h/d%20e?dbname=other", ["h:5432"], "a", "other", nil),
        ("postgresql://%C3%A4@h/%C3%B6", ["h:5432"], "ä", "ö", nil),
        ("postgresql://a:@h/d", ["h:5432"], "a", "d", ""),
    ]

    @Test(arguments: urls)
    func `a URL is taken apart`(
        _ url: String,
        _ hosts: [String],
        _ user: String,
        _ database: String,
        _ password: String?
    ) throws {
        let target = try Target(url: url)
        #expect(target.hosts.map(\.description) == hosts)
        #expect(target.user == user)
        #expect(target.database == database)
        #expect(target.password?.value == password)
    }

    /// URLs that are refused, why and where.
    private static let badURLs: [(String, BadURL.Reason, Int)] = [
        ("mysql://a@h/d", BadURL.Reason.scheme, 0),
        ("", .scheme, 0),
        ("POSTGRESQL://h", .scheme, 0),
        ("postgresql://a@h:port/d", .port, 17),
        ("postgresql://a@h:0/d", .port, 17),
        ("postgresql://a@h:65536/d", .port, 17),
        ("postgresql://a@h:-1/d", .port, 17),
        ("postgresql://a@[::1/d", .unclosedBracket, 15),
        ("postgresql://a@[::1]x/d", .host, 20),
        ("postgresql://a@h/%zz", .percentEncoding, 17),
        ("postgresql://a@h/%4", .percentEncoding, 17),
        ("postgresql://a@h/%00", .percentEncoding, 17),
        ("postgresql://a@h/%ff", .percentEncoding, 17),
        ("postgresql://a@h/d?sslmode=yes", .optionValue("sslmode"), 19),
        ("postgresql://a@h/d?sslmode", .optionValue("sslmode"), 19),
        ("postgresql://a@h/d?target_session_attrs=writer", .optionValue("target_session_attrs"), 19),
        ("postgresql://a@h/d?client_encoding=LATIN1", .optionValue("client_encoding"), 19),
        ("postgresql://a@h/d?tls=1", .unknownOption("tls"), 19),
        ("postgresql://a@h/d?service=x", .refusedOption("service"), 19),
        ("postgresql://a@h/d?replication=1", .refusedOption("replication"), 19),
        ("postgresql://a@h,i/d?hostaddr=127.0.0.1", .hostCount, 21),
        ("postgresql://a@h\n/d", .controlCharacter, 16),
        ("postgresql://a@h i/d", .host, 16),
    ]

    @Test(arguments: badURLs)
    func `a bad URL is refused at its place`(_ url: String, _ reason: BadURL.Reason, _ offset: Int) {
        let error = #expect(throws: PostgreSQLError.self) { try Target(url: url) }
        #expect(error?.kind == .badURL(BadURL(reason: reason, offset: offset, passwordSeemsUnescaped: false)))
    }

    @Test(arguments: ["postgresql://a:s3cr/et@h/d", "postgresql://a:s3cr@et@h/d", "postgresql://a:s3cr?et@h/d"])
    func `a password that is not escaped is suspected and not shown`(_ url: String) throws {
        let error = try #require(throws: PostgreSQLError.self) { try Target(url: url) }
        guard case .badURL(let bad) = error.kind else { throw error }
        #expect(bad.passwordSeemsUnescaped)
        #expect(!"\(error) \(String(reflecting: error))".contains("s3cr"))
    }

    @Test func `no way of printing a target shows its password`() throws {
        let target = try Target(url: "postgresql://a:s3cret@h/d?sslpassword=s3cret")
        var dumped = ""
        dump(target, to: &dumped)
        #expect(!"\(target) \(String(reflecting: target)) \(dumped)".contains("s3cret"))
        #expect(target.description == "postgresql://a@h:5432/d")
        #expect(target.hasPassword)
    }

    @Test func `parts can be replaced`() throws {
        let target = try Target(url: "postgresql://a:b@h:1/d?sslmode=require")
        #expect(target.with(database: "other").description == "postgresql://a@h:1/other")
        #expect(target.with(host: "i").description == "postgresql://a@i:1/d")
        #expect(target.with(port: 2).description == "postgresql://a@h:2/d")
        #expect(target.with(user: "c").hasPassword == false)
        #expect(target.tlsMode == .require)
    }

    @Test func `every option with an environment variable is given to libpq by name`() throws {
        let target = try Target(url: "postgresql://a@h/d")
        let text = ConnectionString.make(target, host: target.firstHost, address: "127.0.0.1")
        let named = ConnectionString.defaults.filter { $0.fallback != nil }.map(\.name)
        #expect(named.count > 20)
        for name in named where name != "service" { #expect(text.contains("\(name)='")) }
    }

    @Test func `quotes and backslashes survive the way to libpq`() throws {
        let target = Target(host: "h", database: "it's", user: #"back\slash"#, password: #"'\'"#)
        let text = ConnectionString.make(target, host: target.firstHost, address: nil)
        #expect(text.contains(#"dbname='it\'s'"#))
        #expect(text.contains(#"user='back\\slash'"#))
        #expect(text.contains(#"password='\'\\\''"#))
    }
}
