import AdapterHost
import Foundation
import MarketData
import Testing

/// Calls on a session out of their order are mistakes of the host's own code, and trap.
@Suite(.enabled(if: CCompiler.cIsThere, CCompiler.absence)) struct SessionOrderTests {
    @Test func decode_beforeARequest_traps() async {
        await #expect(processExitsWith: .failure) {
            let full = try FullAdapter()
            let session = try full.adapter.begin(SessionQuery(.trades), now: FullAdapter.now)
            _ = try session.decodeAll("", into: TradeBatch(capacity: 1))
        }
    }

    @Test func nextRequest_beforeTheReplyWasDecoded_traps() async {
        await #expect(processExitsWith: .failure) {
            let full = try FullAdapter()
            let session = try full.adapter.begin(SessionQuery(.trades), now: FullAdapter.now)
            _ = try session.nextRequest()
            _ = try session.nextRequest()
        }
    }

    @Test func decode_intoABatchWithRows_traps() async {
        await #expect(processExitsWith: .failure) {
            let full = try FullAdapter()
            let session = try full.adapter.begin(SessionQuery(.trades), now: FullAdapter.now)
            _ = try session.nextRequest()
            let batch = TradeBatch(capacity: 2)
            batch.count = 1
            _ = try session.decode(RawSpan(), position: 0, isLast: true, reply: FullAdapter.reply, into: batch)
        }
    }

    @Test func nextRequest_afterClose_traps() async {
        await #expect(processExitsWith: .failure) {
            let full = try FullAdapter()
            let session = try full.adapter.begin(SessionQuery(.trades), now: FullAdapter.now)
            session.close()
            _ = try session.nextRequest()
        }
    }
}
