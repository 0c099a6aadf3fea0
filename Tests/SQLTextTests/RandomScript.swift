internal import TestSupport

/// Scripts that the server can parse, written with every spelling that could lead a lexer astray.
struct RandomScript {
    var random: SeededRandom

    mutating func script() -> String {
        var text = chance(20) ? "\u{FEFF}" : ""
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            text += gap() + (chance(8) ? "" : statement()) + optionalGap() + ";"
        }
        // The last may go without its semicolon.
        return text + gap() + (chance(2) ? statement() : "") + optionalGap()
    }

    /// One to three small edits, after which the script may or may not be SQL.
    mutating func mutated(_ script: String) -> String {
        var scalars = Array(script.unicodeScalars)
        for _ in 0..<Int.random(in: 1...3, using: &random) where !scalars.isEmpty {
            let index = Int.random(in: scalars.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: scalars.remove(at: index)
            case 1: scalars.swapAt(index, Int.random(in: scalars.indices, using: &random))
            case 2: scalars.removeSubrange(index..<min(scalars.count, index + 4))
            default: scalars.insert(contentsOf: Array(pick(Self.hostile).unicodeScalars), at: index)
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    private static let hostile = [
        ";", "'", "''", "\"", "\\", "\\'", "--", "/*", "*/", "$$", "$a$", "$", "\n", "\r", "(", ")", " end; ",
        " begin atomic ",
        " case ", "é", "E'", "U&'", "-", "+", "@", ":", "{", " ",
    ]

    private mutating func statement() -> String {
        switch Int.random(in: 0..<14, using: &random) {
        case 0: "create table\(gap())\(name())\(optionalGap())(\(name())\(gap())text\(gap())default \(string()))"
        case 1: "insert into \(name()) values (\(list { $0.expression(depth: 2) }))"
        case 2: "create rule \(name()) as on insert to t do also (\(rule()))"
        case 3: "do \(keyword("language")) plpgsql \(dollarQuoted(plpgsql()))"
        case 4: "create or replace function \(name())() returns text language plpgsql as \(dollarQuoted(plpgsql()))"
        case 5: "create function f() returns text language sql as \(string())"
        case 6, 7: routine()
        case 8: "comment on table \(name()) is \(string())"
        case 9: "update \(name()) set \(name()) = \(expression(depth: 2)) where \(expression(depth: 1))"
        case 10: "alter table \(name()) add column \(name()) int default \(expression(depth: 1))"
        case 11: "create view \(name()) as \(select())"
        default: select()
        }
    }

    private mutating func select() -> String {
        keyword("select") + gap()
            + list { random in
                random.expression(depth: 3) + (random.chance(3) ? random.gap() + random.label() : "")
            }
    }

    private mutating func rule() -> String {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in select() }.joined(
            separator: optionalGap() + ";" + optionalGap()
        )
    }

    private mutating func routine() -> String {
        let head = [keyword("create"), chance(2) ? keyword("or") + gap() + keyword("replace") : nil].compactMap(\.self)
        let kind = keyword(chance(2) ? "function" : "procedure")
        var text = (head + [kind, name()]).joined(separator: gap()) + "(a int) language sql"
        text += gap() + keyword("begin") + gap() + keyword("atomic") + gap()
        for _ in 0..<Int.random(in: 0...3, using: &random) { text += select() + optionalGap() + ";" + optionalGap() }
        return text + gap() + keyword("end")
    }

    private mutating func expression(depth: Int) -> String {
        guard depth > 0 else { return leaf() }
        switch Int.random(in: 0..<9, using: &random) {
        case 0: return "case \(expression(depth: depth - 1)) when 1 then \(leaf()) else \(leaf()) end"
        case 1: return "(\(expression(depth: depth - 1)))"
        case 2: return "\(leaf())\(optionalGap())::\(optionalGap())text"
        case 3: return "(array[\(list { $0.leaf() })])[1:2]"
        case 4: return "f(\(list { $0.leaf() }))"
        case 5, 6: return expression(depth: depth - 1) + sign() + expression(depth: depth - 1)
        default: return leaf()
        }
    }

    private mutating func leaf() -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: pick(["1", "1.", ".5", "1.5e3", "1E-3", "0", "12e+1"]) + " "
        case 1: pick(["$1", "$12"]) + " "
        case 2: name() + pick([".a", ".end", ".\"x;\"", ""])
        case 3: "-" + pick([" ", "/*;*/", ""]) + "5 "
        default: string()
        }
    }

    private mutating func string() -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return "E'\(escaped())'"
        case 1: return "E'\(escaped())'\(continuation())'\(escaped())'"
        case 2: return "'\(plain())'\(continuation())'\(plain())'"
        case 3: return " U&'\(pick(["d\\0061", "\\+00003B;", "\\\\;", "é"]))'"
        case 4: return "U&'d!0027!!' UESCAPE '!'"
        case 5: return " \(pick(["b'01'", "X'1F'", "N'\(plain())'", "n''"]))"
        case 6: return dollarQuoted(plain() + pick(["$", "$$ $x", "'", "/*", "--"]))
        default: return "'\(plain())'"
        }
    }

    private mutating func plain() -> String {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in
            pick([";", "''", "\\", "a", "--", "/*", "*/", "\"", "$$", "$a$", "\n", "é😀", "(", ")", "end;", "\r\n"])
        }.joined()
    }

    private mutating func escaped() -> String {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in
            pick([";", "''", "\\'", "\\\\", "\\n", "\\047", "\\x27", "\\u0027", "\\\n", "--", "/*", "$$", "é", "\\é"])
        }.joined()
    }

    private mutating func dollarQuoted(_ body: String) -> String {
        // A tag that its body does not hold, set apart from a word before it.
        let tag = pick(["$body$", "$é1$", "$_$"])
        let plain = chance(2) && !body.contains("$$") && !body.hasSuffix("$") && !body.hasPrefix("$")
        return plain ? " $$\(body)$$" : " \(tag)\(body)\(tag)"
    }

    private mutating func plpgsql() -> String {
        "declare a text := \(pick(["'x;'", "$a$;'$a$", "E'\\';'"])); begin if true then perform 1; end if; /* ; */ end"
    }

    private mutating func name() -> String {
        pick([
            "t", "a$b", "été", "Begin", "\"a;b\"", "\"\"\"--\"", "U&\"\\0061;\"", "\"/*\"", "e", "x", "copy", "_1",
            "atomic",
        ])
    }

    private mutating func label() -> String {
        pick(["as end", "as \"end;\"", "as case", "as begin", "\"a\"\"b\"", "as é"])
    }

    private mutating func sign() -> String {
        pick([
            "+", "-", "*", "/", "%", "=", "<>", "||", "->>", "?", "?|", "@>", "@-", "<=>", "!=", "#>", "&&", "|/", "~",
            "*/**/",
        ])
            + pick([" ", "", "-- c;'\n", "/* ;' */"])
            // What follows may begin with a sign of its own.
            + " "
    }

    private mutating func continuation() -> String {
        pick(["\n", " \n\t", "\r\n", "\r", " -- c'\n", "\n--a\n--b;\r\n ", "\n\u{C}\n"])
    }

    private mutating func gap() -> String {
        pick([" ", " ", "\n", "\r\n", "\t", " -- ; ' $$ /*\n", " /* ; */ ", "/* /* ' */ */", " --\r", "\u{C} "])
    }

    private mutating func optionalGap() -> String { chance(2) ? gap() : "" }

    private mutating func keyword(_ word: String) -> String {
        String(word.map { chance(4) ? Character($0.uppercased()) : $0 })
    }

    private mutating func list(_ element: (inout RandomScript) -> String) -> String {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in element(&self) }.joined(separator: optionalGap() + ",")
    }

    private mutating func chance(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
}
