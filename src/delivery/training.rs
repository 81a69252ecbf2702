use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::{io, thread};

use tokio::sync::oneshot;

use crate::server;

/// The training server, in this process on its own thread, with a free loopback port. It ends on drop.
pub(super) struct Training {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// The database of the training server, in the state directory. Its customers stay there after the end.
const DATABASE: &str = "training.sqlite";

impl Training {
    /// Starts the server. Its address is known at once: a client that connects early waits until the database is open.
    ///
    /// # Errors
    ///
    /// The system has no port or no thread.
    pub(super) fn start(state_dir: &Path) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let database = state_dir.join(DATABASE);
        let (stop, stopped) = oneshot::channel();
        let work = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = thread::Builder::new().name("training server".into()).spawn(move || {
            work.block_on(async move {
                let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
                let stopped = async { stopped.await.unwrap_or_default() };
                if let Err(error) = server::serve(listener, database, server::Config::default(), stopped).await {
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
