import Access
import Hummingbird
import NIOCore

/// What is known of a request beside its own words.
struct HubRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks.
    var who: Principal?
    /// From where: an address without its port.
    var origin: String
    /// The connection: for what outlives an answer, and to close it where its client takes nothing.
    let channel: any Channel
    /// Whether nobody on the way could read it: TLS up to us, or up to the proxy that is believed.
    var isSecure = false

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        origin = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    /// A name in the path, as it is meant: in an address it may be percent-encoded. Nil where it is none in UTF-8.
    func name(_ parameter: String) -> String? { parameters.get(parameter)?.removingURLPercentEncoding() }
}
