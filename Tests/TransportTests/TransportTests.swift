import Testing

/// One loop at a time: see `TestServer.deinit`.
@Suite(.serialized) enum TransportTests {}
