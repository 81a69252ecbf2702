/// Implements a `Debug` that shows only the name of the type and not its text.
///
/// Names, phones and other personal data must not reach a log through a careless `{:?}`.
macro_rules! redacted_debug {
    ($type:ident) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    };
}

pub(super) use redacted_debug;
