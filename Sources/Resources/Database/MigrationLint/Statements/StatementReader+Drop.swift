internal import SQLText

extension StatementReader {
    /// Behind DROP.
    mutating func drop() -> SQLCommand? {
        if isAtAny("database", "tablespace", "subscription") {
            return .outsideTransaction("DROP \(current.map { text.name(of: $0) }?.uppercased() ?? "")")
        }
        let kind = objectKind()
        if kind == .index { return dropIndex() }
        var object = DropObject(kind: kind, names: [])
        object.isIfExists = take("if", "exists")
        if isAt("owned", "by") { return nil }
        repeat {
            guard let name = name() else { break }
            object.names.append(name)
            // The arguments of a function.
            if isAtSign("(") { skipGroup() }
        } while takeSign(",")
        if [.trigger, .policy, .rule].contains(kind), take("on") { object.table = table() }
        if let place = find("cascade") { object.cascade = token(at: place)?.range }
        return .drop(object)
    }

    private mutating func dropIndex() -> SQLCommand? {
        let isConcurrent = take("concurrently")
        let isIfExists = take("if", "exists")
        let names = names()
        guard !names.isEmpty else { return nil }
        return .dropIndex(
            DropIndex(
                names: names,
                isConcurrent: isConcurrent,
                isIfExists: isIfExists,
                isCascade: isAt("cascade"),
            )
        )
    }
}
