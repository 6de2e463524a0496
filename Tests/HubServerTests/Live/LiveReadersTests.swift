import Foundation
import Testing

@Suite(.serialized) struct LiveReadersTests {
    private struct Result: Decodable {
        var in_order: Int
        var told_slow: Int
        var dropped: Int
        var told_stopping: Int
        var stop_milliseconds: Double
        var longest_publish_microseconds: Double
        var peak_megabytes: Double
        var exit_status: Int32
    }

    /// In processes of their own, so that memory and descriptors are nobody else's. Fewer events may be missing here than
    /// usually, so that the slow are noticed with fewer events.
    @Test(.timeLimit(.minutes(30))) func readers_aThousandOfWhichSomeDoNotRead_hinderNobody() async throws {
        let (status, said) = try await Programs.run(Programs.liveReaders, "1000", "100", "900", "256")
        try #require(status == 0, "\(said)")
        let result = try JSONDecoder().decode(Result.self, from: Data(said.utf8))
        #expect(result.in_order == 900, "\(said)")
        #expect(result.dropped == 100, "\(said)")
        #expect(result.told_slow == 100, "\(said)")
        #expect(result.told_stopping == 900, "\(said)")
        #expect(result.exit_status == 0, "\(said)")
        #expect(result.stop_milliseconds < 1000, "\(said)")
        // A reader that was waited for would hold it for as long as it does not read, which is for ever.
        #expect(result.longest_publish_microseconds < 1_000_000, "\(said)")
        #expect(result.peak_megabytes <= 150, "\(said)")
    }
}
