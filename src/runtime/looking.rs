use std::sync::Arc;
use std::time::Duration;

use tokio::task::{AbortHandle, JoinSet};

use crate::app::Msg;
use crate::domain::{CustomerId, Phone};

use super::Connection;
use super::event::{Event, EventSender};

/// So long nothing else must be typed before a number is looked up.
const PAUSE: Duration = Duration::from_millis(250);

/// The look-up of the number on the screen: one at a time, the last one asked for.
#[derive(Default)]
pub(super) struct Looking {
    current: Option<AbortHandle>,
}

impl Looking {
    /// Looks a number up after the pause, in the place of the one before.
    pub(super) fn look_up(
        &mut self,
        phone: Phone,
        tasks: &mut JoinSet<()>,
        connection: Arc<Connection>,
        events: EventSender,
    ) {
        self.give_up();
        self.current = Some(tasks.spawn(async move {
            tokio::time::sleep(PAUSE).await;
            let answer = match connection.client().await {
                Ok(client) => client.for_optional_calls().look_up(&phone).await,
                Err(trouble) => Err(trouble),
            };
            events.send(Event::Msg(Msg::LookedUp { phone, answer: answer.map(|found| found.map(Box::new)) }));
        }));
    }

    /// Nobody needs the answer any more; what is on its way is broken off.
    pub(super) fn give_up(&mut self) {
        if let Some(task) = self.current.take() {
            task.abort();
        }
    }
}

/// Asks for a customer by number.
pub(super) async fn fetch(id: CustomerId, connection: Arc<Connection>, events: EventSender) {
    let answer = match connection.client().await {
        Ok(client) => client.customer(id).await,
        Err(trouble) => Err(trouble),
    };
    events.send(Event::Msg(Msg::Fetched { id, answer: answer.map(|found| found.map(Box::new)) }));
}
