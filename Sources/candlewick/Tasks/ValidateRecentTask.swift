import MarketData
import Overview
import Reporting

/// Looks for assets that matter and have nothing new.
struct ValidateRecentTask: HubTask {
    /// An asset is stale whose newest moment lies further back, in hours of an open market's time since.
    static let hours = 24
    static let usualTiers: Set<Tier> = [.tier1, .tier2]

    let name = TaskName.validateRecent
    let abstract = "List assets, usually of TIER1 and TIER2, that have nothing newer than \(hours) hours"

    struct Summary: TaskSummary {
        struct Stale: Encodable {
            var asset: String
            var quote: String
            var tier: String
            /// Nil for never.
            var newest: String?
            var hoursBehind: Int?

            enum CodingKeys: String, CodingKey {
                case asset, quote, tier, newest
                case hoursBehind = "hours_behind"
            }
        }

        let task = TaskName.validateRecent
        var at: String
        var staleAfterHours: Int
        var assetsChecked: Int
        var stale: [Stale]

        enum CodingKeys: String, CodingKey {
            case task, at, stale
            case staleAfterHours = "stale_after_hours"
            case assetsChecked = "assets_checked"
        }

        var lines: [String] {
            let first =
                "\(counted(assetsChecked, "asset")) looked at, \(grouped(stale.count)) with nothing newer than "
                + counted(staleAfterHours, "hour")
            return [first]
                + stale.map {
                    "\($0.asset)/\($0.quote) \($0.tier): "
                        + ($0.hoursBehind.map { "\(counted($0, "hour")) behind" } ?? "nothing yet")
                }
        }
    }

    /// Assets that are named are looked at whatever their tier.
    static func tiers(_ wish: TaskWish) -> Set<Tier>? { wish.tiers ?? (wish.assets.isEmpty ? usualTiers : nil) }

    func run(_ context: TaskContext) async throws -> Summary {
        var wish = context.wish
        wish.tiers = Self.tiers(wish)
        let report = try await context.report(of: wish, staleAfterHours: Self.hours).report()
        return Summary(
            at: context.now.description, staleAfterHours: Self.hours, assetsChecked: report.assets.count,
            stale: report.stale.map {
                Summary.Stale(
                    asset: $0.instrument.base, quote: $0.instrument.quote, tier: $0.tier.rawValue,
                    newest: $0.newest?.description, hoursBehind: $0.hoursBehind)
            })
    }
}
