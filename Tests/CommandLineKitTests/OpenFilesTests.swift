import CommandLineKit
import Glibc
import Terminal
import Testing
import Words

@Suite struct OpenFilesTests {
    private func refusal(_ code: Int32, after room: Int) -> (status: Words.ExitStatus?, asked: Int) {
        var asked = 0
        let status = refusalWithoutFiles(program: "ihctl", least: 4, errors: OutputStream(descriptor: nowhere)) {
            asked += 1
            guard asked > room else { return open("/dev/null", O_RDONLY) }
            errno = code
            return -1
        }
        return (status, asked)
    }

    private let nowhere = open("/dev/null", O_WRONLY)

    @Test func `without room for a few files there is no start`() {
        defer { close(nowhere) }
        #expect(refusal(EMFILE, after: 3).status == .incomplete)
        #expect(refusal(ENFILE, after: 0).status == .incomplete)
    }

    @Test func `with room there is one, and no more is asked for than needed`() {
        defer { close(nowhere) }
        #expect(refusal(EMFILE, after: 4) == (nil, 4))
        // What cannot be opened for another reason says nothing of room.
        #expect(refusal(EACCES, after: 0).status == nil)
    }
}
