//! Reports that another process has changed files of a directory, without polling.

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::AsFd as _;
use std::path::Path;

use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
use tokio::net::unix::pipe::Receiver;

/// The changes of the files in one directory whose names begin alike. Changes by this process are among them.
pub struct ChangeWatch {
    /// A descriptor that is read like a pipe.
    events: Receiver,
    prefix: &'static str,
}

/// The events that end the watch: the directory is not at its place any more.
const GONE: ReadFlags = ReadFlags::from_bits_retain(
    ReadFlags::DELETE_SELF.bits() | ReadFlags::MOVE_SELF.bits() | ReadFlags::IGNORED.bits(),
);

impl ChangeWatch {
    /// Begins to watch. It needs a runtime of Tokio with I/O.
    ///
    /// # Errors
    ///
    /// There is no such directory, or the system gives no more watches.
    pub fn new(directory: &Path, prefix: &'static str) -> io::Result<Self> {
        let events = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        let changes = WatchFlags::MODIFY
            | WatchFlags::CREATE
            | WatchFlags::DELETE
            | WatchFlags::MOVE
            | WatchFlags::DELETE_SELF
            | WatchFlags::MOVE_SELF
            | WatchFlags::ONLYDIR;
        inotify::add_watch(&events, directory, changes)?;
        Ok(Self { events: Receiver::from_owned_fd_unchecked(events)?, prefix })
    }

    /// Waits for a change since the watch began, or since the last call of this or of [`Self::clear`].
    ///
    /// # Errors
    ///
    /// The directory is gone, so no more changes are seen.
    pub async fn changed(&self) -> io::Result<()> {
        loop {
            self.events.readable().await?;
            if self.take()? {
                return Ok(());
            }
            // All events are taken, so that this waits for the next one; one that came in between is a change.
            if self.events.try_read(&mut [0; 1024]).is_ok() {
                return Ok(());
            }
        }
    }

    /// Forgets the changes so far, because the files are looked at now.
    ///
    /// # Errors
    ///
    /// As for [`Self::changed`].
    pub fn clear(&self) -> io::Result<()> {
        self.take().map(drop)
    }

    /// Takes all events. Returns true if one is a change.
    fn take(&self) -> io::Result<bool> {
        let mut buffer = [MaybeUninit::uninit(); 1024];
        let mut events = Reader::new(self.events.as_fd(), &mut buffer);
        let mut has_changed = false;
        loop {
            let event = match events.next() {
                Ok(event) => event,
                Err(rustix::io::Errno::WOULDBLOCK) => return Ok(has_changed),
                Err(rustix::io::Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            };
            if event.events().intersects(GONE) {
                return Err(io::ErrorKind::NotFound.into());
            }
            // Without a name it says that events were lost.
            let is_watched = |name: &std::ffi::CStr| name.to_bytes().starts_with(self.prefix.as_bytes());
            has_changed |= event.file_name().is_none_or(is_watched);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::*;

    type Change<'a> = &'a dyn Fn() -> io::Result<()>;

    async fn is_seen(watch: &ChangeWatch) -> bool {
        tokio::time::timeout(Duration::from_secs(30), watch.changed()).await.is_ok_and(|seen| seen.is_ok())
    }

    /// Paused time passes at once if nothing happens.
    #[tokio::test(start_paused = true)]
    async fn only_changes_of_the_watched_files_are_seen() {
        let home = tempfile::tempdir().unwrap();
        let of = |name: &str| home.path().join(name);
        let watch = ChangeWatch::new(home.path(), "outbox.sqlite").unwrap();
        assert!(!is_seen(&watch).await);
        fs::write(of("clopos-budgets.json"), "{}").unwrap();
        fs::create_dir(of("drafts")).unwrap();
        assert!(!is_seen(&watch).await);
        let changes: [(&str, Change<'_>); 5] = [
            ("created", &|| fs::write(of("outbox.sqlite-wal"), "")),
            ("written", &|| fs::write(of("outbox.sqlite-wal"), "more")),
            ("renamed", &|| fs::rename(of("outbox.sqlite-wal"), of("aside"))),
            ("replaced", &|| fs::rename(of("aside"), of("outbox.sqlite"))),
            ("deleted", &|| fs::remove_file(of("outbox.sqlite"))),
        ];
        for (what, change) in changes {
            change().unwrap();
            assert!(is_seen(&watch).await, "{what}");
            assert!(!is_seen(&watch).await, "{what} is seen once");
        }
        fs::write(of("outbox.sqlite"), "").unwrap();
        watch.clear().unwrap();
        assert!(!is_seen(&watch).await, "it was forgotten");
    }

    #[tokio::test]
    async fn a_directory_that_is_gone_ends_the_watch() {
        let home = tempfile::tempdir().unwrap();
        let state = home.path().join("state");
        assert!(ChangeWatch::new(&state, "outbox").is_err());
        for is_moved in [true, false] {
            fs::create_dir(&state).unwrap();
            let watch = ChangeWatch::new(&state, "outbox").unwrap();
            if is_moved { fs::rename(&state, home.path().join("moved")) } else { fs::remove_dir(&state) }.unwrap();
            assert!(watch.changed().await.is_err());
        }
    }
}
