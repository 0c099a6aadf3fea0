internal import CLibYAML

extension YAML {
    /// Makes an error of what libyaml refused: its mark, and the character that stands there, tell which kind it is.
    struct SyntaxDiagnosis {
        let text: UnsafeBufferPointer<UInt8>
        let file: String?

        func error(of parser: UnsafeMutablePointer<yaml_parser_t>) -> YAMLError {
            let failure = parser.pointee
            switch failure.error {
            case YAML_READER_ERROR: return encodingError(at: failure.problem_offset)
            case YAML_SCANNER_ERROR, YAML_PARSER_ERROR: return syntaxError(failure)
            default: return YAMLError(.outOfMemory, at: Place(file: file))
            }
        }

        private func encodingError(at offset: Int) -> YAMLError {
            var walk = Walk(text)
            while walk.offset < offset, walk.step() {}
            let place = Place(file: file, line: walk.line, column: walk.column)
            let rest = UnsafeBufferPointer(rebasing: text[min(walk.offset, text.count)...])
            var decoder = UTF8()
            var bytes = rest.prefix(4).makeIterator()
            switch decoder.decode(&bytes) {
            case .scalarValue(let character): return YAMLError(.forbiddenCharacter(character.value), at: place)
            case .error, .emptyInput: return YAMLError(.notUTF8(byte: rest.first ?? 0), at: place)
            }
        }

        private func syntaxError(_ failure: yaml_parser_t) -> YAMLError {
            let place = place(of: failure.problem_mark)
            let began = failure.context == nil ? nil : self.place(of: failure.context_mark)
            if failure.error == YAML_SCANNER_ERROR {
                switch byte(at: failure.problem_mark) {
                case UInt8(ascii: "\t"): return YAMLError(.tab, at: place)
                case let byte? where began == place && "@`%".utf8.contains(byte):
                    return YAMLError(.reservedCharacter(Character(UnicodeScalar(byte))), at: place)
                case nil:
                    let opening = began.flatMap { _ in byte(at: failure.context_mark) }
                    if let began, opening == UInt8(ascii: "\"") || opening == UInt8(ascii: "'") {
                        return YAMLError(.unfinishedQuote, at: began)
                    }
                default: break
                }
            }
            let problem = failure.problem.map { String(cString: $0) } ?? "not YAML"
            let context = failure.context.map { String(cString: $0) }
            return YAMLError(.syntax(problem: problem, context: context, began: began), at: place)
        }

        private func place(of mark: yaml_mark_t) -> Place {
            Place(file: file, line: mark.line + 1, column: mark.column + 1)
        }

        /// The byte at a mark; `nil` at the end of the text.
        private func byte(at mark: yaml_mark_t) -> UInt8? {
            var walk = Walk(text)
            while walk.line <= mark.line || walk.column <= mark.column {
                guard walk.line <= mark.line + 1, walk.step() else { return nil }
            }
            return walk.offset < text.count ? text[walk.offset] : nil
        }
    }

    /// Counts lines and columns as libyaml does: its line breaks are CR, LF, CR LF, U+0085, U+2028 and U+2029.
    private struct Walk {
        private let text: UnsafeBufferPointer<UInt8>
        private(set) var offset = 0
        private(set) var line = 1
        private(set) var column = 1

        init(_ text: UnsafeBufferPointer<UInt8>) {
            self.text = text
        }

        /// Goes on by one character; false at the end.
        mutating func step() -> Bool {
            guard offset < text.count else { return false }
            let width = characterWidth
            let isBreak = isBreak
            offset = min(offset + width, text.count)
            line += isBreak ? 1 : 0
            column = isBreak ? 1 : column + 1
            return true
        }

        private var characterWidth: Int {
            switch text[offset] {
            case UInt8(ascii: "\r") where following(1) == UInt8(ascii: "\n"): 2
            case 0xC0..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0..<0xF8: 4
            default: 1
            }
        }

        private var isBreak: Bool {
            switch text[offset] {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
            case 0xC2: following(1) == 0x85
            case 0xE2: following(1) == 0x80 && (following(2) == 0xA8 || following(2) == 0xA9)
            default: false
            }
        }

        private func following(_ distance: Int) -> UInt8? {
            offset + distance < text.count ? text[offset + distance] : nil
        }
    }
}
