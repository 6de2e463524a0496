// swift-tools-version: 6.2
import PackageDescription

// An adapter shows the world one symbol and stays loaded for ever.
let oneSymbol: [LinkerSetting] = [
    .unsafeFlags([
        // gold leaves local symbols in the dynamic table.
        "-use-ld=lld",
        "-Xlinker", "--version-script=\(Context.packageDirectory)/adapter.map",
        "-Xlinker", "-z", "-Xlinker", "nodelete",
    ])
]

let package = Package(
    name: "example-source",
    products: [.library(name: "ExampleSourceAdapter", type: .dynamic, targets: ["ExampleSourceEntry"])],
    dependencies: [.package(name: "candlewick", path: "/path/to/candlewick")],
    targets: [
        // All of the adapter, which the tests can link.
        .target(
            name: "ExampleSourceAdapter",
            dependencies: [.product(name: "AdapterKit", package: "candlewick")]),
        // The entry line. Do not import Foundation here or there: a host cannot load what is linked statically against it.
        .target(
            name: "ExampleSourceEntry",
            dependencies: ["ExampleSourceAdapter", .product(name: "AdapterKit", package: "candlewick")],
            linkerSettings: oneSymbol),
        .testTarget(
            name: "ExampleSourceAdapterTests",
            dependencies: ["ExampleSourceAdapter", .product(name: "AdapterKit", package: "candlewick")]),
    ]
)
