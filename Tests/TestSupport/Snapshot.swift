internal import FoundationEssentials
internal import Glibc
package import Testing

/// Compares text with `Snapshots/<name>.txt` beside the test's file: a missing one is written and the test fails, so that somebody reads it;
/// `IHCTL_RECORD=1` writes them all anew.
package func expectSnapshot(
    _ text: String,
    named name: String,
    file: String = #filePath,
    at location: SourceLocation = #_sourceLocation,
) {
    let folder = file.split(separator: "/").dropLast().joined(separator: "/")
    expectFile(text, at: "/\(folder)/Snapshots/\(name).txt", location)
}

/// Compares text with a file of the repository that is made by the program, in the same way.
package func expectCurrent(
    _ text: String,
    in path: String,
    at location: SourceLocation = #_sourceLocation,
) {
    expectFile(text, at: "\(Repository.root)/\(path)", location)
}

/// The checkout the tests were built from.
package enum Repository {
    /// Two folders above this one.
    package static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
}

private func expectFile(_ text: String, at path: String, _ location: SourceLocation) {
    let known = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    if known == text { return }
    if known == nil || getenv("IHCTL_RECORD") != nil {
        let folder = "/" + path.split(separator: "/").dropLast().joined(separator: "/")
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let isWritten = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
        if isWritten, getenv("IHCTL_RECORD") != nil { return }
        Issue.record("\(path) was missing and is written now: read it", sourceLocation: location)
        return
    }
    let difference = firstDifference(known ?? "", text)
    Issue.record("the text differs from \(path): \(difference)", sourceLocation: location)
}

/// The first line that differs, as it should be and as it is.
private func firstDifference(_ known: String, _ text: String) -> String {
    let wanted = known.split(separator: "\n", omittingEmptySubsequences: false)
    let seen = text.split(separator: "\n", omittingEmptySubsequences: false)
    for number in 0..<max(wanted.count, seen.count) {
        let left = number < wanted.count ? "\"\(wanted[number])\"" : "the end"
        let right = number < seen.count ? "\"\(seen[number])\"" : "the end"
        if left != right { return "line \(number + 1) should be \(left) and is \(right)" }
    }
    return "nothing"
}
