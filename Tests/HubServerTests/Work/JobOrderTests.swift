import Foundation
import HTTPTypes
import Hummingbird
import MarketData
import NIOCore
import Supervision
import Testing

@testable import HubServer

struct JobOrderTests {
    @Test func title_ofAnOrderOfManyAssets_isBoundedAndTheOrderIsWhole() async throws {
        let tickers = (0..<1000).map { "ASSET\($0)" }
        let json = try JSONEncoder().encode(["assets": tickers])
        let text = String(decoding: json.dropLast(), as: UTF8.self) + #","command":"sync"}"#
        let body = try await SentBody(
            Request(
                head: HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/v1/jobs"),
                body: .init(buffer: ByteBuffer(string: text))))
        let known = JobOrder.Known(
            assets: tickers.map { Asset(ticker: $0) }, sources: [], now: Timestamp(nanoseconds: 0))
        let errand = try JobOrder.errand(body, known)
        #expect(errand.title.count == 201 && errand.title.hasPrefix("sync ASSET0 ASSET1 "))
        #expect(errand.arguments.count == 1 + 1000 + 2 && errand.arguments[1000] == "--asset=ASSET999")
    }
}
