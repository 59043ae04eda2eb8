import HTTPTypes
import Logging
import Transport

extension ServerConfiguration {
    func transport(log: Logger) -> TransportConfiguration {
        let tls = tlsCertificatePath.flatMap { certificate in
            tlsKeyPath.map { TransportConfiguration.TLS(certificatePath: certificate, keyPath: $0) }
        }
        let address: String? =
            switch host {
            case "localhost": "127.0.0.1"
            case "*": nil
            default: host
            }
        var transport = TransportConfiguration(host: address, port: port, subprotocol: "visavis.v1", tls: tls)
        transport.trustedProxies = trustedProxies
        transport.extraHeaderFields = [APIService.csrfHeader].compactMap(\.self)
        transport.maxConnections = maximumConnections
        transport.maxMessageBytes = Self.maximumMessageBytes
        transport.maxBodyBytes = Self.maximumMessageBytes
        transport.logError = { log.warning("transport", metadata: ["message": "\($0)"]) }
        return transport
    }
}
