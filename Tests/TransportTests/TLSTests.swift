import Foundation
import Testing
import Transport

extension TransportTests {
    @Suite struct TLSTests {
        @Test func servesANewCertificateAndKeepsOldConnections() throws {
            let files = try CertificateFiles()
            try files.make(name: "first")
            let server = try TestServer { $0.tls = files.tls }
            let old = try TLSClient(port: server.port)
            #expect(try old.subject().contains("first"))

            try files.make(name: "second")
            server.inbox.post(.reload)
            try server.journal.wait(for: "reloaded")
            let new = try TLSClient(port: server.port)
            #expect(try new.subject().contains("second"))
            #expect(try new.get("/who").contains("127.0.0.1 true"))
            #expect(try old.get("/hello").contains("\r\n\r\nhello"))
        }

        @Test func keepsTheOldCertificateWhenTheNewOneIsBroken() throws {
            let files = try CertificateFiles()
            try files.make(name: "first")
            let server = try TestServer { $0.tls = files.tls }
            try Data("nonsense".utf8).write(to: URL(filePath: files.tls.certificatePath))
            server.inbox.post(.reload)
            try server.journal.wait(for: "reload failed certificate or key cannot be used")
            #expect(try TLSClient(port: server.port).subject().contains("first"))
        }

        @Test func speaksNothingOlderThanTLS12AndNoHTTP2() throws {
            let files = try CertificateFiles()
            try files.make(name: "first")
            let server = try TestServer { $0.tls = files.tls }
            #expect(throws: SocketError.self) { _ = try TLSClient(port: server.port, ["-tls1_1"]).subject() }
            #expect(try TLSClient(port: server.port, ["-tls1_2"]).subject().contains("first"))
            #expect(try TLSClient(port: server.port, ["-alpn", "h2,http/1.1"]).handshake.contains("ALPN protocol: http/1.1"))
        }

        @Test func namesAKeyThatDoesNotFit() throws {
            let files = try CertificateFiles()
            #expect(throws: SocketError.self) { _ = try TestServer { $0.tls = files.tls } }
        }
    }
}

/// A certificate and its key in a directory of their own.
struct CertificateFiles: ~Copyable {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "transport-\(UUID())")
    let tls: TransportConfiguration.TLS

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        tls = .init(certificatePath: directory.appending(path: "cert.pem").path, keyPath: directory.appending(path: "key.pem").path)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func make(name: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=\(name)",
            "-keyout", tls.keyPath, "-out", tls.certificatePath,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }
}

/// `openssl s_client`: another implementation's idea of the handshake.
private final class TLSClient {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    let handshake: String

    init(port: UInt16, _ options: [String] = []) throws {
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = ["s_client", "-connect", "127.0.0.1:\(port)", "-ign_eof"] + options
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("Verify return code") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
        }
        handshake = text
    }

    deinit {
        // It does not end on SIGTERM before the server has closed.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func subject() throws -> String {
        guard let line = handshake.split(separator: "\n").first(where: { $0.hasPrefix("subject=") }) else {
            throw SocketError(what: "no certificate")
        }
        return String(line)
    }

    /// The whole answer, up to the end of the connection.
    func get(_ path: String) throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return text.hasSuffix("closed\n") ? String(text.dropLast(7)) : text
    }
}
