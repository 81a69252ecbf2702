/// A problem in words: what happened, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What happened.
    pub message: String,
    /// What to do.
    pub remedy: String,
}
