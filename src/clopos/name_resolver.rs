//! Looks host names up for `http`, with a time limit of its own. The C library's look-up cannot be stopped and may take 20 s
//! or longer if no name server answers, so it runs on a thread that no caller waits for.

use std::collections::HashMap;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{fmt, io};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

/// A name server that has not answered by then counts as silent: with it, `add` and `outbox send` end within 2 s. What is
/// left of the connect timeout is for the connection.
const LOOKUP_TIMEOUT: Duration = Duration::from_millis(1500);

/// A look-up that takes longer than this is no longer waited for by anything, and an answer that is older is not used.
const LOOKUP_LIFETIME: Duration = Duration::from_secs(30);

/// The look-ups of a client. At most one a host runs at a time: a later caller waits for the same answer. One that comes too
/// late for the call that began it serves the next call.
#[derive(Clone, Default)]
pub(super) struct NameResolver {
    lookups: Arc<Mutex<HashMap<String, Lookup>>>,
}

#[derive(Clone)]
struct Lookup {
    begun: Instant,
    answer: watch::Receiver<Option<Found>>,
}

type Found = Result<Vec<SocketAddr>, Arc<io::Error>>;

/// No name server has answered in time.
#[derive(Debug)]
pub(super) struct NameTimeout;

impl fmt::Display for NameTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the look-up of the host name takes too long")
    }
}

impl Error for NameTimeout {}

impl NameResolver {
    /// Returns the addresses of a host, with port 0.
    ///
    /// # Errors
    ///
    /// [`NameTimeout`], or what the system says of the name.
    pub(super) async fn addresses(&self, host: &str) -> Result<Vec<SocketAddr>, Box<dyn Error + Send + Sync>> {
        let mut lookup = self.lookup(host);
        let answered = timeout_at(lookup.begun + LOOKUP_TIMEOUT, lookup.answer.wait_for(Option::is_some)).await;
        let found = match answered {
            Ok(Ok(found)) => found.clone(),
            // The runtime ends.
            Ok(Err(_)) => None,
            Err(_) => return Err(NameTimeout.into()),
        };
        self.lookups.lock().unwrap_or_else(PoisonError::into_inner).remove(host);
        Ok(found.ok_or(NameTimeout)?.map_err(io::Error::other)?)
    }

    /// Returns the look-up of this host that runs or whose answer was not used yet; else begins one.
    fn lookup(&self, host: &str) -> Lookup {
        let mut lookups = self.lookups.lock().unwrap_or_else(PoisonError::into_inner);
        lookups.retain(|_, lookup| lookup.begun.elapsed() < LOOKUP_LIFETIME);
        let begin = || {
            let (answer, receiver) = watch::channel(None);
            let host = host.to_owned();
            tokio::spawn(async move {
                let found = tokio::net::lookup_host((host.as_str(), 0)).await;
                answer.send_replace(Some(found.map(Iterator::collect).map_err(Arc::new)));
            });
            Lookup { begun: Instant::now(), answer: receiver }
        };
        lookups.entry(host.to_owned()).or_insert_with(begin).clone()
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

    /// A look-up that was begun by another call and has no answer yet.
    fn pending(resolver: &NameResolver, host: &str) -> watch::Sender<Option<Found>> {
        let (answer, receiver) = watch::channel(None);
        let lookup = Lookup { begun: Instant::now(), answer: receiver };
        resolver.lookups.lock().unwrap().insert(host.into(), lookup);
        answer
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_name_server_costs_one_timeout_and_not_one_a_call() {
        let resolver = NameResolver::default();
        let _answer = pending(&resolver, "clopos.example");
        let begun = Instant::now();
        for _ in 0..3 {
            let error = resolver.addresses("clopos.example").await.unwrap_err();
            assert!(error.is::<NameTimeout>());
            assert_eq!(begun.elapsed(), LOOKUP_TIMEOUT);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_comes_late_serves_the_next_call_and_only_that() {
        let resolver = NameResolver::default();
        let answer = pending(&resolver, "clopos.example");
        assert!(resolver.addresses("clopos.example").await.unwrap_err().is::<NameTimeout>());
        let address = SocketAddr::from(([192, 0, 2, 1], 0));
        answer.send_replace(Some(Ok(vec![address])));
        assert_eq!(resolver.addresses("clopos.example").await.unwrap(), [address]);
        assert!(resolver.lookups.lock().unwrap().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_up_that_hangs_for_ever_is_replaced_by_another_one() {
        let resolver = NameResolver::default();
        let _answer = pending(&resolver, "localhost");
        tokio::time::advance(LOOKUP_LIFETIME).await;
        let addresses = resolver.addresses("localhost").await.unwrap();
        assert!(addresses.iter().all(|address| address.ip().is_loopback()) && !addresses.is_empty());
    }
}
