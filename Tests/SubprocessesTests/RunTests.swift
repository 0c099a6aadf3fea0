import Deadlines
import FoundationEssentials
import Glibc
import Subprocesses
import TestSupport
import Testing

private func shell(_ script: String, _ change: (inout Command) -> Void = { _ in }) -> Command {
    var command = Command("sh", ["-c", script])
    change(&command)
    return command
}

private func soon() -> Deadline { .after(.seconds(30)) }

@Suite(.timeLimit(.minutes(5))) struct RunTests {
    @Test func `output, errors and exit status come back`() async throws {
        let done = try await run(shell("echo out; echo err >&2; exit 3"), by: soon())
        #expect(done.outputText == "out\n")
        #expect(done.errorText == "err\n")
        #expect(done.ending == .exited(3))
        #expect(!done.ending.isSuccess)
        #expect(!done.isTruncated)
    }

    @Test func `a signal is told as a signal`() async throws {
        let done = try await run(shell("kill -9 $$"), by: soon())
        #expect(done.ending == .killed(by: .kill))
        #expect(done.ending.status == 137)
        #expect("\(Signal.kill)" == "SIGKILL")
    }

    @Test func `large output on both pipes at once does not block`() async throws {
        let script = "head -c 3000000 /dev/zero & head -c 3000000 /dev/zero >&2; wait"
        let done = try await run(shell(script), by: soon(), keeping: 4 << 20)
        #expect(done.output.count == 3_000_000)
        #expect(done.errors.count == 3_000_000)
        #expect(!done.isTruncated)
    }

    @Test func `output beyond the limit is dropped and the child still ends`() async throws {
        let done = try await run(shell("head -c 3000000 /dev/zero"), by: soon(), keeping: 1_000)
        #expect(done.output.count == 1_000)
        #expect(done.isTruncated)
        #expect(done.ending.isSuccess)
    }

    @Test func `large input goes through, read or not`() async throws {
        let bytes = [UInt8](repeating: 7, count: 3_000_000)
        let counted = try await run(shell("wc -c") { $0.input = .bytes(bytes) }, by: soon())
        #expect(counted.outputText == "3000000\n")
        let echoed = try await run(Command("cat", input: .bytes(bytes)), by: soon(), keeping: 4 << 20)
        #expect(echoed.output == bytes)
        let ignored = try await run(shell("true") { $0.input = .bytes(bytes) }, by: soon())
        #expect(ignored.ending.isSuccess)
    }

    @Test func `the input can be empty, a file or closed`() async throws {
        let scratch = Scratch("input")
        let path = try scratch.write("from a file", to: "in")
        #expect(try await run(Command("cat"), by: soon()).output.isEmpty)
        #expect(try await run(Command("cat", input: .file(path)), by: soon()).outputText == "from a file")
        let closed = try await run(shell("readlink /proc/self/fd/0 || echo none") { $0.input = .closed }, by: soon())
        #expect(closed.outputText == "none\n")
        await #expect(throws: SubprocessError.fileUnusable(path: "/none/such", errno: ENOENT)) {
            try await run(Command("cat", input: .file("/none/such")), by: soon())
        }
    }

    @Test func `output goes to files, whole or at the end`() async throws {
        let scratch = Scratch("output")
        let path = scratch.file("log")
        _ = try await run(shell("echo one") { $0.output = .replacing(file: path) }, by: soon())
        _ = try await run(
            shell("echo two; echo three >&2") {
                $0.output = .appended(to: path)
                $0.errors = .withOutput
            },
            by: soon(),
        )
        #expect(try scratch.read("log") == "one\ntwo\nthree\n")
        _ = try await run(shell("echo new") { $0.output = .replacing(file: path) }, by: soon())
        #expect(try scratch.read("log") == "new\n")
    }

    @Test func `errors join the output in order`() async throws {
        let done = try await run(shell("echo 1; echo 2 >&2; echo 3") { $0.errors = .withOutput }, by: soon())
        #expect(done.outputText == "1\n2\n3\n")
        #expect(done.errors.isEmpty)
    }

    @Test func `discarded and closed outputs are just that`() async throws {
        let discarded = try await run(
            shell("echo x; p=$(readlink /proc/$$/fd/1); echo $p >&2") { $0.output = .discarded },
            by: soon()
        )
        #expect(discarded.output.isEmpty)
        #expect(discarded.errorText == "/dev/null\n")
        let closed = try await run(
            shell("[ -e /proc/self/fd/1 ] || echo closed >&2") { $0.output = .closed },
            by: soon()
        )
        #expect(closed.errorText == "closed\n")
    }

    @Test func `the environment is exactly what is given`() async throws {
        let done = try await run(Command("/usr/bin/env", environment: ["A": "1 2"]), by: soon())
        #expect(done.outputText == "A=1 2\n")
    }

    @Test func `the program is looked up on the PATH it is given`() async throws {
        let scratch = Scratch("path")
        try scratch.writeProgram("#!/bin/sh\necho mine\n", to: "bin/tool")
        let command = Command("tool", environment: ["PATH": "/none:\(scratch.file("bin"))"])
        #expect(try await run(command, by: soon()).outputText == "mine\n")
        await #expect(throws: SubprocessError.notFound(program: "tool")) { try await run(Command("tool"), by: soon()) }
    }

    @Test func `the working folder is the one asked for, and relative programs start from it`() async throws {
        let scratch = Scratch("folder")
        try scratch.writeProgram("#!/bin/sh\npwd\n", to: "here")
        #expect(try await run(Command("./here", in: scratch.path), by: soon()).outputText == "\(scratch.path)\n")
        await #expect(throws: SubprocessError.folderUnusable(path: "/none", errno: ENOENT)) {
            try await run(Command("pwd", in: "/none"), by: soon())
        }
        await #expect(throws: SubprocessError.folderUnusable(path: "/etc/passwd", errno: ENOTDIR)) {
            try await run(Command("pwd", in: "/etc/passwd"), by: soon())
        }
    }

    @Test func `a program that cannot start says why`() async throws {
        let scratch = Scratch("refuse")
        let plain = try scratch.write("text", to: "plain")
        let orphan = try scratch.writeProgram("#!/none/interpreter\n", to: "orphan")
        let cases: [(Command, SubprocessError)] = [
            (Command("/none/program"), .notFound(program: "/none/program")),
            (Command("no-such-program"), .notFound(program: "no-such-program")),
            (Command(""), .notFound(program: "")),
            (Command(plain), .notExecutable(path: plain)),
            (Command("/tmp"), .notExecutable(path: "/tmp")),
            (Command("plain", environment: ["PATH": scratch.path]), .notExecutable(path: plain)),
            (Command(orphan), .interpreterMissing(path: orphan)),
            (Command("echo", ["a\0b"]), .system(call: "exec", errno: EINVAL)),
        ]
        for (command, expected) in cases {
            await #expect(throws: expected) { try await run(command, by: soon()) }
        }
    }

    @Test func `the child inherits no descriptor, no blocked and no ignored signal`() async throws {
        // One that the child would inherit but for the closing.
        let leak = open("/dev/null", O_RDONLY)
        defer { close(leak) }
        signal(SIGUSR2, SIG_IGN)
        defer { signal(SIGUSR2, SIG_DFL) }
        let script = "ls /proc/$$/fd; grep -E '^Sig(Blk|Ign)' /proc/$$/status"
        let done = try await run(Command("bash", ["-c", script]), by: soon())
        let lines = done.outputText.split(separator: "\n")
        let descriptors = lines.compactMap { Int32($0) }
        // 255 is bash's own copy of its script.
        #expect(descriptors.filter { $0 != 255 } == [0, 1, 2])
        // glibc itself has its two inner signals, 32 and 33, ignored in every spawned child.
        let masks = lines.filter { $0.hasPrefix("Sig") }.compactMap { UInt64($0.split(separator: "\t")[1], radix: 16) }
        #expect(masks.map { $0 & ~0x1_8000_0000 } == [0, 0])
    }

    @Test func `the child leads its own group, its own session, or stays in ours`() async throws {
        let script = "cut -d' ' -f5,6 /proc/$$/stat; echo $$"
        func numbers(_ group: Command.Group) async throws -> [Int32] {
            let done = try await run(shell(script) { $0.group = group }, by: soon())
            return done.outputText.split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
        }
        let own = try await numbers(.own)
        #expect(own[0] == own[2] && own[1] == getsid(0))
        let session = try await numbers(.session)
        #expect(session[0] == session[2] && session[1] == session[2])
        let inherited = try await numbers(.inherited)
        #expect(inherited[0] == getpgrp() && inherited[1] == getsid(0))
    }

    @Test func `another user through setpriv keeps the pid`() async throws {
        try #require(getuid() == 0)
        let demoted = shell("id -un; echo $$").prefixed(by: [
            "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
        ])
        let child = try spawn(demoted)
        let output = try #require(child.output)
        #expect(try await output.line(by: soon()) == "nobody")
        #expect(try await output.line(by: soon()) == "\(child.pid)")
        #expect(try await child.wait(by: soon()).isSuccess)
    }

    @Test func `two hundred at once all come back`() async throws {
        let answers = try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask { try await run(Command("echo", ["\(number)"]), by: .after(.seconds(50))).outputText }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(answers.count == 200)
    }
}
