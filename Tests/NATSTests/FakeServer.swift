import Dispatch
import Glibc
import Synchronization
import TestSupport

/// A server that says what a test wants it to say, for what no real one does: each client gets a thread that runs the script.
final class FakeServer: Sendable {
    let port: Int
    private let listener: Int32
    private let clients = Clients()

    private final class Clients: Sendable {
        let descriptors = Mutex<[Int32]>([])
    }

    static let greeting = """
        INFO {"server_id":"FAKE","version":"2.10.0","headers":true,"max_payload":1048576,"proto":1}\r\n
        """

    init(_ script: @escaping @Sendable (FakeClient) -> Void) throws {
        port = freePort()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(listener, 64) == 0 else { throw NamedFailure(description: "bind \(port): \(errno)") }
        DispatchQueue(label: "fake server").async { [listener, clients] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                let number = clients.descriptors.withLock { descriptors in
                    descriptors.append(client)
                    return descriptors.count
                }
                DispatchQueue(label: "fake client").async { script(FakeClient(descriptor: client, number: number)) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for client in clients.descriptors.withLock({ $0 }) {
            shutdown(client, Int32(SHUT_RDWR))
            close(client)
        }
    }

    var url: String { "nats://127.0.0.1:\(port)" }
    var connections: Int { clients.descriptors.withLock { $0.count } }
}

struct FakeClient: Sendable {
    let descriptor: Int32
    /// The first is 1, and is the greeting's own look.
    let number: Int

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// The next line without its end; nil at the end of the stream.
    func line() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            if byte != UInt8(ascii: "\r") { bytes.append(byte) }
        }
        return nil
    }

    /// Waits until the client has said anything.
    func waitForByte() {
        var byte: UInt8 = 0
        recv(descriptor, &byte, 1, 0)
    }

    /// Reads until the client has gone, answering nothing.
    func stall() {
        while line() != nil {}
    }

    /// Greets, takes CONNECT and PING and answers the first PONG.
    func welcome() {
        send(FakeServer.greeting)
        while let line = line(), !line.hasPrefix("PING") {}
        send("PONG\r\n")
    }

    func hangUp() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}

struct NamedFailure: Error, CustomStringConvertible {
    let description: String
}
