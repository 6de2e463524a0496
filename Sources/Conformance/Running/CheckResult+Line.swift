import Foundation

extension CheckResult {
    /// What reports call it: `passed`, `failed`, `crashed`, `timed out`, `skipped`.
    public var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .crashed: "crashed"
        case .timedOut: "timed out"
        case .skipped: "skipped"
        }
    }

    /// What there is to say, nil where there is nothing.
    public var message: String? {
        switch self {
        case .passed(let message): message
        case .failed(let message), .crashed(let message), .timedOut(let message), .skipped(let message): message
        }
    }

    /// Whether the adapter keeps the promise, as far as was looked.
    public var isGood: Bool {
        switch self {
        case .passed, .skipped: true
        case .failed, .crashed, .timedOut: false
        }
    }

    private struct Line: Codable {
        var result: String
        var message: String?
    }

    /// One line of JSON.
    var line: [UInt8] {
        // A struct of two texts can always be written.
        let text = (try? JSONEncoder().encode(Line(result: word, message: message))) ?? Data()
        return Array(text) + [UInt8(ascii: "\n")]
    }

    /// From all that a process wrote: exactly one line, of a result that a check can give itself.
    init?(line bytes: [UInt8]) {
        // What is no such JSON is no result, and said by who asked.
        guard bytes.last == UInt8(ascii: "\n"), let line = try? JSONDecoder().decode(Line.self, from: Data(bytes))
        else {
            return nil
        }
        switch (line.result, line.message) {
        case ("passed", let message): self = .passed(message)
        case ("failed", let message?): self = .failed(message)
        case ("skipped", let message?): self = .skipped(message)
        default: return nil
        }
    }
}
