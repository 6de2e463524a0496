import NIOCore
import Testing

@testable import QuestDBClient

@Suite struct WireTests {
    @Test(arguments: 0..<20, 0..<5)
    func mask_ofAnyLengthAndOffset_isRFC6455s(length: Int, offset: Int) {
        let key = MaskingKey(bits: 0x04_03_02_01)
        let plain = (0..<length).map { UInt8($0 * 7) }
        var masked = plain
        key.shifted(by: offset).apply(to: &masked)
        #expect(masked == plain.enumerated().map { $1 ^ [1, 2, 3, 4][($0 + offset) % 4] })
        key.shifted(by: offset).apply(to: &masked)
        #expect(masked == plain)
        #expect(key.shifted(by: offset).shifted(by: -offset) == key)
    }

    @Test(arguments: [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)])
    func frame_ofAnyLength_hasTheShortestHead(length: Int, head: Int) {
        let frame = WebSocketBytes.frame(.binary, [UInt8](repeating: 0, count: length), key: MaskingKey(bits: 0))
        #expect(frame.readableBytes == head + 4 + length)
        #expect(frame.getInteger(at: 0, as: UInt8.self) == 0x82)
        #expect((frame.getInteger(at: 1, as: UInt8.self) ?? 0) & 0x80 == 0x80)
        if head == 10 { #expect(frame.getInteger(at: 2, as: UInt64.self) == UInt64(length)) }
        if head == 4 { #expect(frame.getInteger(at: 2, as: UInt16.self) == UInt16(length)) }
    }

    @Test func response_ofTheProtocol_isRead() {
        #expect(
            QWPResponse([0, 5, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0x74, 9, 0, 0, 0, 0, 0, 0, 0])
                == .accepted(through: 261))
        #expect(QWPResponse([3, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0x6E, 0x6F]) == .refused(2, .schemaMismatch, "no"))
        #expect(QWPResponse([2, 0, 0]) == .other)
    }

    @Test(
        arguments: [
            [], [0], [0, 1, 0, 0, 0, 0, 0, 0, 0], [3, 2, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1],
            [0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0],
        ] as [[UInt8]])
    func response_thatIsCutOrAbsurd_isNone(bytes: [UInt8]) {
        #expect(QWPResponse(bytes) == nil)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64_ofRFC4648_isItsText(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
    }

    @Test func pause_isARandomPartOfAPowerOfTwo() {
        let backoff = Backoff(first: .milliseconds(100), longest: .seconds(5))
        #expect(backoff.pause(before: 0, chance: 1) == .zero)
        #expect(
            (1...8).map { backoff.pause(before: $0, chance: 1) }
                == [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000].map { .milliseconds($0) })
        #expect(backoff.pause(before: 3, chance: 0.25) == .milliseconds(100))
        #expect(backoff.pause(before: 1_000_000, chance: 1) == .seconds(5))
    }

    @Test(arguments: ["", "a b", "a/b", "a\r\nX: y", "[::1]", "user@host"])
    func endpoint_ofABadHost_isRefused(host: String) {
        let error = #expect(throws: QWPError.self) { try QWPEndpoint(host: host) }
        #expect(error?.code == .settings)
    }

    @Test(arguments: [
        QWPEndpoint.Authentication.bearer(token: "a\r\nb"), .bearer(token: ""), .basic(user: "a:b", password: "secret"),
        .basic(user: "a", password: "secret\n"),
    ])
    func endpoint_ofABadCredential_isRefusedWithoutShowingIt(authentication: QWPEndpoint.Authentication) {
        let error = #expect(throws: QWPError.self) { try QWPEndpoint(host: "h", authentication: authentication) }
        #expect(error?.code == .settings)
        #expect(error?.message.contains("secret") == false)
    }
}
