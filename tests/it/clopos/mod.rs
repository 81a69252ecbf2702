//! Tests of the client against answers that are written byte by byte, in one process and in several.

mod calls;
mod connections;
mod errors;
mod processes;
mod sharing;
mod tls;
