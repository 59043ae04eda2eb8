/// What the load test puts calls through: Visavis, or the yardstick.
protocol MediaServer: AnyObject {
    var name: String { get }
    var process: ChildProcess { get }
    var places: MediaPlaces { get }
    /// Exchanges the descriptions of a call; both endpoints have begun to connect afterwards.
    func connect(_ first: MediaEndpoint, _ second: MediaEndpoint, over engine: MediaEngine) throws
    /// What has to be said now and then so that the calls live on.
    func keepAlive(at now: UInt64)
    func stop()
}
