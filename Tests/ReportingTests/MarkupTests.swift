import MarketData
import Testing

@testable import Reporting

/// Text becomes HTML that means nothing but the text.
struct MarkupTests {
    @Test(arguments: [
        ("plain-Text_1.csv", "plain-Text_1.csv"),
        ("", ""),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a & b \"c\" 'd'", "a &amp; b &quot;c&quot; &#39;d&#39;"),
        ("&amp;", "&amp;amp;"),
        ("Zürich 東京 🕯", "Zürich 東京 🕯"),
        ("A\u{200B}B", "A[U+200B]B"),
        ("A\u{FEFF}B\u{2060}", "A[U+FEFF]B[U+2060]"),
        ("BTC\u{202E}DSU", "BTC[U+202E]DSU"),
        ("\u{061C}\u{2066}", "[U+061C][U+2066]"),
        ("نفط", "نفط"),
        ("\u{0}\u{1B}[31m\u{7F}\u{85}", "[U+0000][U+001B][31m[U+007F][U+0085]"),
        ("two\nlines\t.", "two lines ."),
        ("\u{2028}\u{E000}\u{E0041}", "[U+2028][U+E000][U+E0041]"),
    ])
    func text_interpolated_isEscapedAndVisible(text: String, html: String) {
        let markup: Markup = "<b>\(text)</b>"
        #expect(String(decoding: markup.bytes, as: UTF8.self) == "<b>\(html)</b>")
    }

    @Test(arguments: [
        (0, "0", "0"), (7, "7", "7"), (999, "999", "999"), (1000, "1,000", "1000"), (-1234, "-1,234", "-1234"),
        (58_617_234, "58,617,234", "58617234"), (Int.min, "-9,223,372,036,854,775,808", "-9223372036854775808"),
    ])
    func number_interpolated_isGroupedForPeopleOnly(number: Int, grouped: String, plain: String) {
        let (people, machines): (Markup, Markup) = ("\(number)", "\(plain: number)")
        #expect(String(decoding: people.bytes, as: UTF8.self) == grouped)
        #expect(String(decoding: machines.bytes, as: UTF8.self) == plain)
    }

    @Test(arguments: [
        ("2024-04-14", "2024-04-14"), ("2024-04-14T04:00", "2024-04-14 04:00"),
        ("2024-04-14T04:00:07Z", "2024-04-14 04:00:07"), ("2024-04-14T04:00:00.25Z", "2024-04-14 04:00"),
        ("2026-11-21T20:51:33.112565796Z", "2026-11-21 20:51:33"), ("2024-04-14T00:00:00.5Z", "2024-04-14"),
    ])
    func shortText_ofAMoment_hasSecondsAtMost(moment: String, text: String) throws {
        #expect(try #require(Timestamp(rfc3339: moment)).shortText == text)
    }
}
