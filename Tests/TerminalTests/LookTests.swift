import Terminal
import Testing

@Suite struct LookTests {
    @Test func `the option outranks the environment, which outranks the terminal`() {
        #expect(ColourChoice.always.shows(onTerminal: false, environment: ["NO_COLOR": "1"]))
        #expect(!ColourChoice.never.shows(onTerminal: true, environment: ["CLICOLOR_FORCE": "1"]))
        #expect(ColourChoice.auto.shows(onTerminal: true, environment: [:]))
        #expect(!ColourChoice.auto.shows(onTerminal: false, environment: [:]))
        #expect(!ColourChoice.auto.shows(onTerminal: true, environment: ["NO_COLOR": "1"]))
        #expect(ColourChoice.auto.shows(onTerminal: true, environment: ["NO_COLOR": ""]))
        #expect(ColourChoice.auto.shows(onTerminal: false, environment: ["CLICOLOR_FORCE": "1"]))
        #expect(!ColourChoice.auto.shows(onTerminal: false, environment: ["CLICOLOR_FORCE": "0"]))
        #expect(!ColourChoice.auto.shows(onTerminal: true, environment: ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"]))
        #expect(!ColourChoice.auto.shows(onTerminal: true, environment: ["TERM": "dumb"]))
    }

    @Test func `the width is what COLUMNS says, else the terminal, else 80`() throws {
        #expect(TerminalFacts.columns(of: -1, environment: ["COLUMNS": "132"]) == 132)
        #expect(TerminalFacts.columns(of: -1, environment: ["COLUMNS": "0"]) == 80)
        #expect(TerminalFacts.columns(of: -1, environment: ["COLUMNS": "wide"]) == 80)
        let terminal = try PseudoTerminal(columns: 57)
        #expect(TerminalFacts.columns(of: terminal.user, environment: [:]) == 57)
    }
}
