/// Gives a newtype around a text a `Debug` that shows none of it: names, phones and the like must not reach
/// a log through a careless `{:?}`.
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
