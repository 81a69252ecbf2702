//! What is kept, as the desk asks for it: listed, opened, discarded.

use crate::app::Msg;
use crate::clock;
use crate::customer::Cid;
use crate::outbox::{InDoubt, Outbox, State, Which};

use super::super::{deliver, shift};
use super::Office;

/// More rows than anybody reads; what is beyond comes into sight when these are settled.
const LISTED: u32 = 500;

impl Office {
    pub(super) fn list(&mut self) {
        let now = clock::now();
        let listed = |outbox: &Outbox| outbox.list(Which::Kept, 0, LISTED);
        let rows = self.keeping().and_then(|keeping| keeping.mended(listed).map_err(|error| deliver::not_kept(&error)));
        match rows {
            Ok(rows) => self.feed.tell(Msg::Kept(rows.iter().filter_map(|row| row.kept(now)).collect())),
            Err(why) => self.feed.tell(Msg::Disk(why)),
        }
    }
    pub(super) fn list_shift(&mut self) {
        let rows = self.keeping().and_then(|keeping| shift::today(&keeping).map_err(|error| deliver::not_kept(&error)));
        match rows {
            Ok(rows) => self.feed.tell(Msg::Shift(rows)),
            Err(why) => self.feed.tell(Msg::Disk(why)),
        }
    }

    pub(super) fn open_kept(&mut self, cid: Cid) {
        let shown = |outbox: &Outbox| outbox.show(cid);
        let row = self.keeping().and_then(|keeping| keeping.mended(shown).map_err(|error| deliver::not_kept(&error)));
        match row {
            Err(why) => self.feed.tell(Msg::Disk(why)),
            Ok(Some(row)) => {
                if let (State::Refused { refusal, .. }, Some(customer)) = (row.state, row.customer) {
                    let customer = Box::new(customer);
                    self.feed.tell(Msg::Opened { customer, trouble: refusal.trouble, by: refusal.by });
                }
            }
            // Another desk has mended or discarded it.
            Ok(None) => {}
        }
    }

    pub(super) fn discard(&mut self, cid: Cid) {
        let Ok(keeping) = self.keeping() else { return };
        if let Err(error) = keeping.outbox.discard(cid, InDoubt::Forget, clock::now()) {
            // It was delivered, discarded or taken up by somebody meanwhile: the list tells.
            tracing::info!(%error, "discard");
        }
        self.feed.count(&keeping);
    }
}
