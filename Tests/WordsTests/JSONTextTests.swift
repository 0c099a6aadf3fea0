import FoundationEssentials
import Testing
import Words

@Suite struct JSONTextTests {
    @Test func `keys are sorted and nothing is there that need not be`() {
        let value: JSONValue = ["b": [1, 2.5, true, nil], "a": [:], "c": []]
        #expect(value.compact == #"{"a":{},"b":[1,2.5,true,null],"c":[]}"#)
    }

    @Test func `indented text has two spaces a level`() {
        let value: JSONValue = ["b": [1, "x"], "a": [:]]
        #expect(value.pretty == "{\n  \"a\": {},\n  \"b\": [\n    1,\n    \"x\"\n  ]\n}")
    }

    @Test func `every character comes back as it was`() throws {
        let text = String(String.UnicodeScalarView((0..<0x250).compactMap(Unicode.Scalar.init))) + "\u{2028}😀\"\\"
        let read = try JSONDecoder().decode([String].self, from: Data(JSONValue.array([.string(text)]).compact.utf8))
        #expect(read == [text])
    }

    @Test func `control characters are escaped`() {
        #expect(JSONValue.quoted("\u{1B}\n\u{7F}\"\\") == #""\u001b\n\u007f\"\\""#)
    }

    @Test func `numbers JSON cannot say are null`() {
        #expect(
            JSONValue.array([.number(.infinity), .number(.nan), .number(1e300), 5.0]).compact
                == "[null,null,1e+300,5.0]"
        )
    }
}
