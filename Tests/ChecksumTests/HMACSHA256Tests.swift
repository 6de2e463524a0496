import Checksum
import Testing

@Suite struct HMACSHA256Tests {
    /// RFC 4231, test cases 1, 2 and 6.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func signature_ofTheStandardsCases_isTheStandards(key: [UInt8], message: String, expected: String) {
        // Plain bytes: no padding could be seen.
        #expect(unsafe HMACSHA256.hexadecimal(key: key.span.bytes, Array(message.utf8).span.bytes) == expected)
    }

    @Test func signature_withoutKeyAndMessage_isOneToo() {
        let nothing: [UInt8] = []
        let expected = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        #expect(unsafe HMACSHA256.hexadecimal(key: nothing.span.bytes, nothing.span.bytes) == expected)
    }
}
