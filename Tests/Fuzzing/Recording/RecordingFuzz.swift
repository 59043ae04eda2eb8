import Fuzzing

/// What lies on the disk after a crash, and what the relay hands to the recorder. Usage: `FuzzProgram`.
@main struct RecordingFuzz {
    static func main() throws {
        try FuzzProgram.main([MatroskaTarget(), OggTarget(), SidecarTarget(), SealedTarget(), RecorderTarget()])
    }
}
