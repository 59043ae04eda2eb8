// swift-tools-version: 6.2
import PackageDescription

// Arrows only point downwards: Domain ← Signaling, Storage; Transport knows none of them; Server composes; `make check` proves it.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "visavis",
    products: [
        .executable(name: "visavis", targets: ["visavis"]),
        .executable(name: "LoadTests", targets: ["LoadTests"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .executableTarget(
            name: "visavis",
            dependencies: ["Server", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: strict),
        .target(
            name: "Server",
            dependencies: [
                "Domain", "Outbound", "Signaling", "Storage", "Transport",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .target(
            name: "Transport",
            dependencies: ["CWebSockets", .product(name: "HTTPTypes", package: "swift-http-types")],
            swiftSettings: strict),
        .target(
            name: "Storage",
            dependencies: ["Domain", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        // Crypto: a webhook is signed where it is sent.
        .target(
            name: "Outbound",
            dependencies: ["CCurl", "Domain", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(
            name: "Signaling",
            dependencies: ["Domain", .product(name: "DequeModule", package: "swift-collections")],
            exclude: ["PROTOCOL.md"],
            swiftSettings: strict),
        .target(
            name: "Domain",
            dependencies: [.product(name: "HeapModule", package: "swift-collections")],
            swiftSettings: strict),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CWebSockets", pkgConfig: "libwebsockets",
            providers: [.apt(["libwebsockets-dev", "libwebsockets-evlib-uv", "libuv1-dev", "libssl-dev"])]),
        .executableTarget(
            name: "LoadTests",
            dependencies: ["CLinux", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "LoadTests",
            exclude: ["CLinux", "README.md", "thresholds.json"],
            swiftSettings: strict),
        .systemLibrary(name: "CLinux", path: "LoadTests/CLinux"),
        .testTarget(name: "DomainTests", dependencies: ["Domain"], swiftSettings: strict),
        .testTarget(name: "SignalingTests", dependencies: ["Signaling", "Domain"], swiftSettings: strict),
        .testTarget(name: "OutboundTests", dependencies: ["Outbound", "Domain"], swiftSettings: strict),
        .testTarget(name: "StorageTests", dependencies: ["Storage", "Domain"], swiftSettings: strict),
        .testTarget(name: "ServerTests", dependencies: ["Server"], swiftSettings: strict),
        .testTarget(name: "TransportTests", dependencies: ["Transport"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
