//! Connections for reading. A caller who goes away interrupts its query, so that no caller keeps the processor busy for an
//! answer that is not wanted.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, InterruptHandle};
use tokio::sync::Semaphore;

use crate::domain::StorageError;

use super::open;

/// The maximum of queries at the same time. Others wait, and cost nothing while they wait.
const MAX_READERS: usize = 16;

/// Connections that do not wait for writers.
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, idle: Mutex::default(), permits: Arc::new(Semaphore::new(MAX_READERS)) }
    }

    /// Runs `query` on a thread for blocking work. If the returned future is dropped, the query is interrupted.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        query: impl FnOnce(&Connection) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| StorageError::Broken)?;
        let guard = InterruptOnDrop(Arc::default());
        let (readers, running) = (Arc::clone(self), Arc::clone(&guard.0));
        let work = move || {
            let _permit = permit;
            let idle = lock(&readers.idle).pop();
            let connection = idle.map_or_else(|| open::connect(&readers.path), Ok)?;
            if !running.begin(connection.get_interrupt_handle()) {
                return Err(StorageError::Broken);
            }
            let result = query(&connection);
            // From now on an interrupt would stop the connection's next query.
            running.end();
            lock(&readers.idle).push(connection);
            result
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(StorageError::Broken))
    }
}

/// A query, from the wait for a thread to its end.
#[derive(Default)]
struct Running(Mutex<State>);

#[derive(Default)]
enum State {
    #[default]
    Waiting,
    Running(InterruptHandle),
    Over,
}

impl Running {
    /// Returns false if no caller waits for the query any more.
    fn begin(&self, handle: InterruptHandle) -> bool {
        let mut state = lock(&self.0);
        let is_wanted = matches!(*state, State::Waiting);
        if is_wanted {
            *state = State::Running(handle);
        }
        is_wanted
    }

    fn end(&self) {
        *lock(&self.0) = State::Over;
    }
}

struct InterruptOnDrop(Arc<Running>);

impl Drop for InterruptOnDrop {
    fn drop(&mut self) {
        let mut state = lock(&self.0.0);
        if let State::Running(handle) = &*state {
            handle.interrupt();
        }
        *state = State::Over;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind these locks is whole at every moment.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn a_caller_who_goes_away_interrupts_its_query() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("empty.sqlite");
        std::fs::write(&path, "").unwrap();
        let readers = Arc::new(Readers::new(path));
        let endless = |started: std::sync::mpsc::Sender<()>| {
            move |connection: &Connection| {
                started.send(()).unwrap();
                let sql = "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i FROM n) SELECT count(*) FROM n";
                Ok(connection.query_row(sql, [], |row| row.get::<_, i64>(0))?)
            }
        };
        let (started, starts) = std::sync::mpsc::channel();
        let callers: Vec<_> = (0..MAX_READERS * 2)
            .map(|_| {
                let (readers, query) = (Arc::clone(&readers), endless(started.clone()));
                tokio::spawn(async move { readers.run(query).await })
            })
            .collect();
        for _ in 0..MAX_READERS {
            while starts.try_recv().is_err() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
        for caller in &callers {
            caller.abort();
        }
        // All places are free again, also those of callers who left before their query began.
        for _ in 0..MAX_READERS * 2 {
            assert_eq!(
                readers.run(|connection| Ok(connection.query_row("SELECT 7", [], |row| row.get(0))?)).await,
                Ok(7)
            );
        }
    }
}
