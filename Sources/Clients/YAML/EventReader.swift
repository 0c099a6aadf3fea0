internal import CLibYAML

extension YAML {
    /// libyaml's parser over bytes that outlive it; lends one event at a time.
    struct EventReader: ~Copyable {
        // On the heap: libyaml keeps the parser's own address in it.
        private let parser: UnsafeMutablePointer<yaml_parser_t>
        private let event: UnsafeMutablePointer<yaml_event_t>
        private let text: UnsafeBufferPointer<UInt8>
        private let file: String?

        /// The text must not be empty, have no byte order mark, and stay where it is.
        init(_ text: UnsafeBufferPointer<UInt8>, file: String?) throws(YAMLError) {
            self.text = text
            self.file = file
            parser = .allocate(capacity: 1)
            event = .allocate(capacity: 1)
            event.initialize(to: yaml_event_t())
            parser.initialize(to: yaml_parser_t())
            guard yaml_parser_initialize(parser) == 1 else {
                throw YAMLError(.outOfMemory, at: Place(file: file))
            }
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, text.baseAddress, text.count)
        }

        deinit {
            yaml_event_delete(event)
            yaml_parser_delete(parser)
            event.deallocate()
            parser.deallocate()
        }

        /// The next event, valid until the next call.
        mutating func next() throws(YAMLError) -> UnsafeMutablePointer<yaml_event_t> {
            yaml_event_delete(event)
            guard yaml_parser_parse(parser, event) == 1 else {
                throw SyntaxDiagnosis(text: text, file: file).error(of: parser)
            }
            return event
        }
    }
}
