import Access
import Hummingbird
import MarketData
import Storage

/// A page of the audit log, for machines.
struct AuditDocument: Encodable {
    struct Entry: Encodable {
        var number: Int64
        var at: String
        var who: String
        var action: String
        var subject: String
        var outcome: String
        var origin: String

        init(_ record: AuditRecord) {
            let entry = record.entry
            (number, at, who, action) = (record.number, entry.at.description, entry.who, entry.action)
            (subject, outcome, origin) = (entry.subject, entry.outcome, entry.origin)
        }
    }

    /// Newest first.
    var entries: [Entry]
    /// What to give as `before` for the next page, nil where there is none.
    var next: Int64?

    /// `?limit=1…1000&before=NUMBER`.
    static func page(_ request: Request, _ access: AccessControl) async throws -> Response {
        let limit = try number(request, "limit", in: 1...1000) ?? 100
        let before = try number(request, "before", in: 1...Int64.max)
        // One more says whether there is a next page.
        let found = try await access.audit(limit: Int(limit) + 1, before: before)
        let page = found.prefix(Int(limit))
        return try JSONResponse.response(
            AuditDocument(entries: page.map(Entry.init), next: found.count > page.count ? page.last?.number : nil))
    }

    private static func number(_ request: Request, _ name: String, in range: ClosedRange<Int64>) throws -> Int64? {
        guard let text = request.uri.queryParameters[name[...]] else { return nil }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(text), range.contains(number) else {
            throw Problem.parameter(name, "give a whole number, \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
