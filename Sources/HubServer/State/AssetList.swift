import Hummingbird
import MarketData
import Storage

/// `GET /v1/assets`.
struct AssetList {
    private let services: HubServices

    init(_ services: HubServices) { self.services = services }

    private struct Row: Encodable {
        var ticker: String
        var name: String
        /// Null where nobody said.
        @Explicit var category: String?
        var tier: String
        @Explicit var quote_currency: String?
        var description: String
        var active: Bool
    }

    private struct Document: Encodable { var assets: [Row] }

    private enum Flag: String, CaseIterable {
        case `true`
        case `false`
    }

    func response(to request: Request) async throws -> Response {
        let parameters = try QueryParameters(request, known: ["asset", "tier", "category", "active"])
        let ticker = try parameters.name("asset")
        let tier = try parameters.word("tier", as: Tier.self)
        let category = try parameters.word("category", as: AssetCategory.self)
        let isActive = try parameters.word("active", as: Flag.self).map { $0 == .true }
        let ledger = services.ledger
        let rows = try await services.threads.run {
            try ledger.assets().filter { asset in
                (ticker == nil || asset.ticker == ticker) && (tier == nil || asset.tier == tier)
                    && (category == nil || asset.category == category)
                    && (isActive == nil || asset.isActive == isActive)
            }
        }.map { asset in
            Row(
                ticker: asset.ticker, name: asset.name, category: asset.category?.rawValue, tier: asset.tier.rawValue,
                quote_currency: asset.quoteCurrency, description: asset.description, active: asset.isActive)
        }
        return try TaggedReply(JSONBytes.encoded(Document(assets: rows))).response(to: request)
    }
}

/// A value that may be absent and is then said to be null, so that every object has all its keys.
@propertyWrapper
struct Explicit<Value: Encodable & Sendable>: Encodable, Sendable {
    var wrappedValue: Value?

    init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}
