import Foundation
import MarketData
import Testing

/// Holds `docs/data-model.md` to the code.
@Suite struct DataModelPageTests {
    private let page: String

    init() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        page = try String(contentsOf: root.appending(path: "docs/data-model.md"), encoding: .utf8)
    }

    @Test(arguments: Reject.Code.allCases)
    func everyRejectCode_isExplainedUnderItsNumber(code: Reject.Code) throws {
        let number = code.rawValue <= 5 ? "| 1-5 |" : "| \(code.rawValue) |"
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.contains(number) }
        #expect(rows.count == 1)
        #expect(try #require(rows.first).contains("`\(code)`"))
    }

    @Test func everyColumnOfABatch_isExplained() {
        let columns =
            Mirror(reflecting: CandleBatch(capacity: 1)).children.compactMap(\.label)
            + Mirror(reflecting: TradeBatch(capacity: 1)).children.compactMap(\.label)
        #expect(columns.count == 26, "12 and 10 columns, and capacity and rows of both batches")
        for column in columns where column != "capacity" && column != "rows" {
            #expect(page.contains("`\(column)`"), "\(column) is not on the page")
        }
    }

    @Test func everyFieldOfAnAssetAndAReject_isExplained() {
        let reject = Reject(row: 1, position: 0, code: .other, reason: "", raw: "")
        let fields = [Mirror(reflecting: Asset(ticker: "BTC")), Mirror(reflecting: reject)]
            .flatMap { $0.children.compactMap(\.label) }
        #expect(fields.count == 12)
        for field in fields { #expect(page.contains("`\(field)`"), "\(field) is not on the page") }
    }

    @Test func limitsAndWords_areThoseOfTheCode() {
        #expect(page.contains("at most \(Reject.longestRaw) bytes"))
        #expect(page.contains("before \(Timestamp.firstPlausible.description.prefix(10))"))
        #expect(page.contains("source `\(Series.derivedSource)`"))
        #expect(page.contains(Interval.usual.compactMap(\.minutes).map(String.init).joined(separator: " ")))
        for category in AssetCategory.allCases { #expect(page.contains(category.rawValue)) }
        #expect(page.contains("\(CandleFlags.final) `final`") && page.contains("\(CandleFlags.noTrades) `noTrades`"))
        #expect(page.contains("\(TradeSide.buy) bought, \(TradeSide.sell) sold"))
        #expect(page.split(separator: "\n").count < 125, "it is one page")
    }
}
