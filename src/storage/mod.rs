//! Files on this machine that several processes use at the same time, and that only their owner can read. Called by
//! `outbox`, `server`, `clopos`, `runtime` and `cli`; it does not know what is in the files.
//!
//! - `change_watch`: tells when another process has changed files;
//! - `private`: directories and files for their owner alone, replaced so that a crash leaves the old or the new one;
//! - `locked_file`: a lock with a timeout;
//! - `code_numbers`: the numbers of the codes of a day, each handed out once;
//! - `job_thread`: a thread that runs the jobs of one store in order;
//! - `json_file`: a value that each change replaces as a whole, and that can be lost;
//! - `sqlite`: opens and migrates databases, and empties their logs;
//! - `turn`: the queue of processes in front of a database.

pub mod change_watch;
pub mod code_numbers;
pub mod job_thread;
pub mod json_file;
pub mod locked_file;
pub mod private;
pub mod sqlite;
pub mod turn;
