import Testing

@testable import Reporting

/// WCAG 2 contrast of every pair of colours that stand on each other.
struct PaletteTests {
    static func luminance(_ colour: UInt32) -> Double {
        let channels = [16, 8, 0].map { shift -> Double in
            let value = Double(colour >> UInt32(shift) & 0xFF) / 255
            return value <= 0.03928 ? value / 12.92 : power((value + 0.055) / 1.055)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    /// To the power of 2.4, by Newton's method on y^5 = x^12: no library for one number.
    static func power(_ base: Double) -> Double {
        let goal = (0..<12).reduce(1.0) { product, _ in product * base }
        var root = base * base
        for _ in 0..<60 { root -= (root * root * root * root * root - goal) / (5 * root * root * root * root) }
        return root
    }

    static func contrast(_ one: UInt32, _ other: UInt32) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    @Test func contrast_ofBlackAndWhite_is21() { #expect(abs(Self.contrast(0, 0xFFFFFF) - 21) < 0.001) }

    @Test(arguments: [true, false]) func text_onEveryGround_hasContrastEnough(isDark: Bool) {
        let palette = isDark ? Palette.dark : Palette.light
        for ground in [palette.paper, palette.field] + palette.steps {
            #expect(Self.contrast(palette.ink, ground) >= 7, "ink on \(String(ground, radix: 16))")
        }
        for ground in [palette.paper, palette.field] {
            #expect(Self.contrast(palette.quiet, ground) >= 4.5, "quiet on \(String(ground, radix: 16))")
        }
    }

    @Test(arguments: [true, false]) func hatches_onTheirGround_areSeen(isDark: Bool) throws {
        let palette = isDark ? Palette.dark : Palette.light
        for state in HistoryState.allCases where state.hatch != nil {
            let colours = try #require(palette.states[state])
            #expect(Self.contrast(colours.hatch, colours.ground) >= 4.5, "\(state)")
        }
    }

    @Test func hatches_withoutColours_differ() {
        let hatches = HistoryState.allCases.filter { $0 != .covered && $0 != .noSessions }.map(\.hatch)
        #expect(hatches.allSatisfy { $0 != nil } && Set(hatches).count == 6)
        #expect(Set(HistoryState.allCases.map(\.mark)).count == HistoryState.allCases.count)
        #expect(HistoryState.byRank.map(\.rank) == Array(1...8))
    }
}
