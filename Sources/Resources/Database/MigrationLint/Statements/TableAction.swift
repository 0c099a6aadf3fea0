/// An ALTER TABLE, or one of another thing that is kept like a table.
struct AlterTable: Sendable {
    var kind: ObjectKind
    var name: ObjectName
    var isOnly = false
    var isIfExists = false
    var actions: [TableAction]
    /// `alter table only name`, for statements that are made from this one.
    var head: Range<Int>
}

struct TableAction: Sendable {
    var kind: Kind
    /// As it stands in the text, without commas.
    var range: Range<Int>

    enum Kind: Sendable {
        case addColumn(ColumnDefinition)
        case dropColumn(String, isCascade: Bool)
        case setType(column: String, TypeName, conversion: TypeConversion)
        case setDefault(String)
        case dropDefault(String)
        case setNotNull(String)
        case dropNotNull(String)
        case addIdentity(String)
        /// `set expression as`, which computes every row anew where it is stored.
        case setExpression(String)
        case dropExpression(String)
        /// Statistics and options of a column.
        case tuneColumn
        /// Storage, compression: kept in the catalogue, under the strongest lock.
        case otherOfColumn
        case addConstraint(TableConstraint)
        case validateConstraint(String)
        case dropConstraint(String, isCascade: Bool)
        case alterConstraint(String)
        case renameConstraint(String, to: String)
        case renameColumn(String, to: String)
        case renameTo(String)
        case setSchema(String)
        case attachPartition(ObjectName, isDefault: Bool, bounds: Range<Int>)
        case detachPartition(ObjectName, mode: Detachment)
        case switchTrigger(which: String, isOn: Bool)
        case switchRule
        case rowSecurity
        case clusterOn
        case setLogged(Bool)
        case setTablespace
        case setAccessMethod
        /// `fillfactor`, `autovacuum_…`.
        case storageParameters([String])
        case inherit(ObjectName)
        case noInherit(ObjectName)
        case owner
        case replicaIdentity
        case other
    }

    enum Detachment: Sendable, Hashable { case plain, concurrently, finalize }

    /// The USING of a change of type.
    enum TypeConversion: Sendable, Hashable {
        case none
        /// `using column::type`, which says no more than the type.
        case plainCast
        case expression
    }
}
