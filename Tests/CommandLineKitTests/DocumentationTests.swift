import CommandLineKit
import Terminal
import TestSupport
import Testing
import Words

@Suite struct DocumentationTests {
    func outline(_ path: String...) throws -> CommandOutline {
        try #require(Demo.outline.everyCommand.first { $0.path == ["ihctl"] + path })
    }

    @Test(arguments: [80, 40])
    func `help is a page for the terminal's width`(width: Int) throws {
        let look = Look(width: width)
        expectSnapshot(HelpText(Demo.outline, look: look).text, named: "help-\(width)")
        expectSnapshot(HelpText(try outline("dev", "up"), look: look).text, named: "help-dev-up-\(width)")
        expectSnapshot(HelpText(try outline("doctor"), look: look).text, named: "help-doctor-\(width)")
    }

    @Test func `no line of help is wider than the terminal but for examples`() throws {
        for width in [20, 33, 40, 59, 60, 80, 200] {
            for command in Demo.outline.everyCommand {
                let examples = command.examples.map(\.line)
                for line in HelpText(command, look: Look(width: width)).text.split(separator: "\n") {
                    #expect(line.displayWidth <= width || examples.contains { line.hasSuffix($0) }, "\(line)")
                }
            }
        }
    }

    @Test func `hidden things are in no documentation`() throws {
        let pages = [
            HelpText(try outline("dev"), look: Look()).text, HelpText(try outline("dev", "up"), look: Look()).text,
            helpValue(of: Demo.outline, version: "1").compact, commandReference(of: Demo.outline),
            manualPage(of: Demo.outline, date: (2026, 1, 31)),
        ]
        for page in pages {
            #expect(!page.contains("internal-trace"))
            #expect(!page.contains("what the services say"))
        }
    }

    @Test func `help for machines tells the same`() {
        expectSnapshot(helpValue(of: Demo.outline, version: "1.2.3").pretty + "\n", named: "help-json")
    }

    @Test func `the reference has every command`() {
        let text = commandReference(of: Demo.outline)
        expectSnapshot(text, named: "reference")
        for command in Demo.outline.everyCommand.dropFirst() where !command.isHidden {
            #expect(text.contains("## \(command.spelled)\n"))
        }
    }

    @Test func `the manual page has nothing that mandoc or groff complains of`() throws {
        let page = manualPage(of: Demo.outline, date: (2026, 1, 31))
        expectSnapshot(page, named: "manual")
        let scratch = Scratch("manual")
        let path = try scratch.write(page, to: "ihctl.1")
        for command in [["mandoc", "-T", "lint", path], ["groff", "-mdoc", "-Tutf8", "-ww", path]] {
            guard let outcome = try? run(command), outcome.status != 127 else { continue }
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.errors.isEmpty)
            if command[0] == "mandoc" { #expect(outcome.output.isEmpty) }
        }
    }
}
