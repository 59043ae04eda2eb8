import Foundation

/// The bytes inside of a TLS connection, by `openssl s_client`. It reads as slowly as this side does.
final class TLSStream: ByteStream {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var buffered = Data()

    init(port: UInt16) throws {
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = ["s_client", "-connect", "127.0.0.1:\(port)", "-quiet"]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        // It does not end on SIGTERM before the server has closed.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func send(_ bytes: [UInt8]) { try? input.fileHandleForWriting.write(contentsOf: Data(bytes)) }

    func read(_ count: Int) throws -> [UInt8] {
        while buffered.count < count {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            buffered += more
        }
        defer { buffered = Data(buffered.dropFirst(count)) }
        return Array(buffered.prefix(count))
    }
}
