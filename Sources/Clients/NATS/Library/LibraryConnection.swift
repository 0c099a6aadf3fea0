internal import CLibNATS
internal import Glibc

/// A connection of libnats in the mode where our own loop reads and writes; destroyed with its last owner.
///
/// `@unchecked Sendable`: libnats locks each call by itself, and `natsConnection_ProcessReadEvent` is called by the loop's thread alone.
final class LibraryConnection: @unchecked Sendable {
    let pointer: OpaquePointer
    let wire: Wire
    let isSecure: Bool
    private let number: WireNumber

    static let census = Census()

    init(pointer: OpaquePointer, wire: Wire, number: WireNumber, isSecure: Bool) {
        self.pointer = pointer
        self.wire = wire
        self.number = number
        self.isSecure = isSecure
        LibraryConnection.census.add()
    }

    deinit {
        // A connection that counts as standing and has unsent bytes would wait half a second for an answer that nobody reads, so it
        // is made to see its end first, behind whatever has come in and was not read.
        wire.cut()
        for _ in 0..<100_000 where !isClosed { natsConnection_ProcessReadEvent(pointer) }
        natsConnection_Destroy(pointer)
        number.forget()
        LibraryConnection.census.remove()
    }

    var isClosed: Bool { natsConnection_IsClosed(pointer) }

    var lastStatus: natsStatus {
        var text: UnsafePointer<CChar>?
        return natsConnection_GetLastError(pointer, &text)
    }

    /// Why libnats closed the connection.
    var lastError: (status: natsStatus, text: String) {
        var text: UnsafePointer<CChar>?
        let status = natsConnection_GetLastError(pointer, &text)
        return (status, text.map { String(cString: $0) } ?? "")
    }

    var clientID: UInt64? {
        var id: UInt64 = 0
        return natsConnection_GetClientID(pointer, &id) == NATS_OK ? id : nil
    }

    var serverID: String {
        var name = [CChar](repeating: 0, count: 128)
        guard natsConnection_GetConnectedServerId(pointer, &name, name.count) == NATS_OK else { return "" }
        return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    var maxPayload: Int { Int(natsConnection_GetMaxPayload(pointer)) }

    /// Bytes that wait to be written.
    var unsent: Int { Int(max(0, natsConnection_Buffered(pointer))) }

    func publish(_ message: Outgoing, reply: String?) -> natsStatus {
        message.payload.withUnsafeBytes { payload in
            let start = payload.baseAddress
            let count = Int32(truncatingIfNeeded: payload.count)
            guard message.headers.isEmpty else { return publishWithHeaders(message, reply, start, count) }
            if let reply { return natsConnection_PublishRequest(pointer, message.subject, reply, start, count) }
            return natsConnection_Publish(pointer, message.subject, start, count)
        }
    }

    private func publishWithHeaders(
        _ message: Outgoing,
        _ reply: String?,
        _ start: UnsafeRawPointer?,
        _ count: Int32,
    ) -> natsStatus {
        var created: OpaquePointer?
        let bytes = start?.assumingMemoryBound(to: CChar.self)
        var status = natsMsg_Create(&created, message.subject, reply, bytes, count)
        guard status == NATS_OK, let created else { return status }
        defer { natsMsg_Destroy(created) }
        for (name, value) in message.headers.fields where status == NATS_OK {
            status = natsMsgHeader_Add(created, name, value)
        }
        return status == NATS_OK ? natsConnection_PublishMsg(pointer, created) : status
    }
}
