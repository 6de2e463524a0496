@testable import Pipeline
import Testing

@Suite struct CompensatedSumTests {
    private func sum(_ values: [Double]) -> Double {
        var sum = CompensatedSum()
        for value in values { sum.add(value) }
        return sum.value
    }

    @Test func sum_thatAPlainLoopGetsWrong_isRight() {
        #expect(sum([1, 1e100, 1, -1e100]) == 2)
        #expect(sum(Array(repeating: 0.1, count: 1_000_000)) == 100_000)
        #expect(Array(repeating: 0.1, count: 1_000_000).reduce(0, +) != 100_000, "else this proves nothing")
    }

    @Test func sum_ofNothingOrAbsentOrTooMuch_saysSo() {
        #expect(sum([]) == 0)
        #expect(sum([1, .nan, 1]).isNaN)
        #expect(sum([.greatestFiniteMagnitude, .greatestFiniteMagnitude]).isNaN)
        #expect(sum([.greatestFiniteMagnitude, .greatestFiniteMagnitude, -1]).isNaN)
    }
}
