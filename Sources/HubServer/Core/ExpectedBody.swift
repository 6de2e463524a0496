import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// Tells a client that waits for it (`Expect: 100-continue`) to send its body.
enum ExpectedBody {
    /// To be called before the body is read, of a request that was looked at: one that is refused needs no body.
    static func invite(_ request: Request, _ context: HubRequestContext) {
        guard let name = HTTPField.Name("Expect"), request.headers[name]?.lowercased() == "100-continue" else { return }
        // Answers are written one after the other, and this one is begun by nobody yet.
        context.channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)), promise: nil)
    }
}
