internal import CommandLineKit
internal import Deadlines
internal import Manifests
internal import Subprocesses
internal import Words

/// What is rendered, as a commit has it, read through git.
struct CommittedTree {
    /// The folder of the project.
    let project: String
    let revision: String

    private static let most = 256 << 20

    func files(by deadline: Deadline) async throws -> [OutputFile] {
        guard !revision.hasPrefix("-") else { throw UsageError("--diff: \(revision) is no commit and no folder") }
        let listed = try await git(["ls-tree", "-r", "-z", revision, "--", RenderDesk.rendered], by: deadline)
        // Hidden files, the index of what was written among them, are nobody's business, as in a folder.
        let blobs = listed.split(separator: 0).compactMap { Blob(String(decoding: $0, as: UTF8.self)) }
            .filter { blob in !blob.path.split(separator: "/").contains { $0.hasPrefix(".") } }
        guard !blobs.isEmpty else { return [] }
        let wanted = blobs.map { "\($0.id)\n" }.joined()
        var rest = try await git(["cat-file", "--batch"], input: Array(wanted.utf8), by: deadline)[...]
        var files: [OutputFile] = []
        for blob in blobs {
            // `ID blob SIZE`, a line break, the bytes, a line break.
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")),
                let size = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ").last.flatMap({ Int($0) }
                ),
                rest.endIndex - end > size
            else { throw CommandFailure("git does not tell \(blob.path) of \(revision)", status: .incomplete) }
            let bytes = rest[(end + 1)..<(end + 1 + size)]
            rest = rest[(end + 1 + size)...].dropFirst()
            files.append(OutputFile(path: blob.path, bytes: Array(bytes)))
        }
        return files
    }

    /// A line of `git ls-tree`: mode, type, id, a tab, the path.
    private struct Blob {
        let id: String
        let path: String

        init?(_ line: String) {
            let halves = line.split(separator: "\t", maxSplits: 1)
            let words = halves.first?.split(separator: " ") ?? []
            guard halves.count == 2, words.count == 3, words[1] == "blob" else { return nil }
            id = String(words[2])
            let prefix = "\(RenderDesk.rendered)/"
            guard let range = halves[1].range(ofEnd: prefix) else { return nil }
            path = String(halves[1][range...])
        }
    }

    private func git(_ arguments: [String], input: [UInt8] = [], by deadline: Deadline) async throws -> [UInt8] {
        let command = Subprocesses.Command("git", arguments, in: project, input: .bytes(input))
        let done: Subprocesses.Completion
        do throws(SubprocessError) {
            done = try await run(command, by: deadline, keeping: Self.most)
        } catch {
            throw CommandFailure("git cannot be asked for \(revision)", status: .incomplete)
        }
        guard done.ending.isSuccess else {
            throw UsageError(
                "--diff: \(revision) is no folder, and git knows no such commit",
                hint: "git rev-parse \(revision)"
            )
        }
        return done.output
    }
}

extension Substring {
    /// Behind a beginning, if it begins so.
    fileprivate func range(ofEnd prefix: String) -> Index? {
        hasPrefix(prefix) ? index(startIndex, offsetBy: prefix.count) : nil
    }
}
