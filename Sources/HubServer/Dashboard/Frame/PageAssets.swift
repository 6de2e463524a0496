import Checksum
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Reporting

/// Style sheets, scripts and pictures of the pages, each under a name that changes with its content.
struct PageAssets: Sendable {
    private struct Asset: Sendable {
        let bytes: ByteBuffer
        let type: String
        let tag: String
    }

    private let assets: [String: Asset]
    /// Whether charts can be drawn.
    let hasCharts: Bool

    static let chartLibrary = "lightweight-charts.js"
    /// What `scripts/dashboard-assets` fetches: TradingView's Lightweight Charts 4.1.3.
    static let chartDigest = "a7d4221516c7ea0bb0cc17d605df8848c1c748517a2ca43c2ce1a95ddb159006"

    /// - Parameter chartLibrary: where it lies; it is served only when it is the one that is meant.
    init(_ files: [EmbeddedFile], chartLibrary: String?, logger: Logger) {
        var assets: [String: Asset] = [:]
        for file in files {
            guard let type = Self.type(file.name) else { continue }
            assets[file.name] = Self.asset(file.bytes, type)
        }
        assets["palette.css"] = Self.asset(Array(Self.palette.utf8), "text/css; charset=utf-8")
        if let chart = Self.chart(chartLibrary, logger) { assets[Self.chartLibrary] = chart }
        (self.assets, hasCharts) = (assets, assets[Self.chartLibrary] != nil)
    }

    /// Where each is, by its name with `_` for what a template cannot name.
    var addresses: Fields {
        var fields: Fields = [:]
        for (name, asset) in assets {
            let key = String(name.map { $0 == "." || $0 == "-" ? "_" : $0 })
            fields[key] = "/assets/\(name)?v=\(asset.tag.prefix(16))"
        }
        return fields
    }

    /// The asset of a request; kept for good where the address names its content.
    func response(_ name: String, to request: Request) throws -> Response {
        guard let asset = assets[name] else { throw Problem(.notFound, "Not found", "there is no asset '\(name)'") }
        let tag = "\"\(asset.tag)\""
        let isNamed = request.uri.queryParameters["v"].map { $0 == asset.tag.prefix(16) } ?? false
        let headers: HTTPFields = [
            .contentType: asset.type, .eTag: tag,
            .cacheControl: isNamed ? "public, max-age=31536000, immutable" : "no-cache",
        ]
        if request.headers[.ifNoneMatch]?.contains(tag) ?? false {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.bytes))
    }

    private static func asset(_ bytes: [UInt8], _ type: String) -> Asset {
        var digest = SHA256()
        // The span is read during the call only.
        unsafe digest.update(bytes.span.bytes)
        return Asset(bytes: ByteBuffer(bytes: bytes), type: type, tag: digest.hexadecimal())
    }

    private static func type(_ name: String) -> String? {
        if name.hasSuffix(".css") { return "text/css; charset=utf-8" }
        if name.hasSuffix(".js") { return "text/javascript; charset=utf-8" }
        return name.hasSuffix(".svg") ? "image/svg+xml" : nil
    }

    /// The report's own colours and hatches: the same everywhere.
    private static var palette: String {
        """
        :root{color-scheme:light dark;\(Palette.light.declarations)}
        @media (prefers-color-scheme:dark){:root{\(Palette.dark.declarations)}}
        \(Stylesheet.states)
        \(Palette.light.steps.indices.map { ".q\($0){background:var(--q\($0))}" }.joined())
        """
    }

    private static func chart(_ path: String?, _ logger: Logger) -> Asset? {
        guard let path, FileManager.default.fileExists(atPath: path) else { return nil }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            logger.warning("\(path) cannot be read; the pages show no charts")
            return nil
        }
        let asset = asset(Array(bytes), "text/javascript; charset=utf-8")
        guard asset.tag == chartDigest else {
            logger.warning(
                """
                \(path) is not the library that is meant, its SHA-256 is \(asset.tag): the pages show no charts; \
                scripts/dashboard-assets fetches the right one
                """)
            return nil
        }
        return asset
    }
}
