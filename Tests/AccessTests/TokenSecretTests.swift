import Testing

@testable import Access

@Suite struct TokenSecretTests {
    @Test func random_ofMany_areAllDifferentAndUseAllLettersEverywhere() throws {
        let texts = (0..<4000).map { _ in TokenSecret.random().text }
        #expect(Set(texts).count == texts.count)
        #expect(texts.allSatisfy { $0.utf8.count == 46 && $0.hasPrefix("cw_") && TokenSecret($0)?.text == $0 })
        // Each of 42 places has each of 64 letters; the last has the 16 that 4 bits can be.
        for place in 3..<46 {
            let letters = Set(texts.map { Array($0.utf8)[place] })
            #expect(letters.count == (place == 45 ? 16 : 64), "place \(place)")
        }
    }

    @Test(arguments: [
        "", "cw_", "CW_" + String(repeating: "a", count: 43), "cw_" + String(repeating: "a", count: 42),
        "cw_" + String(repeating: "a", count: 44), "cw_" + String(repeating: "=", count: 43),
        "cw_" + String(repeating: "é", count: 43), " cw_" + String(repeating: "a", count: 42),
    ])
    func secret_ofAnythingElse_isNone(text: String) { #expect(TokenSecret(text) == nil) }

    @Test func digest_ofAKnownToken_isItsSHA256() {
        // From: printf cw_… | sha256sum
        let text = "cw_" + String(repeating: "a", count: 43)
        #expect(TokenSecret(text)?.sha256 == "81f11bb0d95d3ebf7f0408afb24eb6af2e7fd54d804c36b7d0de5abdee412d6b")
    }

    @Test(arguments: [("", "", true), ("a", "a", true), ("a", "b", false), ("ab", "a", false), ("é", "e", false)])
    func areEqual_ofTwoTexts_saysSo(left: String, right: String, equal: Bool) {
        #expect(ConstantTime.areEqual(left, right) == equal)
    }

    @Test func areEqual_ofTextsThatDifferInOnePlace_findsEachPlace() {
        let text = Array(String(repeating: "0123456789abcdef", count: 4))
        for place in text.indices {
            var other = text
            other[place] = "x"
            #expect(!ConstantTime.areEqual(String(text), String(other)))
        }
    }

    @Test(arguments: [
        ("backup", true), ("a.b-c_d@e9", true), ("9", true), (String(repeating: "a", count: 64), true),
        (String(repeating: "a", count: 65), false), ("", false), (".a", false), ("a b", false), ("a/b", false),
        ("ü", false), ("a\n", false), ("local", false), ("schedule", false), ("nobody", false),
    ])
    func name_ofAToken_isPlain(name: String, good: Bool) { #expect((TokenName.complaint(name) == nil) == good) }
}
