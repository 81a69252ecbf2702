//! The second tier: what needs services or programs of the machine, and what takes long. `just ci-extra` runs it, and CI;
//! a missing program is a failure. `cargo test` leaves it out.

mod kills;
mod silent_dns;
mod sqlite3;
mod ssh;
