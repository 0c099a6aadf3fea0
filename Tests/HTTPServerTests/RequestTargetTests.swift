import HTTPServer
import Testing

@Suite struct RequestTargetTests {
    @Test(arguments: ["", "*", "models", "/%", "/%4", "/%zz", "/%00", "/a%0Ab", "/%ff", "/?a=%00", "/?%"])
    func `what is no target is refused`(text: String) {
        #expect(RequestTarget(text) == nil)
    }

    @Test func `path and query come unescaped, and an escaped slash parts nothing else`() throws {
        let target = try #require(RequestTarget("/v1/models/groq%2Fllama?limit=2&a+b=c%2Bd&empty=&bare&x=1=2"))
        #expect(target.path == "/v1/models/groq/llama")
        #expect(target.segments == ["v1", "models", "groq", "llama"])
        #expect(target["limit"] == "2")
        #expect(target["a b"] == "c+d")
        #expect(target["empty"] == "")
        #expect(target["bare"] == "")
        #expect(target["x"] == "1=2")
        #expect(target["missing"] == nil)
    }

    @Test func `dot segments stay as they were sent`() {
        #expect(RequestTarget("/a/../b/%2e%2e")?.path == "/a/../b/..")
    }
}
