package import Migrations
package import Platform
package import PostgreSQL
package import Words

/// PostgreSQL of one region, as `doctor` looks at it.
package struct DatabaseHealth: Checkable {
    private let ward: Ward

    /// `agent` is where `database.url` leads, `admin` where `database.admin_url` does; both with the region's host.
    ///
    /// `agents` is how many use the pool at once, nil where nobody says. Without `migrations` the schema is not looked at.
    /// `isProtected` is the environment's: what serves people has to be encrypted.
    package init(
        region: String,
        database: Database,
        agent: Target,
        admin: Target? = nil,
        migrations: MigrationFolder? = nil,
        agents: Int? = nil,
        isProtected: Bool = false,
        limits: HealthLimits = HealthLimits(),
    ) {
        ward = Ward(
            address: Address(region, "database"),
            database: database,
            agent: Ward.introduced(agent),
            admin: admin.map { Ward.introduced($0).with(database: agent.database) },
            files: migrations?.files,
            agents: agents,
            isProtected: isProtected,
            limits: limits,
            adminDatabase: admin?.database
        )
    }

    package func checkup() -> Checkup {
        let visit = Visit(ward)
        return Checkup(of: ward.address, parallelism: 32, visit.checks) {
            visit.enter(asking: $0)
        } finish: {
            await visit.leave()
        }
    }
}

/// What is known before anybody looks.
struct Ward: Sendable {
    let address: Address
    let database: Database
    let agent: Target
    /// Nil where none is declared.
    let admin: Target?
    let files: [MigrationFile]?
    let agents: Int?
    let isProtected: Bool
    let limits: HealthLimits
    /// Where `database.admin_url` leads by itself.
    var adminDatabase: String?

    static let applicationName = "ihctl doctor"

    fileprivate static func introduced(_ target: Target) -> Target {
        var target = target
        target.applicationName = applicationName
        // A check's own diagnosis has to be ready when its time is up.
        target.grace = .milliseconds(100)
        return target
    }

    func check(
        _ kind: CheckKind,
        at path: [String] = [],
        _ examine: @escaping @Sendable (Clock) async throws -> Diagnosis
    ) -> Check {
        Check(kind, of: address, declaredAt: ["database"] + path) { deadline in try await examine(Clock(deadline)) }
    }
}

func quoted(_ name: String...) -> String { SQL.quoted(identifier: name) }
