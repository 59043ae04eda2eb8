extension [UInt8] {
    mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
        var shift = Number.bitWidth
        while shift > 0 {
            shift -= 8
            append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }

    mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) { append(bigEndian: number.byteSwapped) }

    /// The caller knows that it is there.
    func bigEndian<Number: FixedWidthInteger>(at offset: Int) -> Number {
        var number: Number = 0
        for byte in self[offset..<offset + Number.bitWidth / 8] { number = number << 8 | Number(truncatingIfNeeded: byte) }
        return number
    }

    func littleEndian<Number: FixedWidthInteger>(at offset: Int) -> Number {
        let number: Number = bigEndian(at: offset)
        return number.byteSwapped
    }
}
