import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import HubServer

@Suite(.serialized) struct DescriptionTests {
    @Test func everyRoute_isDescribed_andTheOtherWayRound() async throws {
        try await DataHub.serve { hub, port in
            let reply = try await WireClient.get(port, "/v1/openapi.json")
            #expect(reply.status == 200)
            let document = try reply.json()
            #expect(document["openapi"] as? String == "3.1.0")
            #expect((document["info"] as? [String: Any])?["version"] as? String == "1.2.3")
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            let methods = ["get", "post", "put", "delete", "patch"]
            let described = Set(
                paths.flatMap { path, item in item.keys.filter(methods.contains).map { "\($0) \(path)" } })
            let routed = Set(
                HubServer.routes(hub.services, HubServerSettings()).routes.map {
                    "\($0.method.rawValue.lowercased()) \($0.path.description)"
                })
            // Pages are for people; everything below /v1 is for programs.
            #expect(routed.filter { $0.contains(" /v1/") }.subtracting(described).sorted() == [])
            #expect(described.subtracting(routed).sorted() == [])
        }
    }

    @Test func everyReference_leadsSomewhere() throws {
        let document = try OpenAPIDocument.joined(version: "1")
        var references: Set<String> = []
        func look(_ value: Any) {
            if let object = value as? [String: Any] {
                for (key, value) in object {
                    if key == "$ref", let text = value as? String { references.insert(text) } else { look(value) }
                }
            } else if let list = value as? [Any] {
                list.forEach(look)
            }
        }
        look(document)
        #expect(references.count > 10)
        for reference in references {
            var place: Any? = document
            for name in reference.dropFirst(2).split(separator: "/") {
                place = (place as? [String: Any])?[String(name)]
            }
            #expect(place != nil, "\(reference)")
        }
    }
}
