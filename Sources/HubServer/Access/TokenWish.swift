import Access
import Foundation
import HTTPTypes
import Hummingbird

/// The body of `POST /v1/tokens`: `{"name": "backup", "role": "read", "expires_days": 90}`.
struct TokenWish {
    let name: String
    let role: Role
    /// Nanoseconds, nil for ever.
    let lifetime: Int64?

    private struct Body: Decodable {
        var name: String
        var role: String
        var expires_days: Double?
        /// A word that is not known could be one that bounds the token, spelt wrongly.
        var unknown: [String]

        struct Key: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            name = try fields.decode(String.self, forKey: Key(stringValue: "name"))
            role = try fields.decode(String.self, forKey: Key(stringValue: "role"))
            expires_days = try fields.decodeIfPresent(Double.self, forKey: Key(stringValue: "expires_days"))
            unknown = fields.allKeys.map(\.stringValue).filter { !["name", "role", "expires_days"].contains($0) }
        }
    }

    init(_ request: Request) async throws {
        let bytes = try await request.body.collect(upTo: 16_384)
        let body: Body
        do {
            body = try JSONDecoder().decode(Body.self, from: Data(bytes.readableBytesView))
        } catch let error as DecodingError {
            throw Self.problem(error)
        }
        if let word = body.unknown.min() {
            throw Problem.parameter(String(word.prefix(64)), "is not known; known are name, role, expires_days")
        }
        try self.init(name: body.name, role: body.role, days: body.expires_days.map { Int(exactly: $0) ?? 0 })
    }

    /// From its parts.
    ///
    /// - Throws: a `Problem` that names the part.
    init(name: String, role: String, days: Int?) throws {
        if let complaint = TokenName.complaint(name) { throw Problem.parameter("name", complaint) }
        guard let role = Role(rawValue: role) else { throw Problem.parameter("role", "give \(Role.sentence)") }
        if let days, !TokenLifetime.days.contains(days) {
            throw Problem.parameter(
                "expires_days",
                "give a whole number of days, \(TokenLifetime.days.lowerBound) to \(TokenLifetime.days.upperBound)")
        }
        (self.name, self.role, lifetime) = (name, role, days.map(TokenLifetime.nanoseconds))
    }

    private static func problem(_ error: DecodingError) -> Problem {
        switch error {
        case .keyNotFound(let key, _): .parameter(key.stringValue, "is missing")
        case .typeMismatch(_, let context) where !context.codingPath.isEmpty,
            .valueNotFound(_, let context) where !context.codingPath.isEmpty,
            .dataCorrupted(let context) where !context.codingPath.isEmpty:
            .parameter(context.codingPath[0].stringValue, "is of the wrong type; expires_days is a whole number")
        default:
            Problem(
                .badRequest, "Bad body",
                "send a JSON object: {\"name\": \"backup\", \"role\": \"read\", \"expires_days\": 90}")
        }
    }
}
