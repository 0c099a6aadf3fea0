extension Schema {
    /// The schema as SQL: the same text for the same schema, in an order that restores it into an empty database.
    package var text: String {
        let pieces = SchemaWriter(schema: self).pieces().inRestoreOrder()
        var text = Self.head
        var last: Piece?
        for piece in pieces where !piece.statements.isEmpty {
            // What is said of one table stays together.
            let belongsToLast = last.map { $0.root == piece.root && $0.phase == piece.phase } == true
            text += belongsToLast && piece.isShort ? "" : "\n"
            for statement in piece.statements { text += statement + "\n" }
            last = piece
        }
        if !unwritten.isEmpty {
            text += "\n"
            for object in unwritten { text += "-- not written: \(object.description.onOneLine)\n" }
        }
        return text
    }

    /// Bodies are not looked into while what they call may still be missing, and every name is written in full.
    private static let head = """
        -- The schema of a database, in an order that can be restored into an empty one.

        set check_function_bodies = off;
        set search_path = '';

        """
}

extension Piece {
    fileprivate var isShort: Bool { statements.allSatisfy { !$0.contains("\n") } }
}

extension String {
    /// For a comment of SQL, which ends with its line.
    var onOneLine: String { replacing("\n", with: " ").replacing("\r", with: " ") }
}
