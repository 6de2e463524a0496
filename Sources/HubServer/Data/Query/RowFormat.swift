import HTTPTypes
import Hummingbird

/// The forms in which rows are given.
enum RowFormat: String, CaseIterable, Sendable {
    case json
    case ndjson
    case csv

    var contentType: String {
        switch self {
        case .json: "application/json"
        case .ndjson: "application/x-ndjson"
        case .csv: "text/csv; charset=utf-8"
        }
    }

    /// What `format` says, or else the first of what `Accept` names that there is; JSON where neither says.
    ///
    /// - Throws: a `Problem` with status 406 where only other forms are accepted.
    static func chosen(_ parameters: QueryParameters, _ request: Request, among forms: [RowFormat]) throws -> RowFormat
    {
        if let named = try parameters.word("format", as: RowFormat.self) {
            guard forms.contains(named) else {
                throw Problem.parameter("format", "expected one of: \(words(forms))")
            }
            return named
        }
        guard let accept = request.headers[.accept] else { return .json }
        var isAnyGood = false
        var best: (form: RowFormat, weight: Double)?
        for range in accept.split(separator: ",").prefix(32) {
            let parts = range.split(separator: ";").map { $0.trimmingBlanks().lowercased() }
            guard let name = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            guard weight > 0 else { continue }
            if name == "*/*" || name == "application/*" { isAnyGood = true }
            let form = forms.first { form in
                form.contentType.split(separator: ";").first.map(String.init) == name
                    || form == .csv && name == "text/*"
            }
            if let form, weight > best?.weight ?? 0 { best = (form, weight) }
        }
        if let best { return best.form }
        if isAnyGood { return .json }
        throw Problem(
            .notAcceptable, "Not acceptable", "Accept names none of the forms that there are: \(words(forms))")
    }

    private static func words(_ forms: [RowFormat]) -> String { forms.map(\.rawValue).joined(separator: ", ") }
}

extension Substring {
    /// Without blanks and tabs at its ends.
    func trimmingBlanks() -> Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
