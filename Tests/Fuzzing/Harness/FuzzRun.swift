import Foundation

/// One target, from one seed, for a time.
struct FuzzRun {
    let target: any FuzzTarget
    let options: FuzzOptions

    func search() throws {
        let corpus = try seeds()
        var mutator = Mutator(
            corpus: corpus, dictionary: target.dictionary, maximumLength: target.maximumLength, maximumRow: target.maximumRow,
            random: SeededGenerator(seed: options.seed))
        let path = "fuzz-\(target.name)-\(options.seed).bin"
        print("\(target.name): seed \(options.seed), \(corpus.count) in the corpus, \(options.seconds) s; the input in hand is \(path)")
        fflush(nil)
        let file = try InputFile(path: path)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(options.seconds)
        for input in corpus { run(input, file) }
        var count = corpus.count
        while clock.now < end {
            run(mutator.next(), file)
            count += 1
        }
        Stopwatch.stop()
        file.remove()
        print("\(target.name): \(count) inputs, nothing found")
    }

    /// Writes the target's own seeds to the corpus.
    func record() throws {
        let folder = options.corpus.appendingPathComponent(target.name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, bytes) in target.seeds() { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
    }

    private func run(_ input: [UInt8], _ file: InputFile) {
        file.hold(input)
        Stopwatch.start()
        // A copy has no room behind it that the sanitizer would take for the input's.
        target.run(Array(input[...]))
    }

    private func seeds() throws -> [[UInt8]] {
        let folder = options.corpus.appendingPathComponent(target.name)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
    }
}

/// Ends the process (SIGVTALRM) when one input takes too long of the processor, however busy the machine is.
private enum Stopwatch {
    static let seconds = 10

    static func start() { set(seconds) }
    static func stop() { set(0) }

    private static func set(_ seconds: Int) {
        var time = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: seconds, tv_usec: 0))
        unsafe setitimer(Int32(ITIMER_VIRTUAL.rawValue), &time, nil)
    }
}

/// Holds the last input where it outlives a crash of the process.
private final class InputFile {
    private let path: String
    private let descriptor: Int32

    init(path: String) throws {
        self.path = path
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw FuzzOptions.Problem(text: "cannot write \(path)") }
    }

    deinit { close(descriptor) }

    func hold(_ input: [UInt8]) {
        let written = unsafe input.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        precondition(written == input.count && ftruncate(descriptor, off_t(input.count)) == 0, "the input could not be kept")
    }

    func remove() { _ = unsafe unlink(path) }
}
