import FoundationEssentials
import TestSupport
import Testing

/// A checkout with migrations of its own and a fresh database for them.
struct MigrateBench: Sendable {
    let checkout: Checkout
    let server: PostgreSQLServer
    let database: String

    static let first = "-- ihctl:up\ncreate table a (id bigint primary key);\n-- ihctl:down\ndrop table a;\n"
    static let second = "-- ihctl:up\ncreate table b (id bigint primary key);\n-- ihctl:down\ndrop table b;\n"

    init(_ files: [String: String] = [:]) async throws {
        checkout = try await Checkout.initialised("migrate")
        let checkout = checkout
        server = try await aside { try TestServers.postgreSQL() }
        let server = server
        database = try await aside { try server.freshDatabase() }
        _ = try run(
            ["bash", "-c", "rm -rf manifests/migrations; mkdir manifests/migrations"],
            in: checkout.scratch.path
        )
        for (name, text) in files { try write(name, text) }
    }

    var url: String { server.url(database: database) }

    func write(_ name: String, _ text: String) throws {
        _ = try checkout.scratch.write(text, to: "manifests/migrations/\(name).sql")
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: checkout.scratch.file("manifests/migrations/\(name).sql"))
    }

    func callAsFunction(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
        try await checkout.line(
            [Checkout.program, "migrate"] + arguments,
            environment: ["DATABASE_ADMIN_URL": url].merging(environment) { _, new in new }
        )
    }

    func callAsFunction(_ arguments: [String]) async throws -> Outcome {
        try await checkout.line(
            [Checkout.program, "migrate"] + arguments,
            environment: ["DATABASE_ADMIN_URL": url]
        )
    }

    func ask(_ sql: String) async throws -> String {
        try await aside { [server, database] in try server.psql(sql, database: database) }
    }
}

extension Outcome {
    /// What was printed, as a report of the format `json`.
    func json() throws -> [String: Any] { try #require(try JSONObject.parse(output)) }
}

/// JSON as dictionaries, enough to look into a report.
private enum JSONObject {
    static func parse(_ text: String) throws -> [String: Any]? {
        try JSONDecoder().decode(AnyValue.self, from: Data(text.utf8)).value as? [String: Any]
    }

    private struct AnyValue: Decodable {
        let value: Any

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                value = Optional<Int>.none as Any
            } else if let number = try? container.decode(Int.self) {
                value = number
            } else if let flag = try? container.decode(Bool.self) {
                value = flag
            } else if let text = try? container.decode(String.self) {
                value = text
            } else if let array = try? container.decode([AnyValue].self) {
                value = array.map(\.value)
            } else {
                value = try container.decode([String: AnyValue].self).mapValues(\.value)
            }
        }
    }
}
