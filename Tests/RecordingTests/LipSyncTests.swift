import Media
import Testing

@testable import Recording

/// A source that beeps and flashes at each full second, recorded through networks of every kind: what ffmpeg decodes out of the files
/// still beeps when it flashes.
@Suite struct LipSyncTests {
    struct Network: CustomTestStringConvertible {
        let testDescription: String
        let sound: TestNetwork
        let picture: TestNetwork
    }

    static let networks = [
        Network(testDescription: "quiet", sound: TestNetwork(), picture: TestNetwork()),
        Network(
            testDescription: "fast clock, jitter, loss", sound: TestNetwork(driftPPM: 100, jitter: .milliseconds(40), loss: 0.03),
            picture: TestNetwork(driftPPM: 100, jitter: .milliseconds(30), loss: 0.02, repairAfter: .milliseconds(90))),
        Network(
            testDescription: "slow clock, pictures take longer", sound: TestNetwork(driftPPM: -100, jitter: .milliseconds(20)),
            picture: TestNetwork(driftPPM: -100, delay: .milliseconds(190), jitter: .milliseconds(30))),
    ]

    @Test(arguments: networks)
    func theBeepStaysWithTheFlash(network: Network) throws {
        let clip = try #require(Clip.vp8)
        let beeps = try #require(Clip.beeps)
        let folder = try Folder()
        var script = TapScript(seed: 50)
        var sender = TestSender()
        sender.network = network.sound
        sender.sound(beeps, track: 1, from: 0.5, into: &script)
        sender.network = network.picture
        sender.pictures(clip, 0..<900, track: 2, from: 0.5, encodingDelay: 0.05, into: &script)
        script.sort()
        var run = try RecorderRun(folder: folder.path + "/r", files: POSIXFiles())
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: .init(nanoseconds: 0))
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .camera, at: .init(nanoseconds: 0))
        run.play(script, until: .seconds(32))
        let summary = run.finish()
        #expect(summary.state == .completed)
        let file = try #require(summary.files.first { $0.kind == .camera })
        let path = folder.path + "/r/" + file.name
        #expect(abs(try Tool.duration(of: path) - 30) < 0.1)
        let flashes = try Tool.flashes(in: path)
        let sounds = Self.onsets(try Tool.levels(of: path))
        let mixed = Self.onsets(try Tool.levels(of: folder.path + "/r/mix.ogg"))
        #expect(flashes.count >= 25 && sounds.count >= 25 && mixed.count >= 25)
        // The first second is when the clocks find each other.
        for flash in flashes where flash > 1.5 {
            let nearest = try #require(sounds.min { abs($0 - flash) < abs($1 - flash) })
            #expect(abs(nearest - flash) < 0.1, "flash \(flash) beep \(nearest)")
            let inMix = flash + Double(file.startMs) / 1_000
            let nearestInMix = try #require(mixed.min { abs($0 - inMix) < abs($1 - inMix) })
            #expect(abs(nearestInMix - inMix) < 0.1, "flash \(inMix) beep in the mix \(nearestInMix)")
        }
    }

    /// Seconds at which it gets loud.
    static func onsets(_ levels: [Float]) -> [Double] {
        levels.indices.dropFirst().filter { levels[$0] > 0.1 && levels[$0 - 1] <= 0.1 }.map { Double($0) * 0.02 }
    }
}
