import HTTPTypes
import Hummingbird
import MarketData
import Storage

/// `GET /v1/rejects`: the records of a job's files that were not kept.
struct RejectList {
    private let services: HubServices

    init(_ services: HubServices) { self.services = services }

    /// Nobody pages deeper: a job that refuses more has one reason for most of them.
    private static let deepest = 100_000

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
        let skipped = try parameters.integer("cursor", in: 0...Self.deepest) ?? 0
        let (ledger, job) = (services.ledger, JobID(Int64(number)))
        let found = try await services.threads.run {
            guard try ledger.job(job) != nil else {
                throw Problem(
                    .notFound, "No such job", "the ledger knows no job \(job); /v1/jobs lists the jobs",
                    parameter: "job")
            }
            return try Array(ledger.rejects(job: job, limit: skipped + limit + 1).dropFirst(skipped))
        }
        let rows = found.prefix(limit).map { record in
            Row(
                path: record.path, line: record.reject.row < 0 ? nil : record.reject.row,
                byte: record.reject.position < 0 ? nil : record.reject.position, code: "\(record.reject.code)",
                reason: record.reject.reason, raw: record.reject.raw)
        }
        let isMore = found.count > limit && skipped + limit <= Self.deepest
        let document = Document(job: job.value, rejects: rows, next: isMore ? String(skipped + limit) : nil)
        return try TaggedReply(JSONBytes.encoded(document)).response(to: request)
    }
}
