//! Files that several processes of this host use at the same time, and that only their owner can read. `outbox`,
//! `server`, `clopos`, `delivery`, `runtime` and `cli` call it. It must not know the content of the files.
//!
//! - `change_watch`: reports changes of files by other processes;
//! - `private`: directories and files that only their owner can read, replaced so that a crash leaves the old or the
//!   new file;
//! - `locked_file`: a lock with a timeout;
//! - `code_numbers`: the numbers of the codes of a day, each used at most once;
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
