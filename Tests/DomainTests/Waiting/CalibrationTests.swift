@testable import Domain
import Foundation
import Testing

@Suite struct CalibrationTests {
    private let estimate = WaitEstimate(p50: 100, p90: 300)

    /// Waits in tenths: `within` of ten within the median, `nearly` more within the 90th percentile.
    private func calibration(_ count: Int, within: Int, nearly: Int) -> Calibration {
        var calibration = Calibration()
        for index in 0..<count {
            let turn = index % 10
            calibration.add(turn < within ? 100 : turn < within + nearly ? 300 : 301, of: estimate)
        }
        return calibration
    }

    @Test func twentyOutcomesOfTheRightSharesAreEnough() {
        #expect(calibration(19, within: 5, nearly: 4).doubt == .learning)
        let honest = calibration(20, within: 5, nearly: 4)
        #expect(honest.isCalibrated && honest.p50Share == 50 && honest.p90Share == 90)
        #expect(Calibration().p50Share == nil)
    }

    @Test(arguments: [(3, 6, EstimateDoubt.tooShort), (7, 2, .tooLong), (5, 2, .tooShort), (5, 5, .tooLong), (2, 8, .tooShort)])
    func otherSharesAreNotCalibrated(within: Int, nearly: Int, doubt: EstimateDoubt) {
        let calibration = calibration(100, within: within, nearly: nearly)
        #expect(!calibration.isCalibrated && calibration.doubt == doubt)
    }

    @Test func aSuddenFailureIsSeenBeforeItHasMovedTwoHundred() {
        var calibration = calibration(200, within: 5, nearly: 4)
        #expect(calibration.isCalibrated)
        for _ in 0..<8 { calibration.add(1_000, of: estimate) }
        #expect(calibration.doubt == .tooShort)
        #expect(calibration.count == 200 && (calibration.p90Share ?? 0) >= 80, "the long window alone would still hold")
    }

    @Test func itIsStoredAsOneText() throws {
        let calibration = calibration(10, within: 5, nearly: 4)
        let stored = try JSONEncoder().encode(calibration)
        #expect(String(decoding: stored, as: UTF8.self) == #""0000011112""#)
        #expect(try JSONDecoder().decode(Calibration.self, from: stored) == calibration)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Calibration.self, from: Data(#""013""#.utf8)) }
    }
}
