import Media
import Testing

@Suite struct SequenceTests {
    @Test(arguments: wrapPoints) func unwrapsOverEveryEdge(start: UInt16) {
        var unwrapper = SequenceUnwrapper()
        let origin = unwrapper.unwrap(start)
        var number = origin
        for step in [1, 1, -1, 5, -3, 30_000, 30_000, -30_000, 1] {
            number += Int64(step)
            #expect(unwrapper.peek(UInt16(truncatingIfNeeded: number)) == number)
            #expect(unwrapper.unwrap(UInt16(truncatingIfNeeded: number)) == number)
        }
        for _ in 0..<200_000 {
            number += 1
            guard unwrapper.unwrap(UInt16(truncatingIfNeeded: number)) == number else {
                Issue.record("lost at \(number)")
                return
            }
        }
        #expect(number - origin > 3 * 65_536)
    }

    @Test(arguments: [UInt32(0), 1, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0]) func unwrapsTimestamps(start: UInt32) {
        var unwrapper = RTPTimestampUnwrapper()
        var number = unwrapper.unwrap(start)
        for step in [3_000, 3_000, -3_000, 1 << 30, 1 << 30, 1 << 30, 1 << 30, -(1 << 30)] as [Int64] {
            number += step
            #expect(unwrapper.unwrap(UInt32(truncatingIfNeeded: number)) == number)
        }
    }
}
