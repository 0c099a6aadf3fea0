/// What is wrong with a YAML text or with what it says, and where.
package struct YAMLError: Error, Hashable, Sendable {
    package var kind: Kind
    package var place: YAML.Place
    /// The way from the root to what is wrong; empty for errors of syntax.
    package var path: YAML.Path

    package init(_ kind: Kind, at place: YAML.Place, path: YAML.Path = YAML.Path()) {
        self.kind = kind
        self.place = place
        self.path = path
    }

    package enum Kind: Hashable, Sendable {
        // The text.
        case tooLarge(bytes: Int, limit: Int)
        case notUTF8(byte: UInt8)
        /// UTF-16 or UTF-32, told by its byte order mark or its zero bytes.
        case otherEncoding(String)
        case forbiddenCharacter(UInt32)

        // The syntax.
        case tab
        case unfinishedQuote
        /// A plain text may not begin with this character.
        case reservedCharacter(Character)
        /// Anything else that libyaml refuses, in its words, with what it was reading and where that began.
        case syntax(problem: String, context: String?, began: YAML.Place?)
        case tooManyDirectives(limit: Int)
        case outOfMemory

        // The tree.
        case tooDeep(limit: Int)
        case tooManyNodes(limit: Int)
        case tooManyAliasedNodes(limit: Int)
        case duplicateKey(String, first: YAML.Place)
        case collectionAsKey
        case unknownAlias(String)
        case aliasInsideItself(String)
        /// `<<` draws in mappings alone.
        case cannotMerge(found: String)
        case wrongTag(String, on: String)
        case severalDocuments

        // The meaning.
        case mismatch(expected: String, found: String)
        case missingKey(String)
        case unknownKey(String, known: [String])
        case unknownTag(String)
        case invalid(String)
    }
}

extension YAML {
    /// The way to a node: `database.pool[2].max`.
    package struct Path: Hashable, Sendable, CustomStringConvertible {
        package enum Step: Hashable, Sendable {
            case key(String)
            case index(Int)
        }

        package var steps: [Step]

        package init(_ steps: [Step] = []) {
            self.steps = steps
        }

        package static func + (path: Path, step: Step) -> Path { Path(path.steps + [step]) }

        package var description: String {
            var text = ""
            for step in steps {
                switch step {
                case .index(let index): text += "[\(index)]"
                case .key(let key):
                    let isWord =
                        !key.isEmpty
                        && !key.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") || $0 <= 0x20 }
                    text += (text.isEmpty ? "" : ".") + (isWord ? key : "\"\(YAML.excerpt(key))\"")
                }
            }
            return text
        }
    }
}
