extension KnownSchema {
    /// What is known after one action of an ALTER TABLE.
    mutating func learn(_ action: TableAction, of name: ObjectName, at moment: Moment) {
        switch action.kind {
        case .addColumn(let column):
            learn(table: name) { $0.add(column, at: moment) }
            note(referrer: name, of: column.foreignKey?.references)
        case .dropColumn(let column, _): change(table: name) { $0.columns[column] = nil }
        case .renameColumn(let old, let new):
            change(table: name) { $0.columns[new] = $0.columns.removeValue(forKey: old) }
        case .setType(let column, let type, _):
            learnColumn(column, of: name) { known in
                known.type = type
                known.typeOrigin = moment.file
            }
        case .setNotNull(let column):
            learnColumn(column, of: name) { known in
                known.isNotNull = true
                known.notNullOrigin = moment.file
            }
        case .dropNotNull(let column):
            learnColumn(column, of: name) { known in
                known.isNotNull = false
                known.notNullOrigin = nil
            }
        case .setDefault(let column): learnColumn(column, of: name) { $0.defaultOrigin = moment.file }
        case .dropDefault(let column): learnColumn(column, of: name) { $0.defaultOrigin = nil }
        case .addConstraint(let constraint):
            learn(table: name) {
                $0.add(constraint, at: moment, isValid: !constraint.isNotValid && constraint.isEnforced)
            }
            note(referrer: name, of: constraint.foreignKey?.references)
        case .validateConstraint(let constraint):
            change(table: name) { $0.constraints[constraint]?.isValid = true }
        case .dropConstraint(let constraint, _): change(table: name) { $0.constraints[constraint] = nil }
        case .renameConstraint(let old, let new):
            change(table: name) { $0.constraints[new] = $0.constraints.removeValue(forKey: old) }
        case .renameTo(let new): rename(table: name, to: name.sibling(new))
        case .setSchema(let schema): rename(table: name, to: ObjectName(name.name, schema: schema))
        case .attachPartition(let child, let isDefault, _):
            learn(table: name) { $0.isPartitioned = true }
            learn(table: child) { $0.parent = name }
            note(partition: child, of: name)
            if isDefault { set(defaultPartition: child, of: name) }
        case .detachPartition(let child, _): change(table: child) { $0.parent = nil }
        default: break
        }
    }

    private mutating func learnColumn(_ column: String, of table: ObjectName, _ change: (inout KnownColumn) -> Void) {
        learn(table: table) { known in
            change(&known.columns[column, default: KnownColumn(type: nil, isNotNull: false)])
        }
    }
}
