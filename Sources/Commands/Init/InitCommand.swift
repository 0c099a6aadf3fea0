internal import CommandLineKit
internal import FoundationEssentials
internal import Glibc
internal import Platform
internal import Terminal
internal import Words

private let folder = Argument(optional: "DIR", ValueKind<String>.directory, "where to write (else here)")
private let name = Option(
    "name",
    .text.called("NAME"),
    otherwise: StarterFiles.name,
    "the platform's name: small letters, digits and hyphens"
)
private let force = Option(flag: "force", "overwrite; what stood there is kept beside it as NAME.backup-…")

/// `ihctl init`: a starter that validates.
let initCommand = Command<Context>(
    "init",
    summary: "write a starter platform file, templates and .env.example",
    discussion: """
        Writes manifests/platform.yaml, an environment each for development, staging and production, .env.example, and under \
        templates/ what ihctl renders manifests from, to be changed. Nothing is overwritten without --force, and then a backup is kept.
        """,
    examples: [
        Example("ihctl init my-platform && ihctl -C my-platform config validate --all", "a new project, checked"),
        Example("ihctl init --name shop", "a platform called shop, here"),
    ],
    arguments: [folder],
    options: [name, force]
) { arguments, context in
    let target = Starter.absolute(arguments[folder] ?? ".", from: context.startFolder)
    let called = arguments[name] ?? StarterFiles.name
    guard StarterFiles.isName(called) else {
        throw UsageError(
            "--name: \(called) is no name for a platform",
            hint: "at most 30 small letters, digits and hyphens, a letter first"
        )
    }
    let starter = Starter(folder: target, files: StarterFiles.all(called))
    let written = try starter.write(overwriting: arguments[force])
    // The templates are many, and are one thing to whoever reads this.
    let isTemplate = { (file: Starter.Written) in file.path.hasPrefix("\(RenderDesk.templates)/") && file.backup == nil
    }
    for file in written where !isTemplate(file) {
        let backup = file.backup.map { Line("  (kept: \($0))", .dim) } ?? Line("")
        context.console.say(Line("  + ", .good) + Line(file.path) + backup)
    }
    let templates = written.filter(isTemplate).count
    if templates > 0 {
        context.console.say(
            Line("  + ", .good) + Line("\(RenderDesk.templates)/") + Line("  \(counted(templates, "file"))", .dim)
        )
    }
    let place = arguments[folder].map { " -C \($0)" } ?? ""
    context.console.say("")
    context.console.say("to be made yours:")
    for edit in StarterFiles.edits {
        context.console.say(Line("  \(edit.place)"))
        context.console.say(Line("    \(edit.what)", .dim))
    }
    context.console.say("")
    context.console.say("next: ihctl\(place) config validate --all, ihctl\(place) dev up, ihctl\(place) render all")
    return .success
}

/// The files of a new project and how they are put down: all or, where one is in the way, none.
struct Starter {
    struct Written {
        var path: String
        var backup: String?
    }

    let folder: String
    let files: [StarterFiles.File]

    func write(overwriting: Bool) throws -> [Written] {
        let inTheWay = files.map(\.path).filter { access("\(folder)/\($0)", F_OK) == 0 }
        if !inTheWay.isEmpty, !overwriting {
            let names = inTheWay.joined(separator: ", ")
            throw UsageError(
                "\(names) stand\(inTheWay.count == 1 ? "s" : "") there already",
                hint: "--force keeps a backup and overwrites"
            )
        }
        let stamp = Date().ISO8601Format().filter { $0.isNumber }
        return try files.compactMap { file in
            let path = "\(folder)/\(file.path)"
            // What stands there word for word is there already, and needs no backup.
            if inTheWay.contains(file.path), isThere(file, at: path) { return nil }
            try makeFolder(of: path)
            var backup: String?
            if inTheWay.contains(file.path) {
                backup = try keep(file.path, stamp)
            }
            try put(file.text, at: path)
            return Written(path: file.path, backup: backup)
        }
    }

    static func absolute(_ path: String, from folder: String) -> String {
        path.hasPrefix("/") ? path : path == "." ? folder : "\(folder)/\(path)"
    }

    private func makeFolder(of path: String) throws {
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw failure(parent)
        }
    }

    private func isThere(_ file: StarterFiles.File, at path: String) -> Bool {
        guard case .success(let bytes) = SmallFile.read(path, atMost: 1 << 20) else { return false }
        return bytes == Array(file.text.utf8)
    }

    /// The name of a backup: beside the file, and hidden among templates, where every other file is one.
    private static func kept(_ file: String, _ stamp: String) -> String {
        guard file.hasPrefix("\(RenderDesk.templates)/"), let slash = file.lastIndex(of: "/") else {
            return "\(file).backup-\(stamp)"
        }
        return "\(file[...slash]).\(file[file.index(after: slash)...]).backup-\(stamp)"
    }

    /// Moves what stands there aside, to a name that nothing has yet: no backup takes the place of an earlier one.
    private func keep(_ file: String, _ stamp: String) throws -> String {
        var kept = Self.kept(file, stamp)
        var count = 1
        // Taken by a file of its own first: whoever makes backups at the same moment finds the name in use.
        while true {
            let placeholder = open("\(folder)/\(kept)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if placeholder >= 0 {
                close(placeholder)
                break
            }
            guard errno == EEXIST else { throw failure("\(folder)/\(kept)") }
            count += 1
            kept = Self.kept(file, "\(stamp)-\(count)")
        }
        guard rename("\(folder)/\(file)", "\(folder)/\(kept)") == 0 else {
            let failure = failure("\(folder)/\(file)")
            unlink("\(folder)/\(kept)")
            throw failure
        }
        return kept
    }

    /// A new file only: one that appeared meanwhile is not overwritten.
    private func put(_ text: String, at path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw failure(path) }
    }

    private func failure(_ path: String) -> UsageError {
        UsageError("\(path): \(String(cString: strerror(errno)))")
    }
}
