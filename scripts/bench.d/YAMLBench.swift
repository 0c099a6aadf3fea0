import CLibYAML
import FoundationEssentials

/// Times the bare event loop of libyaml, our tree and our printer on one file, in turn, and compares the medians.
@main
enum YAMLBench {
    static func main() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: CommandLine.arguments[1])))
        let limits = YAML.Limits(bytes: .max, nodes: .max)
        var times: [String: [Duration]] = [:]
        let clock = ContinuousClock()
        for _ in 0..<15 {
            times["events", default: []].append(clock.measure { walkEvents(bytes) })
            var documents: [YAML.Document] = []
            times["tree", default: []].append(
                try clock.measure { documents = try YAML.parseAll(bytes, limits: limits) }
            )
            let nodes = documents.map(\.root)
            times["print", default: []].append(clock.measure { precondition(!YAML.text(ofAll: nodes).isEmpty) })
        }
        let base = median(times["events"] ?? [])
        print("\(bytes.count / 1_000) kB, median of 15 runs in turn")
        for name in ["events", "tree", "print"] {
            let middle = median(times[name] ?? [])
            let ratio = (middle / base * 100).rounded() / 100
            print("  \(name): \((middle * 10_000).rounded() / 10) ms, \(ratio) x libyaml's bare event loop")
        }
    }

    private static func median(_ times: [Duration]) -> Double {
        let seconds = times.map { $0 / .seconds(1) }.sorted()
        return seconds[seconds.count / 2]
    }

    private static func walkEvents(_ bytes: [UInt8]) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        yaml_parser_initialize(parser)
        defer { yaml_parser_delete(parser) }
        bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            var event = yaml_event_t()
            var isOver = false
            while !isOver {
                precondition(yaml_parser_parse(parser, &event) == 1, "the file is no YAML")
                isOver = event.type == YAML_STREAM_END_EVENT
                yaml_event_delete(&event)
            }
        }
    }
}
