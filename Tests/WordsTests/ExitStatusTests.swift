import Testing
import Words

@Suite struct ExitStatusTests {
    @Test func `wrong usage outranks no, which outranks could not tell`() {
        #expect(ExitStatus.worst([.success, .incomplete, .negative, .usage]) == .usage)
        #expect(ExitStatus.worst([.incomplete, .negative]) == .negative)
        #expect(ExitStatus.worst([.success, .incomplete]) == .incomplete)
        #expect(ExitStatus.worst([.interrupted, .usage]) == .interrupted)
        #expect(ExitStatus.worst([]) == .success)
    }
}
