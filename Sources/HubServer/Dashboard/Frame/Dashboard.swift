import Access
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Storage

/// The pages: what they are made of, and how an answer becomes one.
struct Dashboard: Sendable {
    let services: HubServices
    let assets: PageAssets
    private let templates: Templates

    init(_ services: HubServices, _ settings: HubServerSettings, logger: Logger) throws {
        self.services = services
        templates = try Templates(EmbeddedFile.pages)
        assets = PageAssets(EmbeddedFile.pages, chartLibrary: settings.chartLibrary, logger: logger)
    }

    /// All of it.
    static func make(_ services: HubServices, _ settings: HubServerSettings) -> Dashboard {
        do {
            return try Dashboard(services, settings, logger: Logger(label: "candlewick.dashboard"))
        } catch {
            // The templates are part of the program, and a test renders each of them.
            fatalError("a template of the pages cannot be read: \(error)")
        }
    }

    /// A page whose values are worked out where waiting for a store stops nobody else.
    func page(
        _ name: String, _ request: PageRequest, _ fields: @escaping @Sendable () throws -> Fields
    ) async throws -> Response {
        let text = try await services.threads.run {
            try templates.render(name, try fields().merging(frame(request)) { own, _ in own })
        }
        return Self.response(text, .ok)
    }

    /// A page of values that are there already.
    func response(
        _ name: String, _ fields: Fields, _ request: PageRequest, status: HTTPResponse.Status
    ) throws -> Response {
        Self.response(try templates.render(name, fields.merging(frame(request)) { own, _ in own }), status)
    }

    private static func response(_ text: String, _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                // The form that ends a session is sent to ourselves, and its browser then says from where.
                .referrerPolicy: "same-origin",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// What every page has around it.
    private func frame(_ request: PageRequest) -> Fields {
        var fields: Fields = [
            "asset_files": assets.addresses, "version": services.version, "store": services.store.location,
            "now": Fields.time(services.now()), "has_charts": assets.hasCharts, "may_operate": request.mayOperate,
            "navigation": (Self.navigation + (request.mayAdminister ? Self.access : [])).map { path, name in
                var item: Fields = ["path": path, "name": name]
                if path == "/" ? request.path == "/" : request.path.hasPrefix(path) { item["here"] = true }
                return item
            },
        ]
        if let who = request.who {
            // A user of this machine who needed no token has no session to end.
            fields["who"] =
                ["name": who.name, "role": who.role.rawValue, "has_session": who != .local] as Fields
        }
        return fields
    }

    private static let navigation = [
        ("/", "Overview"), ("/asset", "Assets"), ("/coverage", "Coverage"), ("/gaps", "Gaps"), ("/jobs", "Jobs"),
        ("/tasks", "Tasks"), ("/adapters", "Adapters"), ("/rejects", "Rejects"),
    ]
    /// For those who may.
    private static let access = [("/tokens", "Tokens"), ("/audit", "Audit")]
}
