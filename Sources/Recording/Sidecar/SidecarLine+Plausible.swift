extension SidecarLine {
    /// Milliseconds: 139 years, far enough from where nanoseconds overflow.
    private static let times: ClosedRange<Int64> = 0...1 << 42
    private static let offsets: ClosedRange<Int64> = 0...1 << 53
    private static let chunkBytes = 0...1 << 27
    private static let pixels = 0...65_535

    /// Its numbers are such as the recorder writes; damage can make any others.
    var isPlausible: Bool {
        switch self {
        case .begin(let line): Self.times.contains(line.startedAt)
        case .participant, .damaged: true
        case .file(let line): Self.times.contains(line.at)
        case .track(let line): Self.isSize(line.width, line.height)
        case .picture(let line): Self.times.contains(line.at) && Self.isSize(line.width, line.height) && (0...3).contains(line.rotation)
        case .chunk(let line): line.number >= 0 && Self.offsets.contains(line.offset) && Self.chunkBytes.contains(line.bytes)
        case .gap(let gap): Self.isSpan(gap.startMs, gap.endMs)
        case .pause(let line): Self.times.contains(line.at)
        case .resume(let line): Self.times.contains(line.at)
        case .note(let note): Self.times.contains(note.at)
        case .talk(let span): Self.isSpan(span.startMs, span.endMs)
        case .closed(let line): Self.isPlausible(line.result)
        case .end(let line): Self.times.contains(line.at)
        }
    }

    private static func isPlausible(_ file: RecordedFile) -> Bool {
        times.contains(file.startMs) && times.contains(file.durationMs) && offsets.contains(file.bytes) && isSize(file.width, file.height)
    }

    private static func isSize(_ width: Int, _ height: Int) -> Bool { pixels.contains(width) && pixels.contains(height) }

    private static func isSpan(_ start: Int64, _ end: Int64) -> Bool { times.contains(start) && times.contains(end) && start <= end }
}
