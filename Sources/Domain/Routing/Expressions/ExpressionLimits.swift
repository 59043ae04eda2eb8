/// The bounds of one condition: they bound the time of reading and of looking at it, whoever wrote it.
public enum ExpressionLimits {
    /// Unicode scalars (code points) of the text.
    public static let characters = 2_000
    /// Levels of nesting: of parentheses and `not` in the text, and of operations in what it means.
    public static let depth = 32
    /// Comparisons, `and`s, `or`s, `not`s and literals of lists together.
    public static let nodes = 200
}
