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
        .executable(name: "candlewick-sample", targets: ["candlewick-sample"]),
        // The rooms, for Benchmarks/ and for programs of others.
        .library(
            name: "CandlewickRooms",
            targets: [
                "MarketData", "AdapterHost", "Transport", "Pipeline", "Storage", "StorageSQLite", "Ingestion",
                "SampleData",
            ]),
        .library(name: "CAdapterABI", targets: ["CAdapterABI"]),
        .library(name: "AdapterKit", targets: ["AdapterKit"]),
        .library(name: "KrakenCSV", type: .dynamic, targets: ["KrakenCSV"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // The contract, and what a Swift author builds on it.
        .target(name: "CAdapterABI"),
        .target(name: "CAdapterEntry", dependencies: ["CAdapterABI"]),
        .target(name: "AdapterKit", dependencies: ["CAdapterABI", "CAdapterEntry"], swiftSettings: house),

        // The vocabulary, and the rooms that know nothing else.
        .target(name: "MarketData", swiftSettings: house),
        .target(name: "Pipeline", dependencies: ["MarketData"], swiftSettings: house),
        .target(
            name: "Storage",
            dependencies: ["MarketData", .product(name: "HeapModule", package: "swift-collections")],
            swiftSettings: house),

        // The outside world.
        .target(name: "Checksum", dependencies: ["CLibCrypto"], swiftSettings: house),
        .target(
            name: "AdapterHost",
            dependencies: ["CAdapterABI", "MarketData", "Checksum", "TOMLKit"],
            swiftSettings: house),
        .target(
            name: "Transport", dependencies: ["MarketData", "Checksum", "CLibZip"],
            // A property that gives a span of its owner's bytes has to say so (`@_lifetime`).
            swiftSettings: house + [.enableExperimentalFeature("Lifetimes")]),
        .target(
            name: "StorageSQLite",
            dependencies: ["MarketData", "Storage", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: house),

        // What leads the stream.
        .target(
            name: "Ingestion",
            dependencies: [
                "MarketData", "AdapterHost", "Transport", "Pipeline", "Storage",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
            ],
            swiftSettings: house),
        .executableTarget(
            name: "candlewick",
            dependencies: [
                "MarketData", "AdapterHost", "Transport", "Pipeline", "Storage", "StorageSQLite", "Ingestion",
                "TOMLKit", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.embedInCode("Defaults/tiers.toml"), .embedInCode("Defaults/candlewick.toml")],
            swiftSettings: house),

        // Made-up files to try the hub with.
        .target(name: "SampleData", swiftSettings: house),
        .executableTarget(
            name: "candlewick-sample",
            dependencies: [
                "SampleData", "CLibZip", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: house),

        // System libraries.
        .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // Adapters: each imports AdapterKit and nothing of the host.
        .target(
            name: "KrakenCSV", dependencies: ["AdapterKit"], path: "Plugins/KrakenCSV",
            exclude: ["adapter.toml", "README.md", "Cases"], sources: ["Sources"],
            swiftSettings: house, linkerSettings: oneSymbol),

        // Tests mirror the rooms. They load adapters and do not link them: two adapters in one executable
        // would define the same entry. `swift build --build-tests` builds the libraries all the same.
        .testTarget(name: "AdapterKitTests", dependencies: ["AdapterKit", "CAdapterABI"], swiftSettings: house),
        .testTarget(
            name: "AdapterHostTests", dependencies: ["AdapterHost", "CAdapterABI", "MarketData"],
            exclude: ["Frozen", "Adapters"], swiftSettings: house),
        .testTarget(name: "KrakenCSVTests", dependencies: ["AdapterHost", "MarketData"], swiftSettings: house),
        .testTarget(name: "MarketDataTests", dependencies: ["MarketData"], swiftSettings: house),
        .testTarget(name: "PipelineTests", dependencies: ["Pipeline", "MarketData"], swiftSettings: house),
        .testTarget(
            name: "StorageTests", dependencies: ["Storage", "StorageSQLite", "MarketData"], swiftSettings: house),
        .testTarget(
            name: "StorageSQLiteTests",
            dependencies: ["StorageSQLite", "Storage", "MarketData", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: house),
        .testTarget(
            name: "IngestionTests",
            dependencies: [
                "Ingestion", "AdapterHost", "Transport", "Pipeline", "Storage", "StorageSQLite", "MarketData",
            ],
            swiftSettings: house),
        .testTarget(
            name: "TransportTests", dependencies: ["Transport", "Checksum", "MarketData", "ArchiveBytes"],
            swiftSettings: house),

        // ZIP archives byte by byte, damaged ones too, for tests.
        .target(name: "ArchiveBytes", path: "Tests/ArchiveBytes", swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)
