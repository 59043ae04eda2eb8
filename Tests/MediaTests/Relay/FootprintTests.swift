@testable import Media
import Testing

@Suite struct FootprintTests {
    @Test(arguments: [(0, 1, 1), (0, 64, 1), (63, 2, 2), (32, 64, 2), (0, 65, 2), (1, 4_096, 63)])
    func aRunCoversEveryLineOfItsBytesUpToTheLongest(offset: UInt, bytes: Int, lines: UInt) {
        var footprint = Footprint()
        footprint.add(address: 0x10_0000 + offset, bytes: bytes)
        #expect(footprint.count == 1 && footprint.runs[0] == 0x10_0000 | lines)
    }

    @Test func whatFindsNoRoomIsLeftOut() {
        var footprint = Footprint()
        footprint.add(address: 0x10_0000, bytes: 0)
        #expect(footprint.count == 0)
        for _ in 0..<100 { footprint.add(address: 0x10_0000, bytes: 64) }
        #expect(footprint.count == footprint.runs.count)
    }
}
