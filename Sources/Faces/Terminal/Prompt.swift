internal import Deadlines
internal import Glibc
internal import Words

/// A question that cannot be asked because nobody sits at a terminal, or that was not answered.
package struct PromptRefused: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        case noTerminal
        /// End of input, an interrupt, or an hour of silence.
        case noAnswer
    }

    package let reason: Reason
    package let question: String

    package init(reason: Reason, question: String) {
        self.reason = reason
        self.question = question
    }

    package var description: String {
        let first = question.prefix { $0 != "\n" }
        return switch reason {
        case .noTerminal: "there is no terminal to ask on: \(first)"
        case .noAnswer: "no answer to: \(first)"
        }
    }
}

extension Console {
    /// Yes or no; no is what an empty answer means.
    package func confirm(_ question: String) async throws -> Bool {
        let answer = try await ask(question, ending: " [y/N] ").lowercased()
        return answer == "y" || answer == "yes"
    }

    /// For what cannot be undone: the name has to be typed in full.
    package func confirm(_ question: String, byTyping name: String) async throws -> Bool {
        try await ask(question, ending: "\nType \(name) to go on: ") == name
    }

    private func ask(_ question: String, ending: String) async throws -> String {
        guard isInteractive, TerminalFacts.isTerminal(input) else {
            throw PromptRefused(reason: .noTerminal, question: question)
        }
        let text = (question.visibleLines.joined(separator: "\n")) + ending
        errors.write(redactor.redact(text))
        let answer = await LineReader(input).next()
        guard let answer else {
            errors.write("\n")
            throw PromptRefused(reason: .noAnswer, question: question)
        }
        return answer
    }
}

/// Waits for one typed line on a thread of its own, and stops waiting when its task is cancelled.
private actor LineReader {
    private nonisolated let executor = HandleExecutor("terminal input")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let descriptor: Int32
    private nonisolated let bell = Interruption()

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    nonisolated func next() async -> String? {
        await withTaskCancellationHandler {
            await read()
        } onCancel: {
            bell.ring()
        }
    }

    private func read() -> String? {
        let deadline = Deadline.after(.seconds(3_600))
        var bytes: [UInt8] = []
        while true {
            guard (try? wait(for: .readable, on: descriptor, until: deadline, unless: bell)) != nil else { return nil }
            // A terminal hands over one line at a time, so nothing of a later line is swallowed.
            var byte: UInt8 = 0
            let count = Glibc.read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return nil }
            if byte == 0x0A { return String(decoding: bytes, as: UTF8.self).trimmingBlanks }
            bytes.append(byte)
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        var text = Substring(self).drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(text)
    }
}
