/// What a comment says about the sections of its file.
enum Marker: Hashable {
    /// What follows, up to the next one, leads there.
    case section(Direction, ScriptOptions)
    /// No section of the file runs in a transaction.
    case noTransaction
    /// The file wants something that its own tool alone can do.
    case obstacle(OptionFault)
    /// A word of the tool that changes nothing for a real lexer.
    case nothing
}

/// How a comment stands in its line.
enum CommentPlace: Hashable {
    case first, indented, behindStatement
}

extension Dialect {
    /// Nil for a comment that is none of the tool's.
    func marker(_ comment: String, _ place: CommentPlace) throws(OptionFault) -> Marker? {
        switch self {
        case .ihctl: try ownMarker(comment, place)
        case .dbmate: place == .first ? dbmateMarker(comment) : nil
        case .goose: place == .behindStatement ? nil : try gooseMarker(comment, place)
        case .golangMigrate, .flyway: nil
        }
    }

    private func ownMarker(_ comment: String, _ place: CommentPlace) throws(OptionFault) -> Marker? {
        guard let directive = try Directive(comment: comment) else { return nil }
        guard directive.isSection else { return .nothing }
        // Behind `delete from orders` it would cut off the condition in the next line.
        guard place != .behindStatement else {
            throw OptionFault("ihctl:\(directive.word) stands in a line of its own", hint: "put it below the statement")
        }
        return .section(directive.direction, try ScriptOptions.read(directive.arguments))
    }

    /// `-- migrate:up transaction:false`; options it does not know are nothing to dbmate.
    private func dbmateMarker(_ comment: String) -> Marker? {
        let words = comment.dropFirst(2).split(whereSeparator: \.isWhitespace)
        var options = ScriptOptions()
        options.isTransactional = !words.dropFirst().contains("transaction:false")
        switch words.first {
        case "migrate:up": return .section(.up, options)
        // With more than one word behind it dbmate takes it for a comment.
        case "migrate:down" where words.count <= 2: return .section(.down, options)
        default: return nil
        }
    }

    /// Any comment with `+goose` in it is an annotation, in upper or lower case.
    private func gooseMarker(_ comment: String, _ place: CommentPlace) throws(OptionFault) -> Marker? {
        guard comment.contains("+goose") else { return nil }
        guard place == .first else {
            throw OptionFault("an annotation of goose stands at the beginning of its line")
        }
        let words = comment.replacing("--", with: "").replacing("+goose", with: "", maxReplacements: 1)
        switch words.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased() {
        case "up": return .section(.up, ScriptOptions())
        case "down": return .section(.down, ScriptOptions())
        case "no transaction": return .noTransaction
        case "statementbegin", "statementend", "envsub off": return .nothing
        case "envsub on":
            return .obstacle(
                OptionFault(
                    "goose puts variables of its environment into what follows, ihctl does not",
                    hint: "write the values out in the migration"
                )
            )
        case let other:
            throw OptionFault("goose has no annotation \(other.isEmpty ? "without a word" : other)")
        }
    }
}
