import Testing

extension Sandbox {
    /// A certificate that signs itself, made by openssl; another one's beside it: `hub.crt`, `hub.key`, `other.crt`, `other.key`.
    func makeCertificates() throws {
        for name in ["hub", "other"] {
            let made = try shell(
                """
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
                    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout \(name).key -out \(name).crt && chmod 600 \(name).key
                """)
            try #require(made.status == 0, "\(made.error)")
        }
    }

    /// A certificate of an authority of one's own, `hub.crt` with `hub.key` of the authority `ca.crt`; and a stranger's
    /// authority, `other.crt`.
    func makeSignedCertificate() throws {
        try makeCertificates()
        let made = try shell(
            """
            set -e
            new="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
            openssl req -x509 $new -days 2 -subj "/CN=an authority" -keyout ca.key -out ca.crt
            openssl req $new -subj /CN=localhost -keyout hub.key -out hub.csr
            printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\nextendedKeyUsage=serverAuth\\n' > hub.ext
            openssl x509 -req -in hub.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile hub.ext -out hub.crt
            chmod 600 hub.key
            """)
        try #require(made.status == 0, "\(made.error)")
    }
}
