import HTTPTypes
import Hummingbird
import MarketData
import Storage

/// `GET /v1/rejects`: the records of a job's files that were not kept.
struct RejectList {
    private let services: HubServices

    init(_ services: HubServices) { self.services = services }

    private struct Row: Encodable, Sendable {
        var path: String
        /// Counted from 1; null where it is not known.
        @Explicit var line: Int64?
        @Explicit var byte: Int64?
        var code: String
        var reason: String
        var raw: String
    }

    private struct Document: Encodable {
        var job: Int64
        var rejects: [Row]
        @Explicit var next: String?
    }

    func response(to request: Request) async throws -> Response {
        let parameters = try QueryParameters(request, known: ["job", "limit", "cursor"])
        guard let number = try parameters.integer("job", in: 1...Int.max) else {
            throw Problem.parameter("job", "say whose rejects: job=NUMBER; /v1/jobs lists the jobs")
        }
        let limit = try parameters.integer("limit", in: 1...10_000) ?? 1000
        let (ledger, job) = (services.ledger, JobID(Int64(number)))
        let query = "rejects of \(job)"
        let mark = try parameters.text("cursor").map { try RejectMark($0, for: query) }
        let found = try await services.threads.run {
            guard try ledger.job(job) != nil else {
                throw Problem(
                    .notFound, "No such job", "the ledger knows no job \(job); /v1/jobs lists the jobs",
                    parameter: "job")
            }
            return try ledger.rejects(job: job, behind: mark, limit: limit + 1)
        }
        let rows = found.prefix(limit).map { one in
            Row(
                path: one.mark.path, line: one.reject.row < 0 ? nil : one.reject.row,
                byte: one.reject.position < 0 ? nil : one.reject.position, code: "\(one.reject.code)",
                reason: one.reject.reason, raw: one.reject.raw)
        }
        let next = found.count > limit ? found[limit - 1].mark.text(for: query) : nil
        let document = Document(job: job.value, rejects: rows, next: next)
        return try TaggedReply(JSONBytes.encoded(document)).response(to: request)
    }
}

extension RejectMark {
    fileprivate init(_ cursor: String, for query: String) throws {
        let parts = try PageCursor(cursor, for: query, parts: 3).parts
        guard let row = Int64(parts[0]), let place = Int64(parts[1]) else { throw PageCursor.problem }
        self.init(path: parts[2], row: row, place: place)
    }

    fileprivate func text(for query: String) -> String {
        PageCursor([String(row), String(place), path]).text(for: query)
    }
}
