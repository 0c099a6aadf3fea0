internal import FoundationEssentials
internal import Migrations
internal import Platform
internal import PostgreSQL
internal import TestSupport
internal import Testing
internal import Words

@testable import DatabaseHealth

/// What cannot be injected here is judged by itself.
@Suite struct JudgementTests {
    private func ward(
        isProtected: Bool = false,
        host: String = "db.example",
        _ change: (inout Database) -> Void = { _ in }
    ) -> Ward {
        var database = Database()
        change(&database)
        return Ward(
            address: Address("fr-par", "database"),
            database: database,
            agent: Target(host: host, database: "island_hopper", user: "agent"),
            admin: nil,
            files: nil,
            agents: nil,
            isProtected: isProtected,
            limits: HealthLimits()
        )
    }

    private func greeting(_ change: (inout Greeting) -> Void = { _ in }) -> Greeting {
        var greeting = Greeting(
            version: 150_018,
            encryption: nil,
            isInRecovery: false,
            isReadOnly: false,
            readOnlySource: "default",
            isBehindPooler: false,
            isBySocket: false,
            usedPassword: true,
            clockOffset: .zero,
            clockDoubt: .milliseconds(1)
        )
        change(&greeting)
        return greeting
    }

    @Test(arguments: [
        (0.0, nil, false), (0.9, nil, false), (-2.5, "behind", false), (30, "ahead of", false), (-900, "behind", true),
    ])
    func `a clock is judged by what is certain`(seconds: Double, way: String?, isError: Bool) throws {
        let diagnosis = ward().clock(greeting { $0.clockOffset = .seconds(seconds) })
        #expect(diagnosis.measures.first?.value == seconds)
        #expect(diagnosis.findings.first?.message.contains(way ?? "") == (way == nil ? nil : true))
        #expect((diagnosis.findings.first?.severity == .error) == isError)
        // As slow a way as that proves nothing.
        #expect(
            ward().clock(greeting { ($0.clockOffset, $0.clockDoubt) = (.seconds(seconds), .seconds(1_000)) }).findings
                .isEmpty
        )
    }

    @Test(arguments: [
        ("2024-01-01", nil), ("2027-08-01", Finding.Severity.note), ("2027-11-11", .note), ("2027-11-13", .warning),
    ])
    func `a version is spoken of half a year before its end`(day: String, severity: Finding.Severity?) throws {
        let today = try Date("\(day)T12:00:00Z", strategy: .iso8601)
        #expect(ward().version(greeting(), today: today).findings.first?.severity == severity)
        // Newer than what this program knows.
        #expect(ward().version(greeting { $0.version = 240_001 }, today: today).findings.isEmpty)
    }

    @Test func `plain text over a network is a warning, and an error where people are served`() {
        #expect(ward().encryption(greeting()).findings.first?.severity == .warning)
        #expect(ward(isProtected: true).encryption(greeting()).findings.first?.severity == .error)
        #expect(ward { $0.sslMode = .verifyFull }.encryption(greeting()).findings.first?.severity == .error)
        #expect(ward(isProtected: true, host: "127.0.0.1").encryption(greeting()).findings.isEmpty)
    }

    @Test func `the migrations' text says which tables and rights there must be`() throws {
        let folder = try MigrationFolder.read("\(projectRoot)/manifests/migrations", shown: "m")
        let wanted = WantedObjects(of: folder.files)
        #expect(
            wanted.tables.keys.sorted() == [
                "public.strand_session_analytics", "public.strand_session_costs", "public.strands_sessions",
            ]
        )
        #expect(
            wanted.tables["public.strand_session_costs"] == [
                "id", "session_id", "provider", "model", "tokens_used", "cost_amount", "cost_currency", "timestamp",
            ]
        )
        let rights = wanted.rights(of: ward { $0.group = "island_hopper_agent" })
        #expect(rights.count == 10)
        #expect(
            rights.contains {
                $0.object == "function \"public\".\"remove_expired_sessions\"(integer)" && $0.privilege == "execute"
            }
        )
        #expect(wanted.rights(of: ward()).isEmpty)
    }

    @Test func `later migrations change what earlier ones made`() throws {
        func file(_ number: Int, _ sql: String) throws -> MigrationFile {
            MigrationFile(
                version: try #require(Version("\(number)")),
                name: "m",
                path: "m/\(number)_m.sql",
                bytes: Array("-- ihctl:up\n\(sql);\n".utf8)
            )
        }
        let wanted = WantedObjects(of: [
            try file(
                1,
                "create table a (id int, \"Odd\" numeric(10, 2) default (1), primary key (id), note text check (note in ('x', 'y')))"
            ),
            try file(2, "alter table a add column more int, drop column note, add constraint c check (id > 0)"),
            try file(3, "alter table a rename column more to less"),
            try file(4, "create table gone (id int); drop table if exists gone"),
            try file(5, "create table app.b (like a); alter table app.b rename to c"),
            try file(6, "grant select, insert on table a, app.c to agent, other; revoke insert on a from agent"),
            try file(7, "grant all on sequence s to agent; grant agent to somebody; grant select (id) on a to agent"),
        ])
        #expect(wanted.tables == ["public.a": ["id", "Odd", "less"], "app.c": []])
        let rights = wanted.rights(of: ward()).map { "\($0.privilege) \($0.object)" }
        #expect(
            rights == [
                "select sequence \"public\".\"s\"", "update sequence \"public\".\"s\"",
                "usage sequence \"public\".\"s\"",
                "insert table \"app\".\"c\"", "select table \"app\".\"c\"", "select table \"public\".\"a\"",
            ]
        )
    }

    @Test func `functions, indexes and keys are followed through later migrations`() throws {
        func wanted(_ sql: String) throws -> WantedObjects {
            WantedObjects(of: [
                MigrationFile(
                    version: try #require(Version("1")),
                    name: "m",
                    path: "m/1_m.sql",
                    bytes: Array("-- ihctl:up\n\(sql);\n".utf8)
                )
            ])
        }
        let made =
            "create table a (id int primary key, b int constraint b_once unique, c int); create index a_c on a (c)"
        #expect(Set(try wanted(made).indexes.keys) == ["public.b_once", "public.a_c"])
        #expect(try wanted(made).keyed == ["public.a"])
        #expect(try wanted("\(made); drop index a_c; alter table a drop constraint b_once").indexes.isEmpty)
        #expect(Set(try wanted("\(made); alter table a drop column c").indexes.keys) == [])
        #expect(
            Set(
                try wanted(
                    "\(made); alter table a rename column c to d; alter table a rename to z; alter index a_c rename to z_d"
                ).indexes.keys
            ) == ["public.b_once", "public.z_d"]
        )
        #expect(try wanted("\(made); drop table a").indexes.isEmpty)
        #expect(try wanted("\(made); drop table a").keyed.isEmpty)
        #expect(try wanted("create unlogged table a (id int)").unlogged == ["public.a"])
        #expect(try wanted("create unlogged table a (id int); alter table a set logged").unlogged.isEmpty)
        #expect(
            try wanted("create or replace function f(a int) returns int language sql as 'select 1'").functions == [
                "public.f"
            ]
        )
        #expect(
            try wanted("create function f(a int) returns int language sql as 'select 1'; drop function f(int), g()")
                .functions.isEmpty
        )
    }

    @Test func `a statement to copy is one line of a shell, whatever stands in it`() throws {
        let shell = AdminShell(variable: "PROVISION_URL", database: "postgres")
        #expect(
            shell.run("alter role \"o'hara $HOME\" login")
                == .fix(#"psql "$PROVISION_URL" -c 'alter role "o'\''hara $HOME" login'"#)
        )
        #expect(
            shell.run("vacuum a", in: "Odd") == .fix(#"psql "$PROVISION_URL" -c '\c "Odd"' -c 'vacuum a'"#)
        )
        #expect(shell.run("vacuum a", in: "postgres") == .fix(#"psql "$PROVISION_URL" -c 'vacuum a'"#))
        #expect(ward { $0.adminURL = .variable("OTHER") }.shell.variable == "OTHER")
        #expect(ward { $0.adminURL = SecretReference(Reference(.file("/x"))) }.shell.variable == "DATABASE_ADMIN_URL")
    }

    @Test func `a disk is judged by its share and by what is left`() throws {
        let question = DiskQuestion(declared: nil)
        let machine = Machine(dataFolder: "/data", started: 0, address: "127.0.0.1:5432")
        let view = View.of(ward())
        func severity(_ size: Double, _ free: Double) -> Finding.Severity? {
            question.judge(FileSystem(size: size, free: free), machine, view)?.severity
        }
        let gigabyte = 1_073_741_824.0
        #expect(severity(100 * gigabyte, 50 * gigabyte) == nil)
        #expect(severity(1_000 * gigabyte, 40 * gigabyte) == nil)
        #expect(severity(100 * gigabyte, 8 * gigabyte) == .warning)
        #expect(severity(100 * gigabyte, gigabyte) == .error)
    }

    @Test func `a machine that is not certain to be the server's is not looked at`() {
        for (folder, address) in [(nil, "127.0.0.1:5432"), ("/", "192.0.2.1:5432"), ("/nowhere", "127.0.0.1:5432")] {
            let machine = Machine(dataFolder: folder, started: 0, address: address)
            guard case .failure = machine.disk, case .failure = machine.memory else {
                Issue.record("\(folder ?? "")")
                continue
            }
        }
    }

    @Test(arguments: [
        (0.0, "0 bytes"), (1_023, "1023 bytes"), (1_536, "1.5 KiB"), (5_368_709_120, "5 GiB"), (-2_097_152, "-2 MiB"),
    ])
    func `bytes are told as people read them`(bytes: Double, text: String) {
        #expect(bytes.bytesText == text)
    }

    @Test func `the catalogue names each check once, and what it requires`() {
        let ids = DatabaseChecks.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for kind in DatabaseChecks.all {
            #expect(kind.requires.allSatisfy(ids.contains))
            #expect(kind.title.first?.isLowercase == true || kind.title.hasPrefix("PostgreSQL"), "\(kind.title)")
            #expect(!kind.title.hasSuffix("."))
        }
    }
}
