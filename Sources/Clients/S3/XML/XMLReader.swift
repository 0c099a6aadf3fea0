internal import CExpat

/// The caps on a document; a list of a thousand keys has some nine thousand elements.
package struct XMLLimits: Sendable, Hashable {
    package var bytes = 16 << 20
    package var depth = 32
    package var elements = 100_000

    package init() {}
}

extension XMLElement {
    /// Reads a whole document by expat.
    package init(document bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLFault) {
        guard bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        let tree = GrowingTree(limits: limits)
        let parser = try Parser(filling: tree)
        try parser.parse(bytes, into: tree)
        guard let root = tree.root else { throw .truncated }
        self = root
    }
}

/// An `XML_Parser` of expat's.
private struct Parser: ~Copyable {
    private let pointer: OpaquePointer

    /// The tree must live as long as the parser, which holds it unretained.
    init(filling tree: GrowingTree) throws(XMLFault) {
        guard let pointer = XML_ParserCreate(nil) else { throw .malformed(code: 1, line: 0, column: 0) }
        self.pointer = pointer
        tree.parser = pointer
        XML_SetUserData(pointer, Unmanaged.passUnretained(tree).toOpaque())
        XML_SetElementHandler(
            pointer,
            { context, name, _ in growingTree(context)?.open(name) },
            { context, _ in growingTree(context)?.close() },
        )
        XML_SetCharacterDataHandler(pointer) { context, start, count in growingTree(context)?.add(start, Int(count)) }
        XML_SetStartDoctypeDeclHandler(pointer) { context, _, _, _, _ in growingTree(context)?.refuse(.doctype) }
    }

    deinit {
        XML_ParserFree(pointer)
    }

    func parse(_ bytes: [UInt8], into tree: GrowingTree) throws(XMLFault) {
        let status = bytes.withUnsafeBytes { buffer in
            XML_Parse(pointer, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
        }
        if let fault = tree.fault { throw fault }
        guard status != XML_STATUS_OK else { return }
        let code = XML_GetErrorCode(pointer)
        switch code {
        case XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_PARTIAL_CHAR, XML_ERROR_UNCLOSED_CDATA_SECTION:
            throw .truncated
        default:
            throw .malformed(
                code: Int(code.rawValue),
                line: Int(XML_GetCurrentLineNumber(pointer)),
                column: Int(XML_GetCurrentColumnNumber(pointer)) + 1,
            )
        }
    }
}

private func growingTree(_ context: UnsafeMutableRawPointer?) -> GrowingTree? {
    context.map { Unmanaged<GrowingTree>.fromOpaque($0).takeUnretainedValue() }
}

/// What expat has told so far.
private final class GrowingTree {
    var parser: OpaquePointer?
    private(set) var root: XMLElement?
    private(set) var fault: XMLFault?
    private let limits: XMLLimits
    private var open: [XMLElement] = []
    private var texts: [[UInt8]] = []
    private var count = 0

    init(limits: XMLLimits) {
        self.limits = limits
    }

    func open(_ name: UnsafePointer<CChar>?) {
        guard fault == nil, let name else { return }
        count += 1
        guard open.count < limits.depth else { return refuse(.tooDeep(limit: limits.depth)) }
        guard count <= limits.elements else { return refuse(.tooLarge(limit: limits.elements)) }
        let whole = String(cString: name)
        open.append(XMLElement(whole.split(separator: ":").last.map { String($0) } ?? whole))
        texts.append([])
    }

    func close() {
        guard fault == nil, var element = open.popLast(), let text = texts.popLast() else { return }
        if element.children.isEmpty { element.text = String(decoding: text, as: UTF8.self) }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    func add(_ start: UnsafePointer<CChar>?, _ length: Int) {
        guard fault == nil, let start, !texts.isEmpty else { return }
        texts[texts.count - 1] += UnsafeRawBufferPointer(start: start, count: length)
    }

    func refuse(_ reason: XMLFault) {
        if fault == nil { fault = reason }
        XML_StopParser(parser, 0)
    }
}
