import Access
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Storage
import Supervision

/// Makes a change once. That it was made is noted in the audit log by what stands before every endpoint.
struct WorkChanges: Sendable {
    let services: HubServices
    let answers: IdempotentAnswers

    /// What was begun.
    struct Begun: Encodable {
        var job: Int64?
        var run: Int64?
        var state: String
        var message: String
    }

    /// Does something once.
    ///
    /// - Parameter make: says what to answer, and where more is said.
    func make(
        _ request: Request, _ context: HubRequestContext, body: RequestBody,
        _ make: () async throws -> (begun: Begun, location: String)
    ) async throws -> Response {
        let who = context.who?.name ?? "unknown"
        return try await answers.once(request, who, body: body.bytes) {
            let (begun, location) = try await make()
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return (.accepted, location, ByteBuffer(bytes: try encoder.encode(begun)))
        }
    }

    /// Has something run, and waits a moment for its job's number.
    func begin(_ errand: Errand) async throws -> Begun {
        let number: Int64
        do throws(SupervisionError) {
            number = try services.supervisor.start(errand)
        } catch {
            switch error.code {
            case .full:
                throw Problem(.tooManyRequests, "Too many wait", error.description, headers: [.retryAfter: "60"])
            default: throw Problem(.serviceUnavailable, "Not started", error.description)
            }
        }
        let job = await services.supervisor.job(of: number, within: .milliseconds(1500))
        let run = services.supervisor.run(number)
        return Begun(
            job: job?.value, run: number, state: run?.state ?? "ENDED",
            message: run?.end?.sentence ?? "/v1/runs/\(number) says how it goes")
    }
}

extension WorkChanges.Begun {
    /// Where more is said of it.
    var location: String { job.map { "/v1/jobs/\($0)" } ?? "/v1/runs/\(run ?? 0)" }
}
