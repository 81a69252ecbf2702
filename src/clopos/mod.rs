//! clopos
