use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::{io, thread};

use tokio::sync::oneshot;

use crate::outbox;
use crate::server::{self, SampleOrigin};
use crate::settings::StoragePaths;
use crate::storage::private::{self, with_suffix};

use super::last_groups::LastGroups;

/// The training server, in this process on its own thread, with a free loopback port. It ends on drop.
pub(super) struct Training {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// The database of the training server, in the state directory. Its customers stay there after the end.
const DATABASE: &str = "training.sqlite";

impl Training {
    /// Starts the server. A new database begins with invented customers. Its address is known at once: a client that connects early waits until the database is open.
    ///
    /// # Errors
    ///
    /// The system has no port or no thread.
    pub(super) fn start(state_dir: &Path, samples: SampleOrigin) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let database = state_dir.join(DATABASE);
        let samples = Some(samples).filter(|_| !counts_as_used());
        let config = server::Config { samples, ..server::Config::default() };
        let (stop, stopped) = oneshot::channel();
        let work = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = thread::Builder::new().name("training server".into()).spawn(move || {
            work.block_on(async move {
                let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
                let stopped = async { stopped.await.unwrap_or_default() };
                if let Err(error) = server::serve(listener, database, config, stopped).await {
                    // The client reports that it cannot connect. The reason is in the log.
                    tracing::error!(?error, "training server");
                }
            });
        })?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Training {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A server thread that panicked has nothing more to end.
            let _ = thread.join();
        }
    }
}

/// Why training was not reset.
#[derive(Debug)]
pub enum ResetError {
    /// A desk or a command works with training.
    InUse,
    /// A file cannot be erased.
    NotErased {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
}

/// Erases everything that was saved in training, and returns the paths that were erased. The paths are those of
/// training.
///
/// # Errors
///
/// See [`ResetError`].
pub fn reset_training(paths: &StoragePaths) -> Result<Vec<PathBuf>, ResetError> {
    let StoragePaths { state_dir, outbox_dir } = paths;
    let database = state_dir.join(DATABASE);
    let files = [with_suffix(&database, "-wal"), with_suffix(&database, "-shm"), database];
    let lists = LastGroups::of_training(state_dir).paths();
    let mut erased = Vec::new();
    // A desk may be opened meanwhile: the files that show it go last.
    for path in files.iter().chain(&lists).chain([outbox_dir]) {
        if outbox::is_used(outbox_dir) {
            return Err(ResetError::InUse);
        }
        match private::remove_all(path) {
            Ok(true) => erased.push(path.clone()),
            Ok(false) => {}
            Err(source) => return Err(ResetError::NotErased { path: path.clone(), source }),
        }
    }
    Ok(erased)
}

/// Returns true if a test wants a state directory to count as used before: training is empty, and the cashier knows the
/// keys. A release build does not read this variable.
pub fn counts_as_used() -> bool {
    cfg!(debug_assertions) && std::env::var_os("FRONTDESK_TEST_USED").is_some()
}
