import Checksum
import Foundation
import HTTPTypes
import Hummingbird
import MarketData
import NIOCore
import Synchronization

/// Answers to requests that said an `Idempotency-Key`: the same request gets the same answer again and does nothing.
final class IdempotentAnswers: Sendable {
    /// How many are kept; the oldest go first.
    static let most = 1000
    /// How long, ns: a day.
    static let life: Int64 = 86_400_000_000_000
    static let header = HTTPField.Name("Idempotency-Key")

    private struct Key: Hashable {
        var who: String
        var path: String
        var key: String
    }

    private struct Answer {
        /// The SHA-256 of its body: a thousand bodies would be tens of megabytes.
        var request: String
        /// Nil while it is being made.
        var answer: (status: HTTPResponse.Status, location: String?, body: ByteBuffer)?
        var at: Timestamp
    }

    private let answers = Mutex<[Key: Answer]>([:])
    private let now: @Sendable () -> Timestamp

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// Does it, unless the same was done.
    ///
    /// - Throws: a `Problem` where the key is no key, or belongs to another request, or the first is still under way.
    func once(
        _ request: Request, _ who: String, body: [UInt8],
        _ make: () async throws -> (HTTPResponse.Status, String?, ByteBuffer)
    ) async throws -> Response {
        guard let name = Self.header, let text = request.headers[name] else {
            let (status, location, bytes) = try await make()
            return Self.response(status, location, bytes)
        }
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem.parameter("Idempotency-Key", "expected 1 to 128 signs of ASCII without blanks")
        }
        let key = Key(who: who, path: request.uri.path, key: text)
        if let (status, location, bytes) = try begin(key, Self.digest(body)) {
            return Self.response(status, location, bytes)
        }
        do {
            let answer = try await make()
            answers.withLock { $0[key]?.answer = answer }
            return Self.response(answer.0, answer.1, answer.2)
        } catch {
            // It did nothing: it may be asked again.
            answers.withLock { $0[key] = nil }
            throw error
        }
    }

    private static func digest(_ body: [UInt8]) -> String {
        var digest = SHA256()
        // Bytes have no padding, so that all of them are readable.
        unsafe digest.update(body.span.bytes)
        return digest.hexadecimal()
    }

    private func begin(_ key: Key, _ request: String) throws -> (HTTPResponse.Status, String?, ByteBuffer)? {
        let moment = now()
        return try answers.withLock { answers in
            if let known = answers[key], moment.nanoseconds - known.at.nanoseconds < Self.life {
                guard known.request == request else {
                    throw Problem(
                        .unprocessableContent, "Another request", "this Idempotency-Key was sent with another body",
                        parameter: "Idempotency-Key")
                }
                guard let answer = known.answer else {
                    throw Problem(
                        .conflict, "Under way", "the request with this Idempotency-Key is not answered yet; ask again",
                        parameter: "Idempotency-Key")
                }
                return answer
            }
            if answers.count >= Self.most, let oldest = answers.min(by: { $0.value.at < $1.value.at })?.key {
                answers[oldest] = nil
            }
            answers[key] = Answer(request: request, at: moment)
            return nil
        }
    }

    private static func response(_ status: HTTPResponse.Status, _ location: String?, _ body: ByteBuffer) -> Response {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.location] = location
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
