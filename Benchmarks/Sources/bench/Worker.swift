import Glibc

/// A process that runs a kernel when asked and says how long it took.
struct Worker {
    /// What came of one kernel.
    struct Answer {
        let seconds: Double
        let rows: Int
    }

    private let name: String
    private let process: pid_t
    private let input: Int32
    private let output: Int32

    init(_ arguments: [String]) throws(Trouble) {
        name = arguments.joined(separator: " ")
        let (questions, answers) = (try Program.pipe(), try Program.pipe())
        process = try Program.start(arguments, input: questions.read, output: answers.write)
        // The child has them now, and its end must be seen as an end.
        close(questions.read)
        close(answers.write)
        (input, output) = (questions.write, answers.read)
    }

    /// Runs a kernel; a wrong number of rows is a failure, not a figure.
    func run(_ kernel: String, rows: Int? = nil) throws(Trouble) -> Answer {
        let question = Array((kernel + "\n").utf8)
        // Our own bytes, fewer than a pipe takes at once.
        guard unsafe write(input, question, question.count) == question.count else { throw Trouble("\(name): ended") }
        let line = readLine()
        let words = line.split(separator: " ")
        guard words.count == 2, let seconds = Double(words[0]), let found = Int(words[1]) else {
            throw Trouble("\(name): answered '\(line)' to '\(kernel)'")
        }
        if let rows, rows != found { throw Trouble("\(name): \(kernel) found \(found) rows, expected \(rows)") }
        return Answer(seconds: seconds, rows: found)
    }

    /// What it says, without the line's end; empty when it has ended.
    private func readLine() -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            // Room for the one byte.
            let count = unsafe read(output, &byte, 1)
            if count < 0, errno == EINTR { continue }
            if count <= 0 || byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
    }

    /// Ends it, by ending its input, and waits.
    func end() throws(Trouble) {
        close(input)
        close(output)
        var usage = rusage()
        guard Program.wait(process, &usage) == 0 else { throw Trouble("\(name) failed at its end") }
    }
}
