extension CheckReport {
    /// For continuous integration: JUnit's XML, a test case a check, its family as the class.
    public func junit() -> String {
        let failed = count(of: "failed")
        let errors = count(of: "crashed") + count(of: "timed out")
        let seconds = outcomes.reduce(0) { $0 + $1.seconds }
        let counts =
            "tests=\"\(outcomes.count)\" failures=\"\(failed)\" errors=\"\(errors)\" skipped=\"\(count(of: "skipped"))\" "
            + "time=\"\(Self.text(seconds: seconds))\""
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites \(counts)>",
            "<testsuite name=\"\(Self.escaped(adapter))\" \(counts)>", "<properties>",
            "<property name=\"version\" value=\"\(Self.escaped(version))\"/>",
            "<property name=\"library\" value=\"\(Self.escaped(library ?? ""))\"/>",
            "<property name=\"sha256\" value=\"\(sha256 ?? "")\"/>", "<property name=\"seed\" value=\"\(seed)\"/>",
            "</properties>",
        ]
        lines += outcomes.map(Self.testCase)
        return (lines + ["</testsuite>", "</testsuites>", ""]).joined(separator: "\n")
    }

    private static func testCase(_ outcome: CheckOutcome) -> String {
        let head =
            "<testcase classname=\"\(escaped(outcome.family))\" name=\"\(escaped(outcome.id))\" "
            + "time=\"\(text(seconds: outcome.seconds))\""
        let message = outcome.result.message.map(escaped) ?? ""
        switch outcome.result {
        case .passed(nil): return head + "/>"
        case .passed: return "\(head)><system-out>\(message)</system-out></testcase>"
        case .skipped: return "\(head)><skipped message=\"\(message)\"/></testcase>"
        case .failed:
            return
                "\(head)><failure type=\"failed\" message=\"\(escaped(outcome.sentence))\">\(message)</failure></testcase>"
        case .crashed, .timedOut:
            return "\(head)><error type=\"\(outcome.result.word)\" message=\"\(escaped(outcome.sentence))\">\(message)"
                + "</error></testcase>"
        }
    }

    /// Milliseconds are enough; the shortest text of any other number could have an exponent.
    private static func text(seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        return "\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())"
    }

    /// Fit for an attribute and for content. What XML 1.0 cannot hold at all becomes U+FFFD.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            // Written as they are, a reader would turn them into blanks in an attribute.
            case "\t", "\n", "\r": result += "&#\(scalar.value);"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
