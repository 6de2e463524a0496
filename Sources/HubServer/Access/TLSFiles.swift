import Foundation
public import NIOSSL

/// The certificate and the key that TLS is spoken with, read and checked.
public struct TLSFiles: Sendable {
    /// TLS 1.2 or later, with them.
    public let configuration: TLSConfiguration

    /// What is wrong with the files, and what to do.
    public struct Complaint: Error, CustomStringConvertible {
        /// In a sentence.
        public let description: String
    }

    /// Reads both, in PEM: the certificate with those that lead to its root, and its private key.
    ///
    /// - Throws: `Complaint` where one is missing, others may read the key, or it is another certificate's.
    public init(certificate: String, key: String) throws(Complaint) {
        for path in [certificate, key] where !FileManager.default.isReadableFile(atPath: path) {
            throw Complaint(description: "\(path): there is no such file, or this user may not read it")
        }
        // What cannot be looked at counts as open to all.
        let found = try? FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? NSNumber
        // The group may: a system has one for the readers of its keys.
        guard let mode = found?.intValue, mode & 0o007 == 0 else {
            throw Complaint(description: "\(key): everybody may read this key; run: chmod 600 '\(key)'")
        }
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(certificate) } catch {
            throw Complaint(description: "\(certificate): is no certificate in PEM form")
        }
        guard !chain.isEmpty else { throw Complaint(description: "\(certificate): holds no certificate") }
        let privateKey: NIOSSLPrivateKey
        do { privateKey = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
            throw Complaint(description: "\(key): is no private key in PEM form without a passphrase")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        // A trial: the library compares the key with the certificate's.
        do { _ = try NIOSSLContext(configuration: configuration) } catch {
            throw Complaint(description: "\(key): is not the key of the certificate \(certificate) (\(error))")
        }
        self.configuration = configuration
    }
}
