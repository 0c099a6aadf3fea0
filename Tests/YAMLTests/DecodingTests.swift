import Testing
import YAML

@Suite
struct DecodingTests {
    struct Pool: Decodable, Equatable {
        var min: Int
        var max: Int
        var recycle: Double?
    }

    struct Database: Decodable, Equatable {
        enum Mode: String, Decodable { case require, disable }

        var host: String
        var pool: Pool
        var mode: Mode?
        var tags: [String]?
        var labels: [String: UInt8]?
    }

    struct Platform: Decodable, Equatable {
        var database: Database
        var enabled: Bool
    }

    private func failure(_ text: String) -> YAMLError? {
        #expect(throws: YAMLError.self) { try YAML.decode(Platform.self, from: text, file: "p.yaml") }
    }

    @Test
    func `a whole tree becomes a value`() throws {
        let text = """
            enabled: true
            database:
              host: "db"
              pool: {min: 5, max: 0x14, recycle: 3600}
              mode: require
              tags: [a, "1"]
              labels: {x: 1, y: 255}
            """
        let platform = try YAML.decode(Platform.self, from: text)
        let database = Database(
            host: "db",
            pool: Pool(min: 5, max: 20, recycle: 3_600),
            mode: .require,
            tags: ["a", "1"],
            labels: ["x": 1, "y": 255],
        )
        #expect(platform == Platform(database: database, enabled: true))
    }

    @Test(arguments: [
        ("pool: {min: 1, max: abc}", "p.yaml:4:23: database.pool.max: expected a whole number, found the text \"abc\""),
        ("pool: {min: 1, max: 1.5}", "p.yaml:4:23: database.pool.max: expected a whole number, found the number 1.5"),
        ("pool: {min: 1, max: '2'}", "p.yaml:4:23: database.pool.max: expected a whole number, found the text \"2\""),
        ("pool: {min: 1, max: }", "p.yaml:4:23: database.pool.max: expected a whole number, found nothing (null)"),
        ("pool: {min: 1}", "p.yaml:4:9: database.pool: the key \"max\" is missing"),
        ("pool: [1]", "p.yaml:4:9: database.pool: expected a map, found a list"),
        ("pool: {min: 1, max: 2, mx: 3}", "p.yaml:4:26: database.pool: the key \"mx\" is unknown"),
        ("pool: {min: 1, max: !v x}", "p.yaml:4:23: database.pool.max: the tag !v means nothing here"),
        (
            "pool: {min: 1, max: 99999999999999999999}",
            "p.yaml:4:23: database.pool.max: expected a whole number from -9223372036854775808 to 9223372036854775807, found the number 99999999999999999999"
        ),
        (
            "pool: {min: 1, max: 2}\n  tags: [a, 1]",
            "p.yaml:5:13: database.tags[1]: expected a text, found the number 1"
        ),
        (
            "pool: {min: 1, max: 2}\n  labels: {a.b: 256}",
            "p.yaml:5:17: database.labels.\"a.b\": expected a whole number from 0 to 255, found the number 256"
        ),
        (
            "pool: {min: 1, max: 2, recycle: no}",
            "p.yaml:4:35: database.pool.recycle: expected a number, found the text \"no\""
        ),
    ])
    func `what is wrong is told with place and path`(line: String, message: String) {
        let text = "enabled: true\ndatabase:\n  host: db\n  \(line)\n"
        #expect(failure(text).map { "\($0)" } == message)
    }

    @Test
    func `a value of an enum that is none has its place`() {
        let error = failure("enabled: true\ndatabase:\n  host: db\n  pool: {min: 1, max: 2}\n  mode: maybe\n")
        #expect(error?.place.line == 5)
        #expect(error?.path.description == "database.mode")
    }

    @Test
    func `yes is no truth value and says so`() {
        let error = failure("enabled: yes\ndatabase: {host: db, pool: {min: 1, max: 2}}\n")
        #expect(error?.problem == "expected true or false, found the text \"yes\"")
    }

    @Test
    func `an unknown key tells which are known, or is ignored on demand`() throws {
        let error = failure("enabled: true\ndatabas: {}\ndatabase: {host: db, pool: {min: 1, max: 2}}\n")
        #expect(error?.kind == .unknownKey("databas", known: ["database", "enabled"]))
        #expect(error?.place.line == 2)
        let lax = try YAML.decode(Pool.self, from: "{min: 1, max: 2, other: 3}", unknownKeys: .ignored)
        #expect(lax.max == 2)
    }

    @Test
    func `a node within a type takes its part of the tree as it is`() throws {
        struct Step: Decodable {
            var name: String
            var with: YAML.Node
        }
        let step = try YAML.decode(Step.self, from: "name: x\nwith: {a: !v b, c: [1]}\n", file: "s.yaml")
        #expect(step.with["a"]?.tag == "!v")
        #expect(step.with["c"]?[0]?.place.line == 2)
    }

    @Test
    func `nested containers, super decoders and loops by hand work`() throws {
        struct Point: Decodable {
            enum Key: String, CodingKey { case outer, list, own }
            enum Inner: String, CodingKey { case x }
            var x: Int
            var items: [Int?] = []
            var own: Pool

            init(from decoder: any Decoder) throws {
                let keyed = try decoder.container(keyedBy: Key.self)
                x = try keyed.nestedContainer(keyedBy: Inner.self, forKey: .outer).decode(Int.self, forKey: .x)
                var list = try keyed.nestedUnkeyedContainer(forKey: .list)
                while !list.isAtEnd { items.append(try list.decodeNil() ? nil : list.decode(Int.self)) }
                own = try Pool(from: keyed.superDecoder(forKey: .own))
            }
        }
        let text = "outer: {x: 7}\nlist: [1, ~, 3]\nown: {min: 1, max: 2}\n"
        let point = try YAML.decode(Point.self, from: text)
        #expect((point.x, point.own.max) == (7, 2))
        #expect(point.items == [1, nil, 3])
        let error = #expect(throws: YAMLError.self) {
            try YAML.decode(Point.self, from: "outer: {x: 7, y: 8}\nlist: []\nown: {min: 1, max: 2}\n")
        }
        #expect(error?.kind == .unknownKey("y", known: ["x"]))
    }

    @Test
    func `an error of the type's own gets the place of its node`() {
        struct Refusal: Error, CustomStringConvertible { var description: String { "too small" } }
        struct Picky: Decodable {
            init(from decoder: any Decoder) throws {
                guard try decoder.singleValueContainer().decode(Int.self) > 5 else { throw Refusal() }
            }
        }
        let error = #expect(throws: YAMLError.self) { try YAML.decode([String: Picky].self, from: "a: 9\nb: 3\n") }
        #expect(error.map { "\($0)" } == "2:4: b: too small")
    }

    @Test
    func `every width of number is held to its range`() throws {
        #expect(try YAML.decode([UInt64].self, from: "[18446744073709551615]") == [.max])
        #expect(try YAML.decode([Int8].self, from: "[-128, 127]") == [-128, 127])
        #expect(try YAML.decode([Float].self, from: "[1.5, 2]") == [1.5, 2])
        for text in ["[-1]", "[18446744073709551616]", "[1.0]"] {
            #expect(throws: YAMLError.self) { try YAML.decode([UInt64].self, from: text) }
        }
    }

    @Test
    func `a walker by hand can make the same errors`() throws {
        let node = try #require(YAML.parse("a: {b: [x]}", file: "w.yaml").root["a"]?["b"]?[0])
        let error = node.mismatch(expected: "a port", path: YAML.Path([.key("a"), .key("b"), .index(0)]))
        #expect("\(error)" == "w.yaml:1:9: a.b[0]: expected a port, found the text \"x\"")
    }
}
