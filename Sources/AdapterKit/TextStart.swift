/// What a text file begins with, before its first line.
public enum TextStart {
    /// How many bytes must be there, or be all there are, before `skip` can judge.
    public static let enough = 64

    /// How many bytes to skip at the start of a file: 3 for a UTF-8 byte-order mark, else none.
    ///
    /// Throws `malformed` for UTF-16, with or without its mark, and says how to convert it.
    public static func skip(_ bytes: Span<UInt8>) throws(AdapterFailure) -> Int {
        let seen = min(bytes.count, enough)
        let isMarked =
            seen >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF))
        var zeros = 0
        for index in 0..<seen where bytes[index] == 0 { zeros += 1 }
        if isMarked || (zeros > 0 && zeros * 4 >= seen) {
            throw AdapterFailure(
                .malformed,
                "this is UTF-16 text, expected UTF-8; convert it with: iconv -f UTF-16 -t UTF-8 OLD.csv > NEW.csv",
                row: 1, position: 0)
        }
        return seen >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    }
}
