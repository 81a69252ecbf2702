//! Connections for reading. A caller who goes away interrupts its query, so that no caller keeps the processor busy for an
//! answer that is not wanted.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::domain::StorageError;

use super::open;

/// The maximum of queries at the same time. Others wait, and cost nothing while they wait.
const MAX_READERS: usize = 16;

/// The number of steps of a query from one look for its caller to the next: less than a millisecond of work.
const STEPS_BETWEEN_CHECKS: i32 = 10_000;

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
        // It is dropped with the future.
        let caller = Arc::new(());
        let (readers, waiting) = (Arc::clone(self), Arc::downgrade(&caller));
        let work = move || {
            let _permit = permit;
            let idle = readers.idle().pop();
            let mut connection = idle.map_or_else(|| open::connect(&readers.path), Ok)?;
            connection.progress_handler(STEPS_BETWEEN_CHECKS, Some(move || waiting.strong_count() == 0))?;
            let result = query(&connection);
            readers.idle().push(connection);
            result
        };
        let result = tokio::task::spawn_blocking(work).await.unwrap_or(Err(StorageError::Broken));
        drop(caller);
        result
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
