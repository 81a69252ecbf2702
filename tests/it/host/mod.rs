//! The real binary on a computer with a wrong clock, a limited file system, an extreme window size or lost files.

mod alarm;
mod broken_draft;
mod clock;
mod locks;
mod lost_outbox;
mod new_files;
mod window;
