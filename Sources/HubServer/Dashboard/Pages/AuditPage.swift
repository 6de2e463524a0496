import Access
import MarketData
import Reporting
import Storage

/// Who did what and when, the newest first: filtered, in parts.
struct AuditPage {
    private let access: AccessControl
    private let request: PageRequest

    /// Entries of a part, and those that are looked through for it: a filter that hardly anything passes must not read a log
    /// of years at once.
    private static let (page, looked, step) = (100, 20_000, 2000)

    init(_ access: AccessControl, _ request: PageRequest) { (self.access, self.request) = (access, request) }

    func fields() async throws -> Fields {
        let (who, action, outcome) = (request["who"], request["action"], try request.choice("outcome", Outcome.self))
        if let action, !AuditTrail.names.contains(action) {
            throw Problem.parameter("action", "'\(action)' is none of \(AuditTrail.names.joined(separator: ", "))")
        }
        var before = try number("before")
        var (found, seen, isOver): ([AuditRecord], Int, Bool) = ([], 0, false)
        while found.count < Self.page, seen < Self.looked, !isOver {
            let some = try await access.audit(limit: Self.step, before: before)
            isOver = some.count < Self.step
            for record in some {
                if found.count == Self.page {
                    isOver = false
                    break
                }
                (before, seen) = (record.number, seen + 1)
                let entry = record.entry
                if let who, entry.who != who { continue }
                if let action, entry.action != action { continue }
                if let outcome, outcome.isDone != (entry.outcome == "done") { continue }
                found.append(record)
            }
        }
        var fields: Fields = [
            "entries": found.map(Self.row), "has_entries": !found.isEmpty, "asked_of": who ?? "",
            "is_filtered": who != nil || action != nil || outcome != nil || request["before"] != nil,
            "actions": [Fields.choice("", "Anything", action)] + AuditTrail.names.map { Fields.choice($0, $0, action) },
            "outcomes": [Fields.choice("", "Any", outcome?.rawValue)]
                + Outcome.allCases.map { Fields.choice($0.rawValue, $0.rawValue, outcome?.rawValue) },
            "looked": seen.counted("entry", plural: "entries"),
        ]
        if !isOver, let before {
            fields["older"] =
                ["who", "action", "outcome"].reduce(Link("/audit")) { $0.with($1, request[$1]) }
                .with("before", "\(before)").text
        }
        return fields
    }

    private enum Outcome: String, CaseIterable {
        case done
        case refused

        var isDone: Bool { self == .done }
    }

    private func number(_ name: String) throws -> Int64? {
        guard let text = request[name] else { return nil }
        guard let number = Int64(text), number > 0 else {
            throw Problem.parameter(name, "give the number of an entry, from 1 on")
        }
        return number
    }

    private static func row(_ record: AuditRecord) -> Fields {
        let entry = record.entry
        return [
            "number": record.number, "at": Fields.time(entry.at), "who": entry.who, "action": entry.action,
            "subject": entry.subject, "outcome": entry.outcome, "is_done": entry.outcome == "done",
            "origin": entry.origin,
        ]
    }
}
