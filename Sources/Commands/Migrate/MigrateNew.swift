internal import CommandLineKit
internal import FoundationEssentials
internal import Glibc
internal import Migrations
internal import Terminal
internal import Words

private let name = Argument("NAME", .text.called("NAME"), "what it does, in a few words: create_orders")

/// `ihctl migrate new`: a file to write into.
let migrateNew = Command<Context>(
    "new",
    summary: "begin a migration: a file named by the time, with its two sections",
    discussion: "In a folder of another tool's the file is one of that tool's, numbered as the others are.",
    examples: [Example("ihctl migrate new add_region_to_orders", "prints the path of the new file")],
    arguments: [name],
    options: [MigrateOptions.directory]
) { arguments, context in
    let desk = Desk(arguments: arguments, context: context)
    let words = arguments[name].lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(
        separator: "_"
    )
    guard !words.isEmpty, words.utf8.count <= 100 else {
        throw UsageError("a name is made of letters and digits, 100 at most", hint: "ihctl migrate new create_orders")
    }
    let folder = desk.folder
    try makeFolder(folder.path, shown: folder.shown)
    let there: MigrationFolder
    do {
        there = try desk.readFolder()
    } catch let faults as SourceFaults {
        throw CommandFailure("\(faults)", status: .usage)
    }
    let newest = there.files.map(\.version).last { !$0.isRepeatable }
    // Two at once take two seconds; and what came before stays before, whatever the clock says.
    var moment = Date()
    for _ in 0..<100 {
        let number = there.dialect.number(after: newest)
        let version = number ?? stamp(moment)
        if number == nil, let newest, let made = Version(version), made <= newest, let later = next(after: newest) {
            moment = later
            continue
        }
        let files = there.dialect.newFiles(version: version, name: words)
        if try create(files, in: folder.path) {
            for file in files { context.console.write("\(folder.shown)/\(file.name)\n") }
            return .success
        }
        guard number == nil else { break }
        moment += 1
    }
    throw CommandFailure("no version is free in \(folder.shown)")
}

private func makeFolder(_ path: String, shown: String) throws {
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw CommandFailure("\(shown) cannot be made", status: .usage)
    }
}

/// False where the first of them is there already.
private func create(_ files: [Dialect.NewFile], in folder: String) throws -> Bool {
    for (index, file) in files.enumerated() {
        let isNew = try create("\(folder)/\(file.name)", file.text)
        if !isNew, index == 0 { return false }
    }
    return true
}

private func create(_ path: String, _ text: String) throws -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    if descriptor < 0, errno == EEXIST { return false }
    guard descriptor >= 0 else {
        throw CommandFailure(
            "\(path) cannot be written: \(String(cString: strerror(errno)).lowercased())",
            status: .usage
        )
    }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
        throw CommandFailure("\(path): the disk is full")
    }
    return true
}

/// `20260131083000`, UTC.
private func stamp(_ moment: Date) -> String {
    String(moment.ISO8601Format().filter(\.isNumber).prefix(14))
}

/// The second behind a version that is a time; nil for another version, which any time follows.
private func next(after version: Version) -> Date? {
    let digits = Array(version.description)
    guard digits.count == 14 else { return nil }
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    let text = "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z"
    return (try? Date(text, strategy: .iso8601)).map { $0 + 1 }
}
