import Foundation
import Testing

/// A throw-away certificate authority and a certificate that it signed, made by openssl.
final class TestAuthority {
    static let program = "/usr/bin/openssl"

    /// The authority's certificate.
    var caFile: String { folder("ca.pem") }
    var certificate: String { folder("cert.pem") }
    var key: String { folder("key.pem") }
    private let folder: TestFolder

    /// - Parameter days: how long the certificate is good; 0: it is over already.
    init(days: Int = 2) throws {
        folder = try TestFolder()
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        try Self.openssl(
            [
                "req", "-x509", "-days", "2", "-subj", "/CN=candlewick test authority", "-keyout", folder("ca.key"),
                "-out",
            ]
                + [caFile] + curve)
        try Self.openssl(
            ["req", "-subj", "/CN=candlewick test", "-keyout", key, "-out", folder("request.pem")] + curve)
        try folder.write("names", "subjectAltName=IP:127.0.0.1\n")
        try Self.openssl([
            "x509", "-req", "-in", folder("request.pem"), "-CA", caFile, "-CAkey", folder("ca.key"), "-days", "\(days)",
            "-extfile", folder("names"), "-out", certificate,
        ])
    }

    private static func openssl(_ arguments: [String]) throws {
        let maker = Process()
        maker.executableURL = URL(filePath: program)
        maker.arguments = arguments
        maker.standardInput = FileHandle.nullDevice
        maker.standardOutput = FileHandle.nullDevice
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()
        try #require(maker.terminationStatus == 0, "openssl \(arguments)")
    }
}
