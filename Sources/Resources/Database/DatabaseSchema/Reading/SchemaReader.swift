internal import Deadlines
internal import PostgreSQL

/// Asks the catalogs, all in one go.
struct SchemaReader {
    var parts: Set<Schema.Part>
    var leftOut: Set<String>

    /// Everything that changes how the server writes names and constants.
    private static let settings = """
        set local search_path = '';
        set local quote_all_identifiers = off;
        set local datestyle = 'ISO, YMD';
        set local intervalstyle = 'postgres';
        set local timezone = 'UTC';
        set local bytea_output = 'hex';
        set local extra_float_digits = 1;
        set local lc_monetary = 'C';
        set local xmloption = 'content'
        """

    func read(in transaction: Transaction, by deadline: Deadline) async throws -> Schema {
        try await transaction.execute(Self.settings, by: deadline)
        let version: Int = try await transaction.query(
            "select current_setting('server_version_num')::int",
            by: deadline
        ).value()
        let objects = objectQueries(version).map { $0.statement(leavingOut: leftOut) }
        let facts = factQueries(version).map { SQL(raw: $0.text) }
        let answers = try await transaction.pipeline(objects + facts, by: deadline).map { outcome in
            switch outcome {
            case .done(let rows): rows
            case .failed(let error): throw PostgreSQLError(.server(error))
            case .skipped: throw PostgreSQLError(.rolledBack)
            }
        }
        var assembly = SchemaAssembly()
        for rows in answers.prefix(objects.count) { assembly.addObjects(rows) }
        for ((add, _), rows) in zip(factQueries(version), answers.dropFirst(objects.count)) {
            assembly.add(add, rows)
        }
        return assembly.schema()
    }

    /// What others belong to comes before them.
    private func objectQueries(_ version: Int) -> [CatalogQuery] {
        var queries: [CatalogQuery] = [
            .schemas, .extensions, .collations, .enumerations, .domains, .composites, .ranges(version: version),
            .sequences, .tables, .views, .columns(version: version), .constraints, .indexes, .statistics, .triggers,
            .rules, .policies, .functions(version: version), .aggregates, .operators, .casts, .eventTriggers,
            .unwritten,
        ]
        if parts.contains(.privileges) { queries.append(.defaultPrivileges) }
        return queries
    }

    private func factQueries(_ version: Int) -> [(fact: SchemaAssembly.Fact, text: String)] {
        var queries: [(SchemaAssembly.Fact, String)] = []
        if parts.contains(.comments) { queries.append((.comment, FactQuery.comments)) }
        if parts.contains(.owners) { queries.append((.owner, FactQuery.owners)) }
        if parts.contains(.privileges) { queries.append((.privilege, FactQuery.privileges)) }
        queries.append((.alias, FactQuery.aliases))
        if version >= 140_000 { queries.append((.alias, FactQuery.multiranges)) }
        queries.append((.inheritance, FactQuery.inheritance))
        queries.append((.dependency, FactQuery.dependencies))
        return queries
    }
}
