//! The body of an answer that does not arrive as it should.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Bytes that end in the middle, or come one by one.
pub(super) struct BrokenBody {
    left: Bytes,
    manner: Manner,
}

enum Manner {
    /// The half is still to be sent.
    Half,
    /// The half has been given; it must reach the wire before the connection is dropped.
    Flush,
    Cut,
    Trickle(Interval),
}

impl BrokenBody {
    pub(super) fn cut(whole: Bytes) -> Self {
        Self { left: whole, manner: Manner::Half }
    }

    /// Must be called within a runtime.
    pub(super) fn trickle(whole: Bytes, time: Duration) -> Self {
        let mut ticks = interval(time.max(Duration::from_millis(1)));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks.reset();
        Self { left: whole, manner: Manner::Trickle(ticks) }
    }
}

impl HttpBody for BrokenBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = &mut *self;
        match &mut this.manner {
            Manner::Half => {
                this.manner = Manner::Flush;
                let half = this.left.split_to(this.left.len() / 2);
                Poll::Ready(Some(Ok(Frame::data(half))))
            }
            Manner::Flush => {
                // hyper writes what it has whenever a body has nothing more to say for now.
                this.manner = Manner::Cut;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Manner::Cut => Poll::Ready(Some(Err(io::Error::other("the answer is cut off on purpose")))),
            Manner::Trickle(_) if this.left.is_empty() => Poll::Ready(None),
            Manner::Trickle(ticks) => {
                ready!(ticks.poll_tick(context));
                Poll::Ready(Some(Ok(Frame::data(this.left.split_to(1)))))
            }
        }
    }
}
