import CommandLineKit
import TestSupport
import Testing

@Suite struct CompletionTests {
    func values(_ words: String...) -> [String] {
        CompletionRequest(words, of: Demo.outline).answer.choices.map(\.value)
    }

    func kind(_ words: String...) -> CompletionRequest.Answer.Kind {
        CompletionRequest(words, of: Demo.outline).answer.kind
    }

    @Test func `commands, options, values and files are known at their places`() {
        #expect(values("ihctl", "de") == ["dev"])
        #expect(values("ihctl", "dev", "") == ["up", "down"])
        #expect(values("ihctl", "dev", "up", "--f") == ["--force", "--format"])
        #expect(values("ihctl", "dev", "up", "--no-") == ["--no-wait"])
        #expect(values("ihctl", "dev", "up", "--format", "") == ["text", "json"])
        #expect(values("ihctl", "dev", "up", "--format=j") == ["--format=json"])
        #expect(values("ihctl", "-e", "st") == ["staging"])
        #expect(values("ihctl", "dev", "up", "nats", "") == ["postgresql", "redis"])
        #expect(values("ihctl", "help", "m") == ["migrate"])
        #expect(values("ihctl-doctor", "--o") == ["--only"])
        #expect(values("/usr/bin/ihctl-doctor", "--o") == ["--only"])
        #expect(kind("ihctl", "dev", "up", "--plan-file", "") == .files)
        #expect(kind("ihctl", "dev", "up", "--plan-file=x") == .files)
        #expect(kind("ihctl", "-C", "") == .directories)
        #expect(kind("ihctl", "init", "") == .directories)
    }

    @Test func `what is given already is not offered again unless it may be repeated`() {
        #expect(values("ihctl", "dev", "up", "--force", "--fo") == ["--format"])
        #expect(values("ihctl", "doctor", "--only", "a", "--on") == ["--only"])
    }

    @Test func `wrong words before do not stop it, unknown commands and what is hidden do`() {
        #expect(values("ihctl", "dev", "up", "--bogus", "--fo") == ["--force", "--format"])
        #expect(values("ihctl", "bogus", "").isEmpty)
        #expect(values("ihctl", "dev", "up", "--int").isEmpty)
        #expect(values("ihctl", "dev", "l").isEmpty)
        #expect(values("ihctl", "dev", "up", "--", "-").isEmpty)
        #expect(values().contains("dev"))
    }

    @Test func `a value that would break the protocol is left out`() {
        let answer = CompletionRequest.Answer(choices: [.init("a\nb"), .init("c", "two\nlines"), .init("d e")])
        #expect(answer.text == "values\nc\ttwo lines\n")
    }
}

/// The scripts in the real shells, with a program that answers as the table does.
@Suite(.timeLimit(.minutes(5))) struct CompletionInShellsTests {
    let scratch = Scratch("completion")

    /// Lines as they are typed up to the key; the last word is the unfinished one.
    static let lines: [[String]] = [
        ["ihctl", "doc"], ["ihctl", "dev", "up", "--fo"], ["ihctl", "dev", "up", "--format=j"],
        ["ihctl", "dev", "up", "--format", "j"],
        ["ihctl", "--env", "st"], ["ihctl", "dev", "up", "postgresql", "r"],
        ["ihctl", "dev", "up", "--plan-file", "PLACE/on"],
        ["ihctl", "dev", "up", "--plan-file=PLACE/on"], ["ihctl", "-C", "PLACE/f"], ["ihctl-doctor", "--on"],
        ["ihctl", "bogus", "x"],
    ]

    /// A program for PATH that knows the answers to these lines.
    func install() throws -> [String: String] {
        try scratch.write("", to: "one file")
        try scratch.write("", to: "folder/inside")
        var cases = ""
        for line in Self.lines {
            let words = line.map { $0.replacing("PLACE", with: scratch.path) }
            let answer = CompletionRequest(words, of: Demo.outline).answer.text
            cases += "'__complete \(words.joined(separator: " "))') cat <<'END'\n\(answer)END\n;;\n"
        }
        for name in ["ihctl", "ihctl-doctor"] {
            try scratch.writeProgram("#!/bin/sh\ncase \"$*\" in\n\(cases)*) exit 1;;\nesac\n", to: "bin/\(name)")
        }
        for shell in CompletionShell.allCases {
            try scratch.write(shell.script(for: "ihctl", links: ["doctor"]), to: "complete.\(shell.rawValue)")
        }
        return ["PATH": "\(scratch.path)/bin:/usr/local/bin:/usr/bin:/bin", "HOME": scratch.path, "TERM": "dumb"]
    }

    static func has(_ shell: String) -> Bool {
        (try? run([shell, "-c", "exit 0"]))?.status == 0
    }

    @Test func `bash offers the words that fit`() throws {
        let environment = try install()
        // Bash parts words at the equals sign before the function sees them.
        let script = """
            source '\(scratch.path)/complete.bash'
            ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _ihctl_complete; printf '%s;' "${COMPREPLY[@]}"; echo; }
            ask ihctl doc
            ask ihctl dev up --fo
            ask ihctl dev up --format = j
            ask ihctl dev up --format j
            ask ihctl --env st
            ask ihctl dev up --plan-file '\(scratch.path)/on'
            ask ihctl dev up --plan-file = '\(scratch.path)/on'
            ask ihctl -C '\(scratch.path)/f'
            ask ihctl-doctor --on
            ask ihctl bogus x
            complete -p ihctl-doctor
            """
        let outcome = try run(["bash", "--norc", "-c", script], environment: environment)
        #expect(outcome.errors.isEmpty)
        let place = scratch.path
        #expect(
            outcome.output.split(separator: "\n") == [
                "doctor;", "--force;--format;", "json;", "json;", "staging;", "\(place)/one file;",
                "\(place)/one file;", "\(place)/folder;",
                "--only;", ";", "complete -F _ihctl_complete ihctl-doctor",
            ]
        )
    }

    @Test(.enabled("fish is not installed") { has("fish") })
    func `fish offers the words that fit, with what they mean`() throws {
        let environment = try install()
        let asks = Self.lines.map { line in
            let typed = line.joined(separator: " ").replacing("PLACE", with: scratch.path)
            return "complete -C \"\(typed)\" | string join ';'; echo"
        }
        let script = "source '\(scratch.path)/complete.fish'\n" + asks.joined(separator: "\n")
        let outcome = try run(["fish", "--no-config", "-c", script], environment: environment)
        #expect(outcome.errors.isEmpty)
        let place = scratch.path
        #expect(
            outcome.output.split(separator: "\n") == [
                "doctor\tcheck every dependency at once and name the first broken rung of each",
                "--force\tdo it even where that seems unwise;--format\thow the report is written", "--format=json",
                "json",
                "staging\trehearsal", "redis", "\(place)/one file", "--plan-file=\(place)/one file",
                "\(place)/folder/",
                "--only\ttake only this check or address",
            ]
        )
    }

    @Test(.enabled("zsh is not installed") { has("zsh") }) func `zsh completes the line as it is typed`() throws {
        let environment = try install()
        let setUp = """
            PS1=
            setopt no_beep
            autoload -U compinit
            compinit -u -D
            source '\(scratch.path)/complete.zsh'
            show() { print -r -- "@@$BUFFER@@" }
            zle -N show
            bindkey '^T' show
            zle-line-init() { print -r -- READY2 }
            zle -N zle-line-init
            """
        try scratch.write(setUp, to: "set-up.zsh")
        let typed = Self.lines.map { $0.joined(separator: " ").replacing("PLACE", with: scratch.path) }
        let script = """
            zmodload zsh/zpty
            zpty shell "zsh -f -i"
            zpty -w shell "COLUMNS=300; source '\(scratch.path)/set-up.zsh'"
            # Keys that come before the line editor has the terminal would be the kernel's.
            zpty -r shell line '*READY2*'
            while IFS= read -r typed; do
                zpty -w -n shell "$typed"$'\\t\\x14\\x15'
                zpty -r shell line '*@@*@@*'
                print -r -- "${${line#*@@}%%@@*}|"
            done
            zpty -d shell
            """
        try scratch.write(script, to: "type.zsh")
        let outcome = try run(
            ["zsh", "-f", scratch.file("type.zsh")],
            input: typed.joined(separator: "\n") + "\n",
            environment: environment,
            limit: 30
        )
        let place = scratch.path
        #expect(
            outcome.output.split(separator: "\n") == [
                "ihctl doctor |", "ihctl dev up --for|", "ihctl dev up --format=json |", "ihctl dev up --format json |",
                "ihctl --env staging |",
                "ihctl dev up postgresql redis |", "ihctl dev up --plan-file \(place)/one\\ file |",
                "ihctl dev up --plan-file=\(place)/one\\ file |", "ihctl -C \(place)/folder/|", "ihctl-doctor --only |",
                "ihctl bogus x|",
            ]
        )
    }
}
