import HubServer
import Storage

/// Who could reach a hub, and whether that is well.
enum ServeExposure {
    /// The server's settings from those of the file, what the command line says before it.
    static func settings(_ serve: ServeSettings, address: String?, port: Int?) throws -> HubServerSettings {
        var settings = HubServerSettings()
        settings.address = address ?? serve.address ?? settings.address
        settings.port = port ?? serve.port ?? settings.port
        (settings.trustedProxy, settings.names) = (serve.trustedProxy, serve.names)
        settings.opensMetrics = serve.opensMetrics
        if let certificate = serve.tlsCertificate, let key = serve.tlsKey {
            do throws(TLSFiles.Complaint) {
                settings.tls = try TLSFiles(certificate: certificate, key: key)
            } catch {
                throw Failure("[serve]: \(error)", status: .wrongUse)
            }
        }
        return settings
    }

    /// Refuses what would let strangers in, or let them read along: an address that others reach needs tokens, and TLS or a
    /// proxy that speaks it. A proxy that brings others needs tokens, too.
    static func check(_ settings: HubServerSettings, _ ledger: any ServiceLedger) throws {
        if settings.isLocal { return }
        var wanted: [String] = []
        if try !ledger.tokens().contains(where: { $0.revokedAt == nil }) {
            wanted.append("make a token: candlewick token add NAME --role admin")
        }
        if !settings.listensOnLoopback, settings.tls == nil, settings.trustedProxy == nil {
            wanted.append(
                "set tls_certificate and tls_key in [serve] of candlewick.toml, or trusted_proxy where one in front speaks TLS"
            )
        }
        if wanted.isEmpty { return }
        let why =
            settings.listensOnLoopback
            ? "a proxy brings others to the hub" : "\(settings.address) can be reached from other machines"
        throw Failure(
            "\(why): \(wanted.joined(separator: "; and "))\(settings.listensOnLoopback ? "" : "; or listen on 127.0.0.1")",
            status: .wrongUse)
    }
}
