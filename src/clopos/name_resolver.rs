//! Looks up host names, with a separate timeout. Called by `http`. The C library's look-up cannot be stopped and may take
//! 20 s or longer if no name server answers. So it runs on a thread for which no caller waits.

use std::collections::HashMap;
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

/// The timeout of a look-up. With a silent name server, `add` and `outbox send` end within 2 s. The rest of the connect
/// timeout is for the connection.
const LOOKUP_TIMEOUT: Duration = Duration::from_millis(1500);

/// A look-up that began earlier than this is replaced, and its answer is not used.
const LOOKUP_LIFETIME: Duration = Duration::from_secs(30);

/// The look-ups of a client. At most one look-up for each host runs at a time: a later caller waits for the same answer. An
/// answer that comes too late for the call that began the look-up is used by the next call.
#[derive(Clone, Default)]
pub(super) struct NameResolver {
    lookups: Arc<Mutex<HashMap<String, Lookup>>>,
}

#[derive(Clone)]
struct Lookup {
    started_at: Instant,
    answer: watch::Receiver<Option<LookupResult>>,
}

type LookupResult = Result<Vec<SocketAddr>, Arc<io::Error>>;

/// No name server answered before the timeout.
#[derive(Debug, thiserror::Error)]
#[error("{self:?}")]
pub(super) struct NameTimeout;

impl NameResolver {
    /// Returns the addresses of a host, with port 0.
    ///
    /// # Errors
    ///
    /// [`NameTimeout`], or the system's error for the name.
    pub(super) async fn addresses(&self, host: &str) -> Result<Vec<SocketAddr>, Box<dyn Error + Send + Sync>> {
        let mut lookup = self.lookup(host);
        let answered = timeout_at(lookup.started_at + LOOKUP_TIMEOUT, lookup.answer.wait_for(Option::is_some)).await;
        let result = match answered {
            Ok(Ok(result)) => result.clone(),
            // The runtime is shutting down.
            Ok(Err(_)) => None,
            Err(_) => return Err(NameTimeout.into()),
        };
        self.lookups.lock().unwrap_or_else(PoisonError::into_inner).remove(host);
        Ok(result.ok_or(NameTimeout)?.map_err(io::Error::other)?)
    }

    /// Returns the look-up of this host that runs, or whose answer was not used yet. Otherwise starts one.
    fn lookup(&self, host: &str) -> Lookup {
        let mut lookups = self.lookups.lock().unwrap_or_else(PoisonError::into_inner);
        lookups.retain(|_, lookup| lookup.started_at.elapsed() < LOOKUP_LIFETIME);
        let start = || {
            let (answer, receiver) = watch::channel(None);
            let host = host.to_owned();
            tokio::spawn(async move {
                let result = tokio::net::lookup_host((host.as_str(), 0)).await;
                answer.send_replace(Some(result.map(Iterator::collect).map_err(Arc::new)));
            });
            Lookup { started_at: Instant::now(), answer: receiver }
        };
        lookups.entry(host.to_owned()).or_insert_with(start).clone()
    }
}

impl Resolve for NameResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let addresses = resolver.addresses(name.as_str()).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds a look-up that another call began and that has no answer yet.
    fn start_pending_lookup(resolver: &NameResolver, host: &str) -> watch::Sender<Option<LookupResult>> {
        let (answer, receiver) = watch::channel(None);
        let lookup = Lookup { started_at: Instant::now(), answer: receiver };
        resolver.lookups.lock().unwrap().insert(host.into(), lookup);
        answer
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_name_server_causes_one_timeout_for_all_calls() {
        let resolver = NameResolver::default();
        let _answer = start_pending_lookup(&resolver, "clopos.example");
        let started_at = Instant::now();
        for _ in 0..3 {
            let error = resolver.addresses("clopos.example").await.unwrap_err();
            assert!(error.is::<NameTimeout>());
            assert_eq!(started_at.elapsed(), LOOKUP_TIMEOUT);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_answer_is_used_by_the_next_call_only() {
        let resolver = NameResolver::default();
        let answer = start_pending_lookup(&resolver, "clopos.example");
        assert!(resolver.addresses("clopos.example").await.unwrap_err().is::<NameTimeout>());
        let address = SocketAddr::from(([192, 0, 2, 1], 0));
        answer.send_replace(Some(Ok(vec![address])));
        assert_eq!(resolver.addresses("clopos.example").await.unwrap(), [address]);
        assert!(resolver.lookups.lock().unwrap().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_up_that_hangs_is_replaced_after_its_lifetime() {
        let resolver = NameResolver::default();
        let _answer = start_pending_lookup(&resolver, "localhost");
        tokio::time::advance(LOOKUP_LIFETIME).await;
        let addresses = resolver.addresses("localhost").await.unwrap();
        assert!(addresses.iter().all(|address| address.ip().is_loopback()) && !addresses.is_empty());
    }
}
