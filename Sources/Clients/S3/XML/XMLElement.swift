/// One element of a small document: S3 uses no attributes, no mixed text and no order between names.
package struct XMLElement: Sendable, Hashable {
    /// Without a namespace's prefix.
    package var name: String
    /// Of a leaf; white space around children is not kept.
    package var text: String
    package var children: [XMLElement]

    package init(_ name: String, _ text: String = "") {
        self.name = name
        self.text = text
        children = []
    }

    package init(_ name: String, _ children: [XMLElement]) {
        self.name = name
        text = ""
        self.children = children
    }

    package subscript(name: String) -> XMLElement? {
        children.first { $0.name == name }
    }

    package func all(_ name: String) -> [XMLElement] {
        children.filter { $0.name == name }
    }

    /// The text of a child, nil where there is no such child.
    package func text(_ name: String) -> String? { self[name]?.text }

    package func integer(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

    package func boolean(_ name: String) -> Bool? {
        switch text(name)?.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }
}

extension XMLElement {
    /// The namespace of S3's documents; some stores refuse requests without it.
    private static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

    /// The element as a whole document.
    package var document: [UInt8] {
        var output = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
        write(to: &output, attributes: " xmlns=\"\(Self.namespace)\"")
        return output
    }

    private func write(to output: inout [UInt8], attributes: String = "") {
        output += Array("<\(name)\(attributes)>".utf8)
        escape(text, into: &output)
        for child in children { child.write(to: &output) }
        output += Array("</\(name)>".utf8)
    }
}

/// Line breaks and control characters go as references, since a reader would turn the first into others and refuse the second.
private func escape(_ text: String, into output: inout [UInt8]) {
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": output += Array("&amp;".utf8)
        case "<": output += Array("&lt;".utf8)
        case ">": output += Array("&gt;".utf8)
        case "\"": output += Array("&quot;".utf8)
        case "\u{0}"..."\u{1F}", "\u{7F}", "\u{85}", "\u{2028}", "\u{FFFE}", "\u{FFFF}":
            output += Array("&#x\(String(scalar.value, radix: 16, uppercase: true));".utf8)
        default: output += Array(String(scalar).utf8)
        }
    }
}
