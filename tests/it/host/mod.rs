//! The real binary on a computer with which something is wrong: its clock, its file system, its screen's size, its files.

mod alarm;
mod broken_draft;
mod clock;
mod locks;
mod lost_outbox;
mod new_files;
mod window;
