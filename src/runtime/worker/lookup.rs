use std::sync::Arc;
use std::time::Duration;

use tokio::task::{AbortHandle, JoinSet};

use crate::app::Msg;
use crate::delivery::Connection;
use crate::domain::{CustomerId, Phone};

use super::super::event::{Event, EventSender};

/// A phone is looked up if no other key changes it for this time.
const LOOKUP_DEBOUNCE: Duration = Duration::from_millis(250);

/// The look-up of the phone on the screen. Only the last one asked for runs.
#[derive(Default)]
pub(super) struct DebouncedLookup {
    current: Option<AbortHandle>,
}

impl DebouncedLookup {
    /// Looks up a phone after the debounce time. It replaces the look-up before.
    pub(super) fn look_up(
        &mut self,
        phone: Phone,
        tasks: &mut JoinSet<()>,
        connection: Arc<Connection>,
        events: EventSender,
    ) {
        self.cancel();
        self.current = Some(tasks.spawn(async move {
            tokio::time::sleep(LOOKUP_DEBOUNCE).await;
            let answer = match connection.client().await {
                Ok(client) => client.for_optional_calls().look_up(&phone).await,
                Err(trouble) => Err(trouble),
            };
            events.send(Event::Msg(Msg::LookedUp { phone, answer: answer.map(|found| found.map(Box::new)) }));
        }));
    }

    /// Cancels the look-up, also one that is in flight.
    pub(super) fn cancel(&mut self) {
        if let Some(task) = self.current.take() {
            task.abort();
        }
    }
}

/// Loads a customer by customer ID, and sends the answer to the desk.
pub(super) async fn fetch(id: CustomerId, connection: Arc<Connection>, events: EventSender) {
    let answer = match connection.client().await {
        Ok(client) => client.customer(id).await,
        Err(trouble) => Err(trouble),
    };
    events.send(Event::Msg(Msg::Fetched { id, answer: answer.map(|found| found.map(Box::new)) }));
}
