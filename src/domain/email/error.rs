/// The fault of an e-mail address, so that its sentence says what to correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EmailError {
    /// The `@` is missing.
    AtMissing,
    /// There is more than one `@`.
    SecondAt,
    /// A space inside the address.
    Space,
    /// A comma instead of a dot.
    Comma,
    /// Two dots next to each other.
    TwoDots,
    /// A dot before the first character.
    DotFirst,
    /// A dot before the `@`.
    DotBeforeAt,
    /// A dot after the `@`.
    DotAfterAt,
    /// A dot after the last character.
    DotLast,
    /// Nothing before the `@`.
    LocalPartMissing,
    /// The quotes before the `@` are not closed, or enclose only a part.
    Quotes,
    /// Nothing after the `@`.
    DomainMissing,
    /// The domain has no ending like `.com`.
    EndingMissing,
    /// The ending of the domain has digits.
    DigitsInEnding,
    /// No ending has this length or this hyphen.
    Ending,
    /// A hyphen at the beginning or the end of a part of the domain.
    Hyphen,
    /// An underscore after the `@`.
    Underscore,
    /// Another character that no address has there.
    Character(char),
    /// A part has more characters than mail servers accept.
    TooLong,
}
