import Deadlines
import Subprocesses
import TestSupport
import Testing

@testable import LocalStack

@Suite struct ProvidersServiceTests {
    private let scratch = Scratch("providers")

    private func plan(port: Int? = 16_001, path: String? = nil) throws -> StackPlan {
        var state = try StackState()
        state.ports[PortUse.providers.rawValue] = port
        return StackPlan(folder: StackFolder(root: scratch.path), state: state, path: path)
    }

    @Test func `a missing ih-agent is named with its remedy`() throws {
        let error = StackError(.notInstalled(program: "ih-agent"), .providers)
        #expect(error.description == "providers: ih-agent is not installed")
        #expect(error.hint?.contains("scripts/build") == true)
        let executables = Executables(root: scratch.path, path: scratch.path)
        #expect(throws: StackError.self) { try executables.findOwn("ih-agent-that-nobody-built", for: .providers) }
    }

    @Test func `it is found on PATH where it does not lie beside`() throws {
        let program = try scratch.writeProgram("#!/bin/sh\n", to: "ih-agent-elsewhere")
        let executables = Executables(root: scratch.path, path: scratch.path)
        #expect(try executables.findOwn("ih-agent-elsewhere", for: .providers) == program)
    }

    @Test func `keys have their providers' forms, stay the same, and stand on no command line`() throws {
        try scratch.writeProgram("#!/bin/sh\n", to: "ih-agent")
        let plan = try plan(path: scratch.path)
        let service = ProvidersService(plan: plan)
        let variables = Dictionary(uniqueKeysWithValues: service.variables().map { ($0.name, $0.value) })
        #expect(variables["OPENROUTER_API_KEY"]?.hasPrefix("sk-or-v1-") == true)
        #expect(variables["OPENROUTER_API_KEY"]?.count == 73)
        #expect(variables["ANTHROPIC_API_KEY"]?.hasPrefix("sk-ant-api03-") == true)
        #expect(variables["OPENAI_ENDPOINT"] == "http://127.0.0.1:16001/openai/v1")
        #expect(variables["SIMULATOR_OPENAI_KEY"] == variables["OPENAI_API_KEY"])
        let command = try service.command()
        #expect(command.arguments == ["provider-simulator", "--listen", "127.0.0.1:16001"])
        #expect(command.environment?["SIMULATOR_OPENAI_KEY"] == variables["OPENAI_API_KEY"])
        #expect(service.variables().map(\.value) == ProvidersService(plan: plan).variables().map(\.value))
    }

    @Test func `a stack from before this service offers nothing of it`() throws {
        #expect(ProvidersService(plan: try plan(port: nil)).variables().isEmpty)
    }

    @Test func `whoever else listens on its port is not taken for it`() async throws {
        let server = try LinkedChild(
            ["python3", "-m", "http.server", "--bind", "127.0.0.1", "0"],
            scratch: scratch,
            environment: ["PYTHONUNBUFFERED": "1"]
        )
        try await aside { [scratch] in try server.waitUntilReady { try scratch.read("log").contains(" port ") } }
        let words = try scratch.read("log").split(separator: " ")
        let index = try #require(words.firstIndex(of: "port"))
        let port = try #require(Int(words[index + 1]))
        await #expect(throws: StackError.self) {
            try await ProvidersService(plan: plan(port: port)).probe(by: .after(.seconds(20)))
        }
    }
}
