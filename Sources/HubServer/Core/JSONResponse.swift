import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers in JSON, with keys in a fixed order.
enum JSONResponse {
    static func response(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let bytes = ByteBuffer(bytes: try JSONEncoder.ordered.encode(value))
        return Response(
            status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: bytes))
    }
}

extension JSONEncoder {
    /// Keys in a fixed order, and paths as they are.
    static var ordered: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
