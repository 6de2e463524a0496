import AdapterHost

extension CheckReport {
    /// For people: a line a check, what is wrong below it, and a last line with the counts and what to do.
    ///
    /// - Parameter style: makes a result's word coloured, padded to its width.
    public func lines(style: (_ result: CheckResult, _ word: String) -> String = { $1 }) -> [String] {
        let width = outcomes.map(\.id.count).max() ?? 0
        var lines = [
            Self.printable("\(adapter) \(version)  \(library ?? manifest)"), "sha256 \(sha256 ?? "-")  seed \(seed)",
            "",
        ]
        for outcome in outcomes {
            let word = Self.padded(outcome.result.word, to: 9)
            var line = "\(style(outcome.result, word))  \(Self.padded(outcome.id, to: width))  \(outcome.sentence)"
            if case .passed(let note?) = outcome.result { line += " (\(Self.printable(note)))" }
            lines.append(line)
            if case .passed = outcome.result { continue }
            for part in (outcome.result.message ?? "").split(separator: "\n") {
                lines.append("           " + Self.printable(String(part)))
            }
        }
        return lines + ["", conclusion]
    }

    private var conclusion: String {
        let counts = Self.words.map { (count(of: $0), $0) }.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let text = "\(outcomes.count) \(outcomes.count == 1 ? "check" : "checks"): \(counts.joined(separator: ", "))"
        guard let bad = outcomes.first(where: { !$0.result.isGood }) else { return text }
        let again = "--only \(bad.id) --seed \(seed)" + (runMode == .worker ? " --run worker" : "")
        return "\(text); docs/conformance.md says why each is asked; \(again) runs the first again"
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Words of an adapter cannot move a terminal's cursor.
    private static func printable(_ line: String) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }
}
