import Media

/// What an endpoint needs of the server's description: where to go, with which credentials, and whose certificate to expect.
struct RemoteDescription {
    let credentials: ICECredentials
    let fingerprint: CertificateFingerprint
    let address: SocketAddress
    /// In order: the media, and whether the section is in use.
    let sections: [(media: String, mid: String, isAccepted: Bool)]

    init(_ sdp: String) throws {
        let lines = sdp.split(whereSeparator: \.isNewline)
        func value(_ name: String) throws -> Substring {
            guard let line = lines.first(where: { $0.hasPrefix(name) }) else { throw LoadError("no \(name) in the description:\n\(sdp)") }
            return line.dropFirst(name.count)
        }
        credentials = ICECredentials(ufrag: String(try value("a=ice-ufrag:")), password: String(try value("a=ice-pwd:")))
        guard let fingerprint = CertificateFingerprint(parsing: try value("a=fingerprint:")) else {
            throw LoadError("no SHA-256 fingerprint in the description:\n\(sdp)")
        }
        self.fingerprint = fingerprint
        guard let address = lines.lazy.compactMap({ Self.address(inCandidate: $0) }).first else {
            throw LoadError("no IPv4 host candidate in the description:\n\(sdp)")
        }
        self.address = address
        var sections: [(media: String, mid: String, isAccepted: Bool)] = []
        for line in lines {
            if line.hasPrefix("m=") {
                let fields = line.dropFirst(2).split(separator: " ")
                sections.append((String(fields[0]), "", fields.count > 1 && fields[1] != "0"))
            } else if line.hasPrefix("a=mid:"), !sections.isEmpty {
                sections[sections.count - 1].mid = String(line.dropFirst(6))
            }
        }
        self.sections = sections
    }

    /// `a=candidate:1 1 udp 2015363327 127.0.0.1 40000 typ host`
    private static func address(inCandidate line: Substring) -> SocketAddress? {
        let fields = line.split(separator: " ")
        guard line.hasPrefix("a=candidate:"), fields.count >= 8, fields[2].lowercased() == "udp", fields[7] == "host",
            let port = UInt16(fields[5])
        else { return nil }
        let bytes = fields[4].split(separator: ".").compactMap { UInt8($0) }
        guard bytes.count == 4 else { return nil }
        return SocketAddress(address: IPAddress(ipv4: bytes.reduce(0) { $0 << 8 | UInt32($1) }), port: port)
    }
}
