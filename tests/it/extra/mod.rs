//! The second tier: tests that need services or programs of the machine, or take long. `just ci-extra` and CI run it; a
//! missing program is a failure. `cargo test` skips it.

mod idle;
mod imports;
mod init;
mod instructions;
mod kills;
mod measure;
mod packages;
mod pictures;
mod postgres;
mod silent_dns;
mod slow_readers;
mod sqlite3;
mod ssh;
mod system_calls;
