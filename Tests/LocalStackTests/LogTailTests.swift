import Glibc
import TestSupport
import Testing

@testable import LocalStack

@Suite struct LogTailTests {
    private let scratch = Scratch("tail")

    @Test(arguments: [(0, []), (1, ["c"]), (2, ["b", "c"]), (3, ["a", "b", "c"]), (9, ["a", "b", "c"])])
    func `the last lines of a file`(count: Int, expected: [String]) throws {
        let path = try scratch.write("a\nb\nc\n", to: "log")
        #expect(LogTail.last(count, of: path) == expected)
    }

    @Test func `an unfinished last line is told once it is finished, or when nothing more is waited for`() throws {
        let path = try scratch.write("a\nb", to: "log")
        var tail = LogTail(path, last: 5)
        #expect(tail.newLines() == ["a"])
        #expect(LogTail.last(5, of: path) == ["a", "b"])
        try append("c\nd", to: path)
        #expect(tail.newLines() == ["bc"])
        #expect(tail.newLines() == [])
    }

    @Test func `a file that began anew is read anew`() throws {
        let path = try scratch.write("one\ntwo\n", to: "log")
        var tail = LogTail(path, last: 1)
        #expect(tail.newLines() == ["two"])
        try scratch.write("x\n", to: "log")
        #expect(tail.newLines() == ["x"])
    }

    @Test func `no file is no line`() {
        #expect(LogTail.last(5, of: scratch.file("none")) == [])
    }

    @Test func `a log far larger than the window still gives its last line`() throws {
        let path = try scratch.write(String(repeating: "filler filler filler\n", count: 40_000) + "last\n", to: "log")
        #expect(LogTail.last(1, of: path) == ["last"])
    }

    @Test func `a line that the window cuts is left out`() throws {
        let path = try scratch.write(String(repeating: "secret", count: 60_000) + "\nlast\n", to: "log")
        #expect(LogTail.last(.max, of: path) == ["last"])
    }

    @Test(.timeLimit(.minutes(1))) func `a pipe, a device and a link are no logs`() throws {
        #expect(mkfifo(scratch.file("pipe"), 0o600) == 0)
        #expect(symlink(try scratch.write("a\n", to: "log"), scratch.file("link")) == 0)
        for path in [scratch.file("pipe"), scratch.file("link"), "/dev/zero"] {
            #expect(LogTail.last(5, of: path) == [])
        }
    }

    private func append(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND)
        defer { close(descriptor) }
        #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
    }
}
