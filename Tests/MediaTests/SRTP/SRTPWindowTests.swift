import Testing

@testable import Media

@Suite struct SRTPWindowTests {
    @Test func theNearestIndexIsGuessed() {
        #expect(window(at: 0).index(of: 0xffff) == 0xffff, "there is nothing before the first rollover")
        #expect(window(at: 0x8000).index(of: 0) == 0)
        #expect(window(at: 0x8001).index(of: 0) == 0x1_0000)
        #expect(window(at: 0xffff).index(of: 0x7ffe) == 0x1_7ffe)
        #expect(window(at: 0xffff).index(of: 0x7fff) == 0x7fff)
        #expect(window(at: 0x1_0000).index(of: 0xffff) == 0xffff)
        #expect(window(at: 0x1_0000).index(of: 0x8001) == 0x8001)
        #expect(window(at: 0x1_0000).index(of: 0x8000) == 0x1_8000)
        #expect(window(at: 0x2_7fff).index(of: 0xffff) == 0x2_ffff)
        #expect(window(at: 0xffff_ffff_ffff).index(of: 0) == SRTPWindow.indices, "the key is used up")
    }

    @Test func aJumpForgetsWhatIsBehindIt() {
        for jump: UInt64 in [1, 2, 63, 64, 65, 1_022, 1_023, 1_024, 1_025, 70_000] {
            var window = SRTPWindow()
            for index: UInt64 in 0..<3_000 { window.mark(index) }
            let newest = 2_999 + jump
            window.mark(newest)
            for index in newest - 1_100...newest + 1 {
                let expected: SRTPWindow.Place =
                    index > newest ? .new : newest - index >= 1_024 ? .old : index < 3_000 || index == newest ? .used : .new
                #expect(window.place(of: index) == expected, "jump \(jump), index \(index)")
            }
        }
    }

    private func window(at index: UInt64) -> SRTPWindow {
        var window = SRTPWindow()
        window.mark(index)
        return window
    }
}
