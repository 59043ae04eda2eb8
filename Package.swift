// swift-tools-version: 6.2
import PackageDescription

// Arrows only point downwards: Domain ← Signaling, Storage; CompactJSON ← Storage; Media ← Recording, Datagrams; Transport knows none of them; Server composes;
// `make check` proves it.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

// Debian has Intel's Multi-Buffer Crypto for amd64 only. Elsewhere media is encrypted by OpenSSL alone.
#if arch(x86_64)
    let multiBufferCrypto: [Target.Dependency] = ["CIPSecMB"]
    let multiBufferTargets: [Target] = [.systemLibrary(name: "CIPSecMB", providers: [.apt(["libipsec-mb-dev"])])]
#else
    let multiBufferCrypto: [Target.Dependency] = []
    let multiBufferTargets: [Target] = []
#endif

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
                "CompactJSON", "Datagrams", "Domain", "Media", "Outbound", "Recording", "Signaling", "Storage", "Transport",
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
            dependencies: ["CompactJSON", "Domain", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        // Crypto: a webhook is signed where it is sent.
        .target(
            name: "Outbound",
            dependencies: ["CCurl", "Domain", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        // Crypto: a recording is sealed and its chunks are hashed where they are written.
        .target(
            name: "Recording",
            dependencies: ["COpus", "Media", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        // The UDP loop stands apart from Media, which stays free of sockets, and from Transport, which knows nothing of media: the server
        // and the load test run the same relay on it.
        .target(name: "Datagrams", dependencies: ["CDatagrams", "Media"], swiftSettings: strict),
        .target(
            name: "Media",
            dependencies: ["COpenSSL", "CProcessor", "CSRTP"] + multiBufferCrypto,
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
        // Rows and messages are written by the thousand a second.
        .target(name: "CompactJSON", swiftSettings: strict),
        .target(name: "CDatagrams"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "COpus", pkgConfig: "opus", providers: [.apt(["libopus-dev"])]),
        .systemLibrary(name: "CProcessor"),
        .systemLibrary(name: "CSRTP", pkgConfig: "libsrtp2", providers: [.apt(["libsrtp2-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CWebSockets", pkgConfig: "libwebsockets",
            providers: [.apt(["libwebsockets-dev", "libwebsockets-evlib-uv", "libuv1-dev", "libssl-dev"])]),
        .executableTarget(
            name: "LoadTests",
            dependencies: ["CLinux", "Datagrams", "Domain", "Media", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "LoadTests",
            exclude: ["CLinux", "README.md", "thresholds.json"],
            swiftSettings: strict),
        .systemLibrary(name: "CLinux", path: "LoadTests/CLinux"),
        .testTarget(name: "CompactJSONTests", dependencies: ["CompactJSON"], swiftSettings: strict),
        .testTarget(name: "DomainTests", dependencies: ["Domain"], swiftSettings: strict),
        .testTarget(name: "SignalingTests", dependencies: ["Signaling", "Domain"], swiftSettings: strict),
        .testTarget(name: "DatagramsTests", dependencies: ["Datagrams", "Media"], swiftSettings: strict),
        .testTarget(name: "MediaTests", dependencies: ["Media"], exclude: ["SDP/Offers"], swiftSettings: strict),
        .testTarget(name: "RecordingTests", dependencies: ["Recording", "Media"], swiftSettings: strict),
        .target(name: "Fuzzing", path: "Tests/Fuzzing/Harness", swiftSettings: strict),
        .executableTarget(
            name: "MediaFuzz", dependencies: ["COpenSSL", "Fuzzing", "Media"], path: "Tests/Fuzzing/Media", swiftSettings: strict),
        .executableTarget(
            name: "RecordingFuzz", dependencies: ["Fuzzing", "Media", "Recording"], path: "Tests/Fuzzing/Recording",
            swiftSettings: strict),
        .testTarget(name: "OutboundTests", dependencies: ["Outbound", "Domain"], swiftSettings: strict),
        .testTarget(name: "StorageTests", dependencies: ["Storage", "Domain"], swiftSettings: strict),
        .testTarget(name: "ServerTests", dependencies: ["Outbound", "Server"], swiftSettings: strict),
        .testTarget(name: "TransportTests", dependencies: ["Transport"], swiftSettings: strict),
    ] + multiBufferTargets,
    swiftLanguageModes: [.v6]
)
