internal import PostgreSQL

/// A look into the catalogs: each row is an object.
///
/// The first columns are the same for all: the object's catalog, oid and column number, the catalog and oid of what it
/// belongs to, its kind, full name, own name and position. Every other column is a field by its name; null is none.
/// A full name of null is made of what it belongs to and its own name.
struct CatalogQuery {
    var text: String
    static let fixedColumns = 9

    init(_ text: String) {
        self.text = text
    }

    /// The names of schemas that are left out travel as the one parameter of every query.
    func statement(leavingOut schemas: Set<String>) -> SQL {
        SQL(raw: text, parameters: [schemas.sorted().asArray])
    }

    /// The condition that an object of schema `n` is the database's own: neither the system's, an extension's nor ours,
    /// and nothing that came along with something else, as a range's functions do.
    static func own(_ alias: String) -> String {
        "\(ownSchema) and \(isIndependent(alias))"
    }

    /// For what belongs to an object, and is left out with it.
    static let ownSchema = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all($1::text[])"

    /// For what has no schema; what every new database has is known by its low oid.
    static func ownWithoutSchema(_ alias: String) -> String {
        "$1::text[] is not null and \(alias).oid >= 16384 and \(isIndependent(alias))"
    }

    private static func isIndependent(_ alias: String) -> String {
        """
        not exists (
            select from pg_depend m
            where m.classid = \(alias).tableoid and m.objid = \(alias).oid and m.objsubid = 0 and m.deptype in ('e', 'i')
        )
        """
    }

    /// `fillfactor='70', user_catalog_table='true'`.
    static func options(_ column: String, prefix: String = "") -> String {
        """
        (select string_agg('\(prefix)' || quote_ident(option_name) || '=' || quote_literal(option_value), ', '
         order by option_name collate "C") from pg_options_to_table(\(column)))
        """
    }
}
