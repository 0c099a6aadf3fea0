import Glibc
import TestSupport

/// A terminal without a screen: what is written to `user` comes out of `typist`, and the other way round.
final class PseudoTerminal: Sendable {
    let typist: Int32
    let user: Int32

    init(columns: UInt16 = 80) throws {
        // Linux's own way, for Swift does not see posix_openpt.
        let (unlock, openPeer): (UInt, UInt) = (0x4004_5431, 0x5441)
        typist = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var locked: Int32 = 0
        _ = ioctl(typist, unlock, &locked)
        user = ioctl(typist, openPeer, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard typist >= 0, user >= 0 else { throw NoTerminal() }
        var size: [UInt16] = [24, columns, 0, 0]
        _ = ioctl(user, UInt(TIOCSWINSZ), &size)
        _ = fcntl(typist, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(typist)
        close(user)
    }

    struct NoTerminal: Error {}

    func type(_ text: String) {
        _ = write(typist, text, text.utf8.count)
    }

    /// All that has been shown so far, with the terminal's line ends.
    func shown() -> String {
        var all: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(typist, &bytes, bytes.count)
            if count <= 0 { return String(decoding: all, as: UTF8.self) }
            all += bytes[..<count]
        }
    }

    /// Reads until the text has been shown.
    func shown(until text: String) throws -> String {
        var all = ""
        try waitUntil("the terminal shows \(text)") {
            all += shown()
            return all.contains(text)
        }
        return all
    }
}
