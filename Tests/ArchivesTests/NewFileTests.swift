import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Archives

@Suite struct NewFileTests {
    private let scratch = Scratch("newfile")

    @Test func `it is there whole, for its owner alone, and nothing else is`() throws {
        try NewFile(scratch.file("a")).write(Array("whole".utf8))
        #expect(try scratch.read("a") == "whole")
        var facts = stat()
        #expect(lstat(scratch.file("a"), &facts) == 0)
        #expect(facts.st_mode & 0o777 == 0o600)
        #expect(facts.st_nlink == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["a"])
    }

    @Test func `a name that is too long while it is not whole is told beforehand`() {
        #expect(NewFile(scratch.file(String(repeating: "n", count: 239))).obstacle == nil)
        #expect(NewFile(scratch.file(String(repeating: "n", count: 240))).obstacle == .system(ENAMETOOLONG))
    }

    @Test func `a file that is there stays as it is, a dangling link too`() throws {
        try scratch.write("mine", to: "a")
        #expect(symlink("nowhere", scratch.file("b")) == 0)
        for name in ["a", "b"] {
            let file = NewFile(scratch.file(name))
            #expect(file.obstacle == .exists)
            #expect(throws: NewFile.Failure.exists) { try file.write([1]) }
        }
        #expect(try scratch.read("a") == "mine")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() == ["a", "b"])
    }

    @Test func `a folder that is none is said beforehand and when it is written`() throws {
        try scratch.write("", to: "plain")
        for (name, code) in [("missing/a", ENOENT), ("plain/a", ENOTDIR)] {
            let file = NewFile(scratch.file(name))
            #expect(file.obstacle == .system(code))
            #expect(throws: NewFile.Failure.system(code)) { try file.write([1]) }
        }
    }
}
