internal import Words

extension Address {
    /// Written `fr-par/messaging`.
    static func messaging(_ region: String) -> Address { Address(region, "messaging") }

    /// Written `fr-par/messaging/stream/agent_messages`.
    static func stream(_ name: String, _ region: String) -> Address { messaging(region) / "stream" / name }

    /// Written `fr-par/messaging/stream/agent_messages/consumer/agent-a`.
    static func consumer(_ name: String, of stream: String, _ region: String) -> Address {
        Address.stream(stream, region) / "consumer" / name
    }

    /// Written `fr-par/messaging/key-value/sessions`.
    static func keyValue(_ name: String, _ region: String) -> Address { messaging(region) / "key-value" / name }

    /// Written `fr-par/messaging/object-store/files`.
    static func objectStore(_ name: String, _ region: String) -> Address { messaging(region) / "object-store" / name }
}
