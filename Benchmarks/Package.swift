// swift-tools-version: 6.2
import PackageDescription

// Measures the hub against limits taken in the same run. See README.md; scripts/bench runs it.
let house: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
    name: "candlewick-benchmarks",
    dependencies: [.package(name: "candlewick", path: "..")],
    targets: [
        .systemLibrary(name: "CLibSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .executableTarget(
            name: "bench",
            dependencies: [
                "CLibSQLite", .product(name: "CandlewickRooms", package: "candlewick"),
                .product(name: "QuestDBClient", package: "candlewick"),
            ],
            swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)
