import FoundationEssentials
import Reports
import Terminal
import TestSupport
import Testing
import Words

@Suite struct ReportsTests {
    static let report = Report(
        command: "dev.status",
        environment: "development",
        region: "fr-par",
        startedAt: Date(timeIntervalSince1970: 1_769_848_200.25),
        duration: .milliseconds(612),
        outcome: .problems,
        exitStatus: .negative,
        data: [
            "services": [
                [
                    "name": "postgresql", "healthy": true, "url": "postgresql://agent:hunter2hunter2@127.0.0.1:25432/x",
                    "pid": 4711,
                ],
                ["name": "nats", "healthy": false, "pid": nil],
            ]
        ],
        body: [
            .ends(Line("island-hopper · development · fr-par", .strong), Line("5 services in 0.6 s", .dim)),
            .blank,
            .table(
                .init(
                    columns: [
                        .init("service", keepsWidth: true), .init("state"), .init("endpoint"),
                        .init("pid", isNumber: true),
                    ],
                    rows: [
                        [
                            Line("postgresql", .name), Line("✓ healthy", .good),
                            "postgresql://agent@127.0.0.1:25432/island_hopper_dev", "4711",
                        ],
                        [
                            Line("nats", .name), Line("✗ down", .bad) + Line(" since 12:30"), "nats://127.0.0.1:24222",
                            "12",
                        ],
                        [Line("オブジェクト", .name), Line("! slow", .warning), "http://127.0.0.1:23900", "—"],
                        ["short row"],
                    ]
                )
            ),
            .blank,
            .heading("What to do"),
            .paragraph(
                Line("✗ ", .bad) + Line("nats", .strong)
                    + Line(
                        "  does not answer on its port although its process lives; it may have been stopped, or the machine is too busy."
                    )
            ),
            .facts([
                .init("fix", "ihctl dev down && ihctl dev up"),
                .init("where", "manifests/environments/development.yaml:14"),
                .init("blocks", "messaging.connect, messaging.streams and 9 more \u{1B}[31mevil"),
            ]),
            .blank,
            .verbatim(
                "apiVersion: v1\n\tkind: Pod, and a line that is longer than every terminal in this test and is not wrapped\n"
            ),
        ]
    )

    @Test(arguments: [80, 40, 20])
    func `a report reads well in every width`(width: Int) {
        let text = render(Self.report, as: .text, for: Look(width: width))
        expectSnapshot(text, named: "report-\(width)")
        let verbatim = text.split(separator: "\n").filter { !$0.contains("longer than every") }
        #expect(verbatim.allSatisfy { $0.displayWidth <= width })
        #expect(!text.contains("\u{1B}"))
        #expect(!text.contains(" \n"))
    }

    @Test func `colour is the same text with colour in it`() {
        let text = render(Self.report, as: .text, for: Look(width: 80, hasColour: true))
        #expect(text.contains("\u{1B}[31m✗ down\u{1B}[0m since 12:30"))
        #expect(text.split(separator: "\n").allSatisfy { $0.displayWidth <= 80 || $0.contains("longer than every") })
    }

    @Test func `JSON has the envelope, the data, and sorted keys`() throws {
        let text = render(Self.report, as: .json, for: Look())
        expectSnapshot(text, named: "report-json")
        struct Envelope: Decodable {
            let schema, environment, region, started_at, outcome: String
            let duration_ms, exit_code: Int
        }
        let read = try JSONDecoder().decode(Envelope.self, from: Data(text.utf8))
        #expect(read.schema == "ihctl.dev.status/1")
        #expect(read.started_at == "2026-01-31T08:30:00.250Z")
        #expect(read.outcome == "problems")
        #expect(read.exit_code == 1)
        #expect(read.duration_ms == 612)
    }

    @Test func `data cannot displace the envelope`() throws {
        let report = Report(
            command: "x",
            startedAt: Date(timeIntervalSince1970: 0),
            duration: .zero,
            data: ["exit_code": 7, "schema": "forged"]
        )
        guard case .object(let members) = json(of: report) else { throw CancellationError() }
        #expect(members["exit_code"] == 0)
        #expect(members["schema"] == "ihctl.x/1")
        #expect(members["environment"] == .null)
    }

    @Test func `a report is redacted on its way out and gives its status`() {
        let lines = Kept()
        let console = Console(output: OutputStream(lines.add), errors: OutputStream { _ in }, environment: [:])
        #expect(console.write(Self.report, as: .json) == .negative)
        #expect(!lines.text.contains("hunter2"))
        #expect(lines.text.contains("agent:\(Secret.mask)@"))
    }

    @Test func `tables of every shape stay within the width`() {
        let words = [
            "", "x", "日本語", "a/long/path/with/many/parts", "several words in one cell", "😀",
            String(repeating: "m", count: 70),
        ]
        for columns in 1...6 {
            let titles = (0..<columns).map { Block.Column("column \($0)", isNumber: $0 == 1, keepsWidth: $0 == 0) }
            let rows = (0..<8).map { row in (0..<columns).map { Line(words[(row * 3 + $0) % words.count]) } }
            for width in [20, 33, 40, 61, 80, 120] {
                let text = text(of: [.table(.init(columns: titles, rows: rows))], for: Look(width: width))
                let widest = text.split(separator: "\n").map(\.displayWidth).max() ?? 0
                #expect(widest <= width, "\(columns) columns in \(width)")
            }
        }
    }

    @Test func `an empty table is its header and nothing breaks without columns`() {
        #expect(
            text(of: [.table(.init(columns: [.init("name"), .init("state")], rows: []))], for: Look())
                == "  name   state\n"
        )
        #expect(text(of: [.table(.init(columns: [], rows: []))], for: Look()).isEmpty)
        #expect(text(of: [.facts([]), .verbatim(""), .blank], for: Look()) == "\n")
    }

    @Test func `cells with several lines stay in their column`() {
        let table = Block.Table(columns: [.init("a"), .init("b")], rows: [["1\n2", "x"], ["3", "y"]])
        #expect(text(of: [.table(table)], for: Look()) == "  a   b\n  1   x\n  2\n  3   y\n")
    }
}

final class Kept: @unchecked Sendable {
    // One test's own, written and read on its thread.
    private(set) var text = ""
    @Sendable func add(_ more: String) { text += more }
}
