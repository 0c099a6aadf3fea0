import S3
import Testing

@Suite struct XMLTests {
    @Test func `a document becomes a tree`() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <s3:List xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/" a="b">
              <s3:Key>a &amp; b &lt;c&gt; &#228;</s3:Key><Empty/>
              <Tag><Key>k</Key></Tag><Tag><Key>l</Key></Tag><![CDATA[ ]]>
            </s3:List>
            """
        let root = try XMLElement(document: Array(text.utf8))
        #expect(root.name == "List")
        #expect(root.text("Key") == "a & b <c> ä")
        #expect(root.text("Empty") == "")
        #expect(root.text("Missing") == nil)
        #expect(root.all("Tag").map { $0.text("Key") } == ["k", "l"])
    }

    @Test func `UTF-16 is read too`() throws {
        let text = #"<?xml version="1.0" encoding="UTF-16"?><a>ä</a>"#
        let bytes: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try XMLElement(document: bytes).text == "ä")
    }

    @Test func `what is written is read back the same`() throws {
        let hostile = "<&>\"' \r\n\t end ä 🏝 ]]> &amp; \u{85}\u{2028}"
        let element = XMLElement("Root", [XMLElement("Key", hostile), XMLElement("Empty")])
        #expect(try XMLElement(document: element.document) == element)
    }

    @Test(arguments: [
        ("", XMLFault.truncated), ("<a>", .truncated), ("<a><b></b>", .truncated), ("<a>text", .truncated),
        ("<a", .truncated), ("<a><![CDATA[x", .truncated), ("   ", .truncated),
        ("<a></b>", .malformed(code: 7, line: 1, column: 6)), ("text", .malformed(code: 2, line: 1, column: 1)),
        ("<a/>\n<b/>", .malformed(code: 9, line: 2, column: 1)),
        ("<a>\u{1}</a>", .malformed(code: 4, line: 1, column: 4)),
        ("<a>&nbsp;</a>", .malformed(code: 11, line: 1, column: 4)),
        ("<!DOCTYPE html><html></html>", .doctype),
    ])
    func `what is no whole document says why`(text: String, wanted: XMLFault) {
        let fault = #expect(throws: XMLFault.self) { try XMLElement(document: Array(text.utf8)) }
        #expect(fault == wanted)
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        #expect(throws: XMLFault.self) {
            try XMLElement(document: Array("<a>".utf8) + [0xFF, 0xFE] + Array("</a>".utf8))
        }
    }

    @Test func `entities that grow or name files are refused before they do`() {
        var bomb = "<!DOCTYPE a [<!ENTITY e0 \"haha\">"
        for level in 1...20 { bomb += "<!ENTITY e\(level) \"\(String(repeating: "&e\(level - 1);", count: 10))\">" }
        bomb += "]><a>&e20;</a>"
        let external = #"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#
        let remote = #"<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>"#
        for text in [bomb, external, remote] {
            let fault = #expect(throws: XMLFault.self) { try XMLElement(document: Array(text.utf8)) }
            #expect(fault == .doctype)
        }
    }

    @Test func `depth, number and size have caps`() {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(fault(in: deep) == .tooDeep(limit: 32))
        let many = "<a>" + String(repeating: "<b/>", count: 200_000) + "</a>"
        #expect(fault(in: many) == .tooLarge(limit: 100_000))
        var limits = XMLLimits()
        limits.bytes = 10
        let large = #expect(throws: XMLFault.self) {
            try XMLElement(document: Array("<a>1234567</a>".utf8), limits: limits)
        }
        #expect(large == .tooLarge(limit: 10))
    }

    @Test func `no damaged document crashes the reader`() {
        let good = Array("<a x=\"1\"><b>text &amp; more</b><c/><!-- no --><?pi x?></a>".utf8)
        for _ in 0..<5_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...3) { bytes[Int.random(in: bytes.indices)] = UInt8.random(in: 0...255) }
            _ = try? XMLElement(document: Array(bytes.prefix(Int.random(in: 0...bytes.count))))
        }
    }

    private func fault(in text: String) -> XMLFault? {
        #expect(throws: XMLFault.self) { try XMLElement(document: Array(text.utf8)) }
    }
}
