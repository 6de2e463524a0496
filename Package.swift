// swift-tools-version: 6.2
import PackageDescription

// The rooms and who may import whom (docs in README.md). An arrow that is not here does not
// compile: imports are internal by default and members are visible only from direct imports.
let house: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

// An adapter shows the world one symbol and stays loaded for ever.
let oneSymbol: [LinkerSetting] = [
    .unsafeFlags([
        // gold, the default here, leaves local symbols in the dynamic table.
        "-use-ld=lld",
        "-Xlinker", "--version-script=\(Context.packageDirectory)/Plugins/adapter.map",
        "-Xlinker", "-z", "-Xlinker", "nodelete",
    ])
]

let package = Package(
    name: "candlewick",
    products: [
        .executable(name: "candlewick", targets: ["candlewick"]),
        .executable(name: "candlewick-worker", targets: ["candlewick-worker"]),
        .executable(name: "candlewick-sample", targets: ["candlewick-sample"]),
        // The rooms, for Benchmarks/ and for programs of others.
        .library(
            name: "CandlewickRooms",
            targets: [
                "MarketData", "AdapterHost", "Transport", "Pipeline", "Coverage", "Storage", "StorageSQLite",
                "StoragePostgreSQL", "StorageQuestDB", "Spool", "Ingestion", "Overview", "Reporting", "SampleData",
                "ReplayServer",
            ]),
        // Recorded replies, and faults, for the tests of adapters and clients.
        .library(name: "ReplayServer", targets: ["ReplayServer"]),
        .library(name: "StorageQuestDB", targets: ["StorageQuestDB"]),
        .library(name: "QuestDBClient", targets: ["QuestDBClient"]),
        .library(name: "Conformance", targets: ["Conformance"]),
        .library(name: "CAdapterABI", targets: ["CAdapterABI"]),
        .library(name: "AdapterKit", targets: ["AdapterKit"]),
        .library(name: "AdapterKitJSON", targets: ["AdapterKitJSON"]),
        .library(name: "KrakenCSV", type: .dynamic, targets: ["KrakenCSV"]),
        .library(name: "ECBRates", type: .dynamic, targets: ["ECBRates"]),
        .library(name: "KrakenREST", type: .dynamic, targets: ["KrakenREST"]),
        .library(name: "Massive", type: .dynamic, targets: ["Massive"]),
        .library(name: "Finnhub", type: .dynamic, targets: ["Finnhub"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The contract, and what a Swift author builds on it.
        .target(name: "CAdapterABI"),
        .target(name: "CAdapterEntry", dependencies: ["CAdapterABI"]),
        .target(name: "AdapterKit", dependencies: ["CAdapterABI", "CAdapterEntry"], swiftSettings: house),

        // JSON for adapters: simdjson behind a C shim. An adapter that needs none does not link it.
        .target(
            name: "CSimdJSON", cxxSettings: [.define("SIMDJSON_EXCEPTIONS", to: "0")],
            linkerSettings: [.linkedLibrary("simdjson")]),
        .target(
            name: "AdapterKitJSON", dependencies: ["AdapterKit", "CSimdJSON"],
            // A value is a place in its document and cannot outlive it, and has to say so (`@_lifetime`).
            swiftSettings: house + [.enableExperimentalFeature("Lifetimes")]),

        // The vocabulary, and the rooms that know nothing else.
        .target(name: "MarketData", swiftSettings: house),
        .target(name: "Pipeline", dependencies: ["MarketData"], swiftSettings: house),
        .target(name: "Coverage", dependencies: ["MarketData"], swiftSettings: house),
        .target(name: "Reporting", dependencies: ["MarketData"], swiftSettings: house),
        .target(
            name: "Storage",
            dependencies: ["MarketData", .product(name: "HeapModule", package: "swift-collections")],
            swiftSettings: house),

        // What every store must pass, under any test framework.
        .target(name: "StorageTesting", dependencies: ["MarketData", "Storage"], swiftSettings: house),

        // The outside world.
        .target(name: "Checksum", dependencies: ["CLibCrypto"], swiftSettings: house),
        // A process gives up its rights.
        .target(name: "CConfinement", dependencies: ["CLibSeccomp"]),
        .target(name: "Confinement", dependencies: ["CConfinement"], swiftSettings: house),
        .target(
            name: "AdapterHost",
            dependencies: [
                "CAdapterABI", "CWorker", "Confinement", "MarketData", "Checksum", "TOMLKit",
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: house),

        // A process that runs one adapter, with no rights.
        .target(name: "CWorker", dependencies: ["CAdapterABI"]),
        .target(
            name: "AdapterWorker", dependencies: ["AdapterHost", "CAdapterABI", "CWorker", "Confinement"],
            swiftSettings: house),
        .executableTarget(name: "candlewick-worker", dependencies: ["AdapterWorker"], swiftSettings: house),
        .target(
            name: "Transport",
            dependencies: [
                "MarketData", "Checksum", "CLibZip", "CLibCurl", "TOMLKit",
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            // A property that gives a span of its owner's bytes has to say so (`@_lifetime`).
            swiftSettings: house + [.enableExperimentalFeature("Lifetimes")]),
        .target(name: "Spool", dependencies: ["MarketData", "Storage", "Checksum"], swiftSettings: house),
        .target(
            name: "StorageSQLite",
            dependencies: [
                "MarketData", "Storage", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: house),

        .target(
            name: "StoragePostgreSQL",
            dependencies: [
                "MarketData", "Storage", "CLibPQ", .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: house),

        // Gives what was recorded over real HTTP, and counts who asks.
        .target(
            name: "ReplayServer",
            dependencies: [
                "Transport", "Checksum",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: house),

        // A QuestDB client for any Swift program: it knows nothing of the rooms.
        .target(
            name: "QuestDBClient",
            dependencies: [
                "CLibCurl",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            // A row that is read shows its line's bytes without a copy, and has to say whose they are (`@_lifetime`).
            swiftSettings: house + [.enableExperimentalFeature("Lifetimes")]),

        .target(
            name: "StorageQuestDB", dependencies: ["MarketData", "Storage", "QuestDBClient"], swiftSettings: house),

        // What leads the stream.
        .target(
            name: "Ingestion",
            dependencies: [
                "MarketData", "AdapterHost", "Transport", "Pipeline", "Coverage", "Storage",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: house),
        // What an adapter has to keep, and the proof of it, offline.
        .target(
            name: "Conformance",
            dependencies: ["AdapterHost", "CAdapterABI", "CMalloc", "MarketData", "Pipeline", "TOMLKit"],
            swiftSettings: house),
        // What is there and what is missing, for the command line and for the hub's pages alike.
        .target(
            name: "Overview",
            dependencies: ["MarketData", "AdapterHost", "Transport", "Coverage", "Storage", "Ingestion", "Reporting"],
            swiftSettings: house),

        // The hub as a service: a room for each thing it does, and the one that speaks HTTP.
        .target(
            name: "Telemetry",
            dependencies: [
                "MarketData",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house),
        .target(name: "Access", dependencies: ["MarketData", "Storage", "Checksum"], swiftSettings: house),
        .target(name: "Scheduling", dependencies: ["MarketData", "Storage"], swiftSettings: house),
        .target(name: "CSpawn"),
        .target(
            name: "Supervision", dependencies: ["MarketData", "Storage", "Telemetry", "CSpawn"], swiftSettings: house),
        .target(
            name: "Live",
            dependencies: [
                "MarketData", "Storage", .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: house),
        .target(
            name: "Alerting", dependencies: ["MarketData", "Storage", "Telemetry", "Transport"], swiftSettings: house),
        // Pages, scripts and the API's description, embedded.
        .target(name: "CHubAssets", exclude: ["Assets"]),
        .target(
            name: "HubServer",
            dependencies: [
                "MarketData", "AdapterHost", "Transport", "Coverage", "Storage", "Ingestion", "Overview", "Reporting",
                "Telemetry", "Access", "Scheduling", "Supervision", "Live", "Alerting", "Checksum", "CHubAssets",
                "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ],
            swiftSettings: house),
        .executableTarget(
            name: "candlewick",
            dependencies: [
                "CMalloc", "MarketData", "AdapterHost", "Confinement", "Transport", "Pipeline", "Coverage", "Storage",
                "StorageSQLite",
                "StoragePostgreSQL", "StorageQuestDB", "QuestDBClient", "Spool", "Ingestion", "Reporting",
                "ReplayServer", "Checksum", "Conformance", "Scaffold", "TOMLKit", "Overview", "Telemetry", "Access",
                "Scheduling",
                "Supervision", "Live", "Alerting", "HubServer",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.embedInCode("Defaults/tiers.toml"), .embedInCode("Defaults/candlewick.toml")],
            swiftSettings: house),

        // What `adapter new` writes: adapters of an invented source, embedded.
        .target(name: "CScaffoldTemplates", exclude: ["Templates"]),
        .target(name: "Scaffold", dependencies: ["CScaffoldTemplates"], swiftSettings: house),

        // Made-up files to try the hub with.
        .target(name: "SampleData", swiftSettings: house),
        .executableTarget(
            name: "candlewick-sample",
            dependencies: [
                "SampleData", "CLibZip", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: house),

        // System libraries.
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLibSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),

        // Adapters: each imports AdapterKit and nothing of the host.
        .target(
            name: "KrakenCSV", dependencies: ["AdapterKit"], path: "Plugins/KrakenCSV",
            exclude: ["adapter.toml", "README.md", "Cases"], sources: ["Sources"],
            swiftSettings: house, linkerSettings: oneSymbol),
        .target(
            name: "KrakenREST", dependencies: ["AdapterKit", "AdapterKitJSON"], path: "Plugins/KrakenREST",
            exclude: ["adapter.toml", "README.md", "Cases"], sources: ["Sources"],
            swiftSettings: house, linkerSettings: oneSymbol),
        .target(
            name: "ECBRates", dependencies: ["AdapterKit", "CLibXML2"], path: "Plugins/ECBRates",
            exclude: ["adapter.toml", "README.md", "Cases"], sources: ["Sources"],
            swiftSettings: house, linkerSettings: oneSymbol),
        .target(
            name: "Massive", dependencies: ["AdapterKit", "AdapterKitJSON"], path: "Plugins/Massive",
            exclude: ["adapter.toml", "README.md", "Cases"], sources: ["Sources"],
            swiftSettings: house, linkerSettings: oneSymbol),
        .target(
            name: "Finnhub", dependencies: ["AdapterKit", "AdapterKitJSON"], path: "Plugins/Finnhub",
            exclude: ["adapter.toml", "README.md", "Cases"], sources: ["Sources"],
            // Records of parallel arrays cannot outlive their document (`@_lifetime`).
            swiftSettings: house + [.enableExperimentalFeature("Lifetimes")], linkerSettings: oneSymbol),

        // Tests mirror the rooms. They load adapters and do not link them: two adapters in one executable
        // would define the same entry. `swift build --build-tests` builds the libraries all the same.
        .testTarget(name: "AdapterKitTests", dependencies: ["AdapterKit", "CAdapterABI"], swiftSettings: house),
        .testTarget(
            name: "AdapterKitJSONTests", dependencies: ["AdapterKitJSON", "AdapterKit", "CAdapterABI"],
            swiftSettings: house),
        .testTarget(
            name: "AdapterHostTests",
            dependencies: ["AdapterHost", "CAdapterABI", "Confinement", "MarketData", "candlewick-worker"],
            exclude: ["Frozen", "Adapters"], swiftSettings: house),
        .testTarget(name: "KrakenCSVTests", dependencies: ["AdapterHost", "MarketData"], swiftSettings: house),
        .testTarget(
            name: "MassiveTests", dependencies: ["Conformance", "BundledAdapters", "AdapterHost", "MarketData"],
            swiftSettings: house),
        .testTarget(
            name: "FinnhubTests", dependencies: ["Conformance", "BundledAdapters", "AdapterHost", "MarketData"],
            swiftSettings: house),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "Conformance", "BundledAdapters", "AdapterHost", "MarketData", "check-runner", "candlewick-worker",
            ],
            exclude: ["Adapter"], swiftSettings: house),
        .testTarget(
            name: "KrakenRESTTests", dependencies: ["Conformance", "BundledAdapters", "AdapterHost", "MarketData"],
            swiftSettings: house),
        .testTarget(
            name: "ECBRatesTests",
            dependencies: ["Conformance", "BundledAdapters", "AdapterHost", "MarketData", "candlewick-worker"],
            swiftSettings: house),
        .testTarget(
            name: "ScaffoldTests",
            dependencies: ["Scaffold", "Conformance", "AdapterHost", "MarketData", "check-runner"],
            swiftSettings: house),
        .testTarget(
            name: "MarketDataTests", dependencies: ["MarketData"], exclude: ["Calendars/Python"], swiftSettings: house),
        .testTarget(
            name: "CoverageTests", dependencies: ["Coverage", "MarketData", "OutlookCases"], swiftSettings: house),
        .testTarget(
            name: "ReportingTests", dependencies: ["Reporting", "MarketData"], exclude: ["Python"],
            swiftSettings: house),
        .testTarget(name: "PipelineTests", dependencies: ["Pipeline", "MarketData"], swiftSettings: house),
        .testTarget(
            name: "StorageTests", dependencies: ["Storage", "StorageSQLite", "MarketData"], swiftSettings: house),
        .testTarget(
            name: "StorageSQLiteTests",
            dependencies: [
                "StorageSQLite", "Storage", "StorageTesting", "MarketData", "sqlite-victim",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: house),
        .testTarget(
            name: "StorageTestingTests",
            dependencies: ["StorageTesting", "StorageSQLite", "Storage", "MarketData", "late-victim"],
            swiftSettings: house),
        .testTarget(
            name: "ConfinementTests",
            dependencies: [
                "Confinement", "CForbiddenCalls", "BundledAdapters", "confined-victim", "confined-decoder",
            ],
            swiftSettings: house),
        .testTarget(name: "ChecksumTests", dependencies: ["Checksum"], swiftSettings: house),
        .testTarget(
            name: "SpoolTests", dependencies: ["Spool", "Storage", "StorageSQLite", "MarketData"],
            swiftSettings: house),
        .testTarget(
            name: "StoragePostgreSQLTests",
            dependencies: [
                "StoragePostgreSQL", "Storage", "StorageTesting", "MarketData", "PrivateCluster", "postgresql-victim",
            ],
            swiftSettings: house),
        .testTarget(
            name: "IngestionTests",
            dependencies: [
                "Ingestion", "AdapterHost", "Transport", "Pipeline", "Coverage", "Storage", "StorageSQLite",
                "StoragePostgreSQL", "MarketData", "PrivateCluster", "Conformance", "BundledAdapters", "OutlookCases",
                "candlewick-worker",
            ],
            swiftSettings: house),
        .testTarget(
            name: "TransportTests",
            dependencies: ["Transport", "Checksum", "MarketData", "ArchiveBytes", "limited-client", "cache-victim"],
            swiftSettings: house),
        .testTarget(
            name: "ReplayServerTests", dependencies: ["ReplayServer", "Transport", "Checksum", "MarketData"],
            swiftSettings: house),
        .testTarget(
            name: "QuestDBClientTests",
            dependencies: [
                "QuestDBClient",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["Python"], swiftSettings: house),
        .testTarget(
            name: "StorageQuestDBTests",
            dependencies: [
                "StorageQuestDB", "Storage", "StorageTesting", "Spool", "MarketData", "QuestDBClient",
                "questdb-victim",
            ],
            swiftSettings: house),
        .testTarget(
            name: "TelemetryTests",
            dependencies: [
                "Telemetry", "MarketData", .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house),
        .testTarget(
            name: "AccessTests", dependencies: ["Access", "Storage", "StorageSQLite", "MarketData"],
            swiftSettings: house),
        .testTarget(
            name: "SchedulingTests",
            dependencies: [
                "Scheduling", "Storage", "StorageSQLite", "StoragePostgreSQL", "MarketData", "PrivateCluster",
            ],
            exclude: ["Croniter/croniter_moments.py"], swiftSettings: house),
        .testTarget(
            name: "SupervisionTests",
            dependencies: ["Supervision", "Telemetry", "Storage", "StorageSQLite", "MarketData"], swiftSettings: house),
        .testTarget(
            name: "LiveTests",
            dependencies: [
                "Live", "Storage", "StorageSQLite", "MarketData", .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: house),
        .testTarget(
            name: "AlertingTests",
            dependencies: [
                "Alerting", "Telemetry", "Transport", "ReplayServer", "Checksum", "MarketData", "Storage",
                "StorageSQLite",
            ],
            swiftSettings: house),
        .testTarget(
            name: "HubServerTests",
            dependencies: [
                "HubServer", "Access", "Alerting", "Coverage", "Live", "Overview", "Scheduling", "Supervision",
                "Telemetry",
                "Ingestion", "CZlib",
                "Reporting", "Storage", "StorageSQLite", "MarketData", "Transport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                "StagedHub", "live-readers",
            ],
            exclude: ["Live/Python"], swiftSettings: house),
        // Runs the programs that lie beside the tests; `swift test` builds all of them before it.
        .testTarget(
            name: "candlewickTests",
            dependencies: [
                "ArchiveBytes", "PrivateCluster", "ReplayServer", "Transport", "MarketData", "Storage", "StorageSQLite",
                "sync-victim", "candlewick-worker",
            ],
            exclude: ["Serve/Browser", "Serve/Python", "Serve/Systemd/systemd-machine"], swiftSettings: house),

        // Programs that tests kill while they write.
        .executableTarget(
            name: "sqlite-victim", dependencies: ["StorageTesting", "StorageSQLite", "Storage"],
            path: "Tests/SQLiteVictim", swiftSettings: house),
        .executableTarget(
            name: "postgresql-victim", dependencies: ["StorageTesting", "StoragePostgreSQL", "Storage"],
            path: "Tests/PostgreSQLVictim", swiftSettings: house),
        .executableTarget(
            name: "questdb-victim", dependencies: ["StorageTesting", "StorageQuestDB", "QuestDBClient"],
            path: "Tests/QuestDBVictim", swiftSettings: house),
        .executableTarget(
            name: "late-victim", dependencies: ["StorageTesting", "StorageSQLite", "Storage", "MarketData"],
            path: "Tests/LateVictim", swiftSettings: house),

        .executableTarget(
            name: "sync-victim",
            dependencies: [
                "Ingestion", "AdapterHost", "Transport", "Pipeline", "Storage", "StorageSQLite", "MarketData",
            ],
            path: "Tests/SyncVictim", swiftSettings: house),

        // A process that gives up its rights and then tries what it is told.
        .target(name: "CForbiddenCalls", path: "Tests/CForbiddenCalls"),
        .executableTarget(
            name: "confined-victim", dependencies: ["Confinement", "CForbiddenCalls"], path: "Tests/ConfinedVictim",
            swiftSettings: house),
        .executableTarget(
            name: "confined-decoder", dependencies: ["Confinement", "BundledAdapters", "Conformance", "AdapterHost"],
            path: "Tests/ConfinedDecoder", swiftSettings: house),

        // A process that asks a server under the shared limits, to be run several times at once.
        .executableTarget(
            name: "limited-client", dependencies: ["Transport", "MarketData"], path: "Tests/LimitedClient",
            swiftSettings: house),
        .executableTarget(
            name: "cache-victim", dependencies: ["Transport", "MarketData"], path: "Tests/CacheVictim",
            swiftSettings: house),

        // A hub over a store of its own, without a command line; and 1,000 readers of its events, in processes of their own.
        .target(
            name: "StagedHub",
            dependencies: [
                "HubServer", "Access", "Alerting", "Ingestion", "Live", "Scheduling", "Supervision", "Telemetry",
                "Storage", "StorageSQLite", "MarketData", .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Tests/StagedHub", swiftSettings: house),
        .executableTarget(
            name: "live-readers",
            dependencies: [
                "StagedHub", "HubServer", "Live", "MarketData", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/LiveReaders", swiftSettings: house),

        // The process of a check, for the tests of what runs them.
        .executableTarget(
            name: "check-runner", dependencies: ["Conformance"], path: "Tests/CheckRunner", swiftSettings: house),

        // PostgreSQL clusters that a test may kill.
        .target(name: "PrivateCluster", path: "Tests/PrivateCluster", swiftSettings: house),

        // The adapters of this package, as the tests find them.
        .target(
            name: "BundledAdapters", dependencies: ["Conformance", "AdapterHost"], path: "Tests/BundledAdapters",
            swiftSettings: house),

        // Made-up histories slot by slot, for the tests of gaps and of plans.
        .target(
            name: "OutlookCases", dependencies: ["Coverage", "MarketData"], path: "Tests/OutlookCases",
            swiftSettings: house),

        // ZIP archives byte by byte, damaged ones too, for the tests of two rooms.
        .target(name: "ArchiveBytes", path: "Tests/ArchiveBytes", swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)
