//! The client against answers written byte by byte, in one process and in several.

mod calls;
mod processes;
mod sharing;
mod tls;
mod troubles;
