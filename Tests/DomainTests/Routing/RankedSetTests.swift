@testable import Domain
import Testing

@Suite struct RankedSetTests {
    @Test(arguments: UInt64(1)...4) func itAgreesWithASortedArray(seed: UInt64) {
        var random = IdentifierSource(seed: seed)
        var set = RankedSet<Int>()
        var array: [Int] = []
        for round in 0..<2_000 {
            let value = Int(random.next() % 300)
            let place = array.firstIndex { $0 >= value } ?? array.count
            let isThere = place < array.count && array[place] == value
            #expect(set.rank(of: value) == (isThere ? place : nil))
            if random.next() % 5 < (round < 1_000 ? 3 : 2) {
                #expect(set.insert(value) == !isThere)
                if !isThere { array.insert(value, at: place) }
            } else {
                #expect(set.remove(value) == isThere)
                if isThere { array.remove(at: place) }
            }
            #expect(set.count == array.count && set.first == array.first)
        }
        #expect(set.elements == array)
        for index in array.indices {
            #expect(set[index] == array[index])
            #expect(set.elements(from: index, limit: 5) == Array(array[index...].prefix(5)))
        }
    }

    @Test func aWalkStopsWhenTold() {
        var set = RankedSet<Int>()
        for value in [5, 3, 9, 1] { set.insert(value) }
        var seen: [Int] = []
        set.walk { value in
            seen.append(value)
            return seen.count < 2
        }
        #expect(seen == [1, 3])
    }
}
