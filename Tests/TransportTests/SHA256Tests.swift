import Checksum
import Testing

@Suite struct SHA256Tests {
    /// FIPS 180-4's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digest_ofAKnownText_isTheStandards(text: String, digest: String) {
        #expect(Self.digest([Array(text.utf8)]) == digest)
    }

    @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 200])
    func digest_ofPieces_isThatOfTheWhole(cut: Int) {
        let bytes = (0..<200).map { UInt8($0) }
        #expect(Self.digest([Array(bytes[..<cut]), [], Array(bytes[cut...])]) == Self.digest([bytes]))
    }

    private static func digest(_ pieces: [[UInt8]]) -> String {
        var sha256 = SHA256()
        for piece in pieces {
            // UInt8 has no padding to leak.
            unsafe sha256.update(piece.span.bytes)
        }
        return sha256.hexadecimal()
    }
}
