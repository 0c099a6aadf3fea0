internal import CommandLineKit
internal import Terminal
internal import Words

extension Desk {
    /// A command of ours with what this line said of where to work, so that it can be copied as it stands.
    ///
    /// A password in a URL is masked: what is shown stays in logs.
    func again(_ command: String) -> String {
        guard command.hasPrefix("ihctl migrate") else { return command }
        var words = [command]
        func add(_ option: Option<String?>, _ name: String, shown: (String) -> String = { $0 }) {
            guard arguments.source(of: option) == .line, !command.contains(" \(name) "), let value = arguments[option]
            else { return }
            words += [name, shown(value).quotedForShell]
        }
        add(GlobalOptions.directory, "-C")
        add(GlobalOptions.environment, "--env")
        add(GlobalOptions.region, "--region")
        add(MigrateOptions.directory, "--dir")
        add(MigrateOptions.database, "--database", shown: context.console.redactor.redact)
        return words.joined(separator: " ")
    }

    /// A last line with the command that follows, which has a line of its own where it is long: it is there to be copied.
    func lastLine(_ line: Line, next command: String) -> [Block] {
        let whole = again(command)
        guard whole == command else {
            return [.paragraph(line), .facts([Block.Fact("next", Line(whole, .dim), isWhole: true)])]
        }
        return [.paragraph(line + Line("   next: \(whole)", .dim))]
    }

    /// Findings whose ways out lead to the database and the folder that this line named.
    func again(_ findings: [Finding]) -> [Finding] {
        findings.map { finding in
            var finding = finding
            finding.remedies = finding.remedies.map { remedy in
                switch remedy {
                case .fix(let line): .fix(again(line))
                case .then(let line): .then(again(line))
                case .hint: remedy
                }
            }
            return finding
        }
    }
}

extension String {
    /// As a shell reads it back: quoted where a letter would mean something to it.
    var quotedForShell: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "_-./:@%+,=".utf8.contains(byte)
                }
            }
        return isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
    }
}
