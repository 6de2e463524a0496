import MarketData
import Reporting

/// What a template is given: values by name. A name that is not there renders as nothing.
typealias Fields = [String: Any]

extension Fields {
    /// A moment for the partial `time`: for machines and for people.
    static func time(_ moment: Timestamp) -> Fields { ["iso": moment.description, "text": moment.shortText] }

    /// How long, for people: `3 d`, `5 h`, `12 min`, `4 s`, `250 ms`.
    static func span(_ nanoseconds: Int64) -> String {
        let seconds = Swift.max(0, nanoseconds / 1_000_000_000)
        if nanoseconds > 0, seconds == 0 { return "\(Swift.max(1, nanoseconds / 1_000_000)) ms" }
        switch seconds {
        case 172_800...: return "\((Int(seconds) / 86_400).grouped) d"
        case 7200...: return "\(seconds / 3600) h"
        case 120...: return "\(seconds / 60) min"
        default: return "\(seconds) s"
        }
    }

    /// A share for the partial `share`: a number and the step that its field is shaded with.
    static func share(_ sum: Completeness) -> Fields {
        guard let percentage = sum.percentage else { return ["text": "–", "step": "none"] }
        return ["text": percentage.description, "step": "q\(percentage.step)"]
    }

    /// One of the choices of a form.
    static func choice(_ value: String, _ text: String, _ chosen: String?) -> Fields {
        var fields: Fields = ["value": value, "text": text]
        if value == chosen ?? "" { fields["chosen"] = true }
        return fields
    }
}
