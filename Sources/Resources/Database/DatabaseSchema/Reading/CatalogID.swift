/// Where the catalogs keep an object; only good while reading.
struct CatalogID: Hashable {
    var catalog: UInt32
    var oid: UInt32
    /// The number of a column, 0 for the object itself.
    var column: Int32 = 0

    init(_ catalog: UInt32, _ oid: UInt32, _ column: Int32 = 0) {
        (self.catalog, self.oid, self.column) = (catalog, oid, column)
    }

    /// Of three columns of a row.
    init?(_ texts: [String?], from first: Int) {
        guard let catalog = texts[first].flatMap(UInt32.init), let oid = texts[first + 1].flatMap(UInt32.init) else {
            return nil
        }
        self.init(catalog, oid, texts[first + 2].flatMap(Int32.init) ?? 0)
    }

    var whole: CatalogID { CatalogID(catalog, oid) }

    static let relations: UInt32 = 1_259
    static let defaults: UInt32 = 2_604
}
